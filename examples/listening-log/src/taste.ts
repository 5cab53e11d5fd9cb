import { GENRES } from './genres.js'
import type { Random } from './random.js'
import { WeightedChoice } from './random.js'
import type { Artist } from './songs.js'

/** What a listener likes: the truth behind the log, which a model has to find out. */
export interface Taste {
  /** One to three, dearest first. */
  readonly genres: readonly {
    readonly genre: string
    /** Of all this listener's songs, about how many are of this genre. */
    readonly share: number
    /** One or two of the genre's, dearest first. */
    readonly subGenres: readonly string[]
  }[]
}

/** A listener's taste as the simulation uses it. */
export interface Listener {
  readonly taste: Taste
  /** How often this listener plays a song of this artist that was once taken up, on average. */
  replays(artist: Artist): number
  /** An artist whose song this listener takes up next. */
  drawArtist(random: Random): number
}

/** Plays of a song, by how near its sub-genre is to the heart. */
const REPLAYS = { dearest: 8, second: 6.5, genre: 5, elsewhere: 1.02 }
/** Preference for the artists of the listener's own sub-genres when taking up songs. */
const SUB_GENRE_PULL = { dearest: 6, second: 4, genre: 1 }
/** Some artists of the favourite genres are loved beyond reason, others ignored. */
const LOYALTY = { probability: 0.12, pull: 5, replays: 1.7 }

const SHARES: readonly (readonly number[])[] = [[1], [0.62, 0.38], [0.5, 0.3, 0.2]]

/** @param exploration - Part of the songs that are taken up by popularity alone, whatever the genre. */
export function makeListener(random: Random, artists: readonly Artist[], exploration: number): Listener {
  const shares = random.pick(SHARES)
  const order = drawDistinct(random, shares.length)
  const favourites = shares.map((share, i) => {
    const genre = order[i]!
    const subGenres = random.shuffle(GENRES[genre]!.subGenres.map((_, subGenre) => subGenre))
    return { genre, share, subGenres: subGenres.slice(0, 1 + random.below(2)) }
  })
  const nearness = artists.map(({ genre, subGenre }) => {
    const favourite = favourites.find((candidate) => candidate.genre === genre)
    if (favourite === undefined) return 'elsewhere'
    const rank = favourite.subGenres.indexOf(subGenre)
    return rank === 0 ? 'dearest' : rank === 1 ? 'second' : 'genre'
  })
  const loved = artists.map((_, a) => nearness[a] !== 'elsewhere' && random.chance(LOYALTY.probability))
  const restlessness = Math.exp(0.3 * random.normal())
  const index = new Map(artists.map((artist, a) => [artist, a]))

  const exploring = new WeightedChoice(artists.map(({ popularity }) => popularity))
  const genreChoice = new WeightedChoice(favourites.map(({ share }) => share))
  const artistChoices = favourites.map(
    ({ genre }) =>
      new WeightedChoice(
        artists.map((artist, a) => {
          const near = nearness[a]!
          if (artist.genre !== genre || near === 'elsewhere') return 0
          return artist.popularity * SUB_GENRE_PULL[near] * (loved[a] ? LOYALTY.pull : 1)
        }),
      ),
  )
  return {
    taste: {
      genres: favourites.map(({ genre, share, subGenres }) => ({
        genre: GENRES[genre]!.name,
        share: (1 - exploration) * share,
        subGenres: subGenres.map((subGenre) => GENRES[genre]!.subGenres[subGenre]!),
      })),
    },
    replays(artist) {
      const a = index.get(artist)!
      return 1 + (REPLAYS[nearness[a]!] - 1) * restlessness * (loved[a] ? LOYALTY.replays : 1)
    },
    drawArtist(from) {
      return from.chance(exploration)
        ? exploring.draw(from)
        : artistChoices[genreChoice.draw(from)]!.draw(from)
    },
  }
}

/** Different genres, the popular ones more often. */
function drawDistinct(random: Random, n: number): number[] {
  const choice = new WeightedChoice(GENRES.map(({ weight }) => weight))
  const drawn = new Set<number>()
  while (drawn.size < n) drawn.add(choice.draw(random))
  return [...drawn]
}
