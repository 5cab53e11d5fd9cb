import type { Random } from './random.js'
import type { Catalogue } from './songs.js'
import type { Listener } from './taste.js'

/** Give up taking up new songs after so many in a row that are known already. */
const MAX_MISSES = 500

/**
 * Decides which songs a listener takes up in the year and how often each is played: one song after another,
 * until there are about `nPlays` plays.
 *
 * @returns Plays by position in the catalogue's songs.
 */
export function makePlays(
  random: Random,
  catalogue: Catalogue,
  listener: Listener,
  nPlays: number,
): Map<number, number> {
  const plays = new Map<number, number>()
  let total = 0
  for (let misses = 0; total < nPlays && misses < MAX_MISSES; ) {
    const artist = catalogue.artists[listener.drawArtist(random)]!
    const position = artist.songs[artist.songChoice.draw(random)]!
    if (plays.has(position)) {
      misses++
      continue
    }
    misses = 0
    const mood = Math.exp(0.25 * random.normal())
    const again = (listener.replays(artist) - 1) * catalogue.songs[position]!.quality * mood
    // Half of the spread of a geometric law: habits are steadier than pure chance.
    const count = 1 + Math.round(0.75 * again + 0.25 * random.geometric(again))
    plays.set(position, count)
    total += count
  }
  return plays
}
