import { type Reason, type RecommendedSong, songOfId } from './song.js'

/** Above this a song says more than all others together. */
const MOST = 0.5
const MUCH = 0.25

/** How much a song of the listener says, for people. */
export function shareInWords(share: number): string {
  if (share > MOST) return 'Mostly'
  return share >= MUCH ? 'Partly' : 'A little'
}

/** One sentence about why a song is recommended. */
export function summaryOf(because: readonly Reason[]): string {
  if (because.length === 0) return 'Popular with many listeners.'
  const [first, ...others] = because
  const { title } = songOfId(first.songId)
  if (others.length === 0) return `It goes with ${title}.`
  return first.share > MOST
    ? `Mostly because of ${title}.`
    : 'It lies between several of your songs, and is nearest to these.'
}

/**
 * The songs of the listener that speak most for a whole shelf, the weightiest first.
 *
 * @param count - At most so many.
 */
export function mainReasons(songs: readonly RecommendedSong[], count: number): string[] {
  const weights = new Map<string, number>()
  for (const { because } of songs)
    for (const { songId, share } of because) weights.set(songId, (weights.get(songId) ?? 0) + share)
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([songId]) => songId)
}
