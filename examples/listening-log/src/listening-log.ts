import { GENRES } from './genres.js'
import { makePlays } from './plays.js'
import { Random } from './random.js'
import { arrangeSessions } from './sessions.js'
import type { Catalogue } from './songs.js'
import { makeCatalogue } from './songs.js'
import type { Listener, Taste } from './taste.js'
import { makeListener } from './taste.js'

export interface ListeningLogOptions {
  /** Equal seeds give equal logs, to the byte. A whole number. @defaultValue 1 */
  readonly seed?: number
  /** An integer >= 1. @defaultValue 640 */
  readonly nListeners?: number
  /** Songs of the catalogue, an integer >= `nArtists`; nearly all of them are listened to. @defaultValue 4400 */
  readonly nSongs?: number
  /** An integer >= 12, one per genre at least. @defaultValue 540 */
  readonly nArtists?: number
  /** About how many rows, an integer >= `nListeners`. @defaultValue 400_000 */
  readonly nListens?: number
  /**
   * Part of a listener's songs that are taken up by popularity alone, whatever the genre, and hardly played again; from
   * 0 to 1. @defaultValue 0.1
   */
  readonly exploration?: number
}

/** A row of the log. */
export interface Listen {
  readonly username: string
  readonly artist: string
  readonly track: string
  /** Empty for a single. */
  readonly album: string
  /** Such as `05 Jan 2021`. */
  readonly date: string
  /** Such as `21:04`. */
  readonly time: string
}

/** A log and the truth behind it. */
export interface ListeningLog {
  /** Listener by listener, newest first. Made while it is read, so it can be read once. */
  readonly listens: IterableIterator<Listen>
  /** Of every song in the catalogue, by `"<Artist> - <Track>"`. */
  readonly genreOfSong: ReadonlyMap<string, { readonly genre: string; readonly subGenre: string }>
  /** By user name. */
  readonly tasteOfListener: ReadonlyMap<string, Taste>
}

const DEFAULTS = {
  seed: 1,
  nListeners: 640,
  nSongs: 4400,
  nArtists: 540,
  nListens: 400_000,
  exploration: 0.1,
} as const
const FIRST_DAY = Date.UTC(2020, 1, 1)
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Nobody is in the log with fewer plays, as far as `nListens` allows. */
const FEWEST_PLAYS = 25

/**
 * Invents a year of listening: artists and songs of twelve genres with long-tailed popularity, and listeners who
 * love one to three genres, come back to their favourites again and again, and try a little of everything.
 *
 * @throws RangeError if an option is out of range.
 * @example
 * const { listens } = generateListeningLog({ seed: 7, nListeners: 100, nListens: 20_000 })
 */
export function generateListeningLog(options: ListeningLogOptions = {}): ListeningLog {
  const { seed, nListeners, nSongs, nArtists, nListens, exploration } = { ...DEFAULTS, ...options }
  requireInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  requireInteger('nListeners', nListeners, 1)
  requireInteger('nArtists', nArtists, GENRES.length)
  requireInteger('nSongs', nSongs, nArtists)
  requireInteger('nListens', nListens, nListeners)
  if (!(exploration >= 0 && exploration <= 1))
    throw new RangeError(`exploration must be in 0..1, got ${exploration}`)

  const catalogue = makeCatalogue(new Random(`${seed} catalogue`), nArtists, nSongs)
  const tastes = new Random(`${seed} tastes`)
  const listeners = new Map<string, Listener>()
  for (let i = 1; i <= nListeners; i++)
    listeners.set(`listener_${`${i}`.padStart(4, '0')}`, makeListener(tastes, catalogue.artists, exploration))
  const goals = shareOutPlays(new Random(`${seed} activity`), nListeners, nListens)
  return {
    listens: listenAll(seed, catalogue, listeners, goals),
    genreOfSong: genresOf(catalogue),
    tasteOfListener: new Map([...listeners].map(([username, { taste }]) => [username, taste])),
  }
}

function* listenAll(
  seed: number,
  catalogue: Catalogue,
  listeners: ReadonlyMap<string, Listener>,
  goals: readonly number[],
): IterableIterator<Listen> {
  let i = 0
  for (const [username, listener] of listeners) {
    const random = new Random(`${seed} ${username}`)
    const plays = makePlays(random, catalogue, listener, goals[i++]!)
    for (const { song, minute } of arrangeSessions(random, catalogue, plays).reverse()) {
      const { artist, track, album } = catalogue.songs[song]!
      yield { username, artist: catalogue.artists[artist]!.name, track, album, ...dateAndTime(minute) }
    }
  }
}

function dateAndTime(minute: number): { date: string; time: string } {
  const at = new Date(FIRST_DAY + minute * 60_000)
  const twoDigits = (n: number) => `${n}`.padStart(2, '0')
  return {
    date: `${twoDigits(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`,
    time: `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`,
  }
}

function genresOf({ artists, songs }: Catalogue): ListeningLog['genreOfSong'] {
  return new Map(
    songs.map(({ songId, artist }) => {
      const { name: genre, subGenres } = GENRES[artists[artist]!.genre]!
      return [songId, { genre, subGenre: subGenres[artists[artist]!.subGenre]! }]
    }),
  )
}

/** How much each one listens: a few do nothing else, many do so now and then. */
function shareOutPlays(random: Random, nListeners: number, nListens: number): number[] {
  const weights = Array.from({ length: nListeners }, () => Math.exp(0.8 * random.normal()))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const fewest = Math.min(FEWEST_PLAYS, Math.floor(nListens / nListeners))
  const toShare = nListens - fewest * nListeners
  return weights.map((weight) => fewest + Math.round((toShare * weight) / sum))
}

function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`${name} must be an integer >= ${least}, got ${value}`)
}
