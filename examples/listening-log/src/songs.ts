import { GENRES } from './genres.js'
import { distinctName, fillTemplate } from './names.js'
import { type Random, WeightedChoice } from './random.js'

/** A song and what makes it be played. */
interface Song {
  /** `"<Artist> - <Track>"`. */
  readonly songId: string
  readonly artist: number
  readonly track: string
  /** Empty for a single. */
  readonly album: string
  /** How often everybody who knows it comes back to it; 1 on average. */
  readonly quality: number
}

export interface Artist {
  readonly name: string
  /** Position in {@link GENRES}. */
  readonly genre: number
  /** Position in the genre's `subGenres`. */
  readonly subGenre: number
  readonly popularity: number
  /** Positions of the artist's songs in the catalogue. */
  readonly songs: readonly number[]
  /** Draws one of `songs`; the hits more often. */
  readonly songChoice: WeightedChoice
}

export interface Catalogue {
  readonly artists: readonly Artist[]
  readonly songs: readonly Song[]
}

/** Zipf's law with a head a little flatter, as charts have it. */
const ARTIST_RANK_OFFSET = 1
const SONG_RANK_OFFSET = 0.5
/** One song in so many has a suffix such as `(Live)`. */
const SUFFIX_PROBABILITY = 0.14
const SINGLE_PROBABILITY = 0.2

/** Makes the artists of every genre and their songs: `nSongs` songs, at least one per artist. */
export function makeCatalogue(random: Random, nArtists: number, nSongs: number): Catalogue {
  const names = makeArtistNames(random, nArtists)
  // Ranks are shuffled, so that every sub-genre has stars and unknowns.
  const ranks = random.shuffle(names.map((_, i) => i))
  const sizes = shareOut(random, nSongs, nArtists)
  const songs: Song[] = []
  const artists = names.map(({ name, genre, subGenre }, artist): Artist => {
    const own: number[] = []
    const tracks = new Set<string>()
    let album = ''
    for (let i = 0; i < sizes[artist]!; i++) {
      if (i % 7 === 0) album = fillTemplate(random, GENRES[genre]!, random.pick(GENRES[genre]!.titles))
      const guest = names[random.below(names.length)]!.name
      const track = distinctName(tracks, () => makeTitle(random, genre, guest))
      own.push(songs.length)
      songs.push({
        songId: `${name} - ${track}`,
        artist,
        track,
        album: random.chance(SINGLE_PROBABILITY) ? '' : album,
        quality: Math.exp(0.35 * random.normal()),
      })
    }
    const popularity = 1 / (ranks[artist]! + ARTIST_RANK_OFFSET)
    const songChoice = new WeightedChoice(own.map((_, rank) => 1 / (rank + SONG_RANK_OFFSET)))
    return { name, genre, subGenre, popularity, songs: own, songChoice }
  })
  return { artists, songs }
}

function makeArtistNames(random: Random, nArtists: number) {
  const taken = new Set<string>()
  const genreChoice = new WeightedChoice(GENRES.map(({ weight }) => weight))
  return Array.from({ length: nArtists }, (_, i) => {
    // Every genre has an artist; the others come by weight.
    const genre = i < GENRES.length ? i : genreChoice.draw(random)
    const { artists, subGenres } = GENRES[genre]!
    const name = distinctName(taken, () => fillTemplate(random, GENRES[genre]!, random.pick(artists)))
    return { name, genre, subGenre: random.below(subGenres.length) }
  })
}

function makeTitle(random: Random, genre: number, guest: string): string {
  const { titles, suffixes } = GENRES[genre]!
  const title = fillTemplate(random, GENRES[genre]!, random.pick(titles))
  if (!random.chance(SUFFIX_PROBABILITY)) return title
  const suffix = fillTemplate(random, GENRES[genre]!, random.pick(suffixes), guest)
  return suffix.startsWith(',') ? title + suffix : `${title} ${suffix}`
}

/** Splits `total` into `parts` sizes >= 1 that differ: some artists have thirty songs, some two. */
function shareOut(random: Random, total: number, parts: number): number[] {
  const sizes = new Array<number>(parts).fill(1)
  const choice = new WeightedChoice(sizes.map(() => random.between(0.2, 2)))
  for (let i = parts; i < total; i++) sizes[choice.draw(random)]!++
  return sizes
}
