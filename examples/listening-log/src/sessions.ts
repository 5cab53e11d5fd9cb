import type { Random } from './random.js'
import type { Catalogue } from './songs.js'

/** A song begun at a minute of the year. */
export interface Play {
  readonly song: number
  /** Minutes since the log began. */
  readonly minute: number
}

const MINUTES_PER_DAY = 24 * 60
const DAYS = 365
/** Songs of a session, on average. */
const SESSION_LENGTH = 11
const SAME_ARTIST_PROBABILITY = 0.3
/** Two sessions are at least so far apart. */
const PAUSE_MINUTES = 45

/**
 * Spreads a listener's plays over a year: evenings of a few songs minutes apart, mostly of one genre, with now and
 * then another song of the same artist.
 *
 * @param counts - Plays by song; read only.
 * @returns In the order of time.
 */
export function arrangeSessions(
  random: Random,
  catalogue: Catalogue,
  counts: ReadonlyMap<number, number>,
): Play[] {
  const shelves = shelveByGenre(catalogue, counts)
  const sessions: number[][] = []
  while (shelves.size > 0) {
    const session: number[] = []
    const length = 1 + random.geometric(SESSION_LENGTH - 1)
    let genre = pickGenre(random, shelves)
    for (let i = 0; i < length && shelves.size > 0; i++) {
      if (!shelves.has(genre)) genre = pickGenre(random, shelves)
      session.push(takeNext(random, catalogue, shelves, genre, session.at(-1)))
    }
    sessions.push(session)
  }
  const usualHour = random.between(17.5, 21.5)
  const starts = random
    .shuffle(sessions)
    .map(() => startOfSession(random, usualHour))
    .sort((a, b) => a - b)
  const plays: Play[] = []
  let free = 0
  for (const [i, session] of sessions.entries()) {
    let minute = Math.max(starts[i]!, free)
    for (const song of session) {
      plays.push({ song, minute })
      minute += 2 + random.below(4)
    }
    free = minute + PAUSE_MINUTES
  }
  return plays
}

/** Every play still to come, by genre. */
type Shelves = Map<number, number[]>

function shelveByGenre({ artists, songs }: Catalogue, counts: ReadonlyMap<number, number>): Shelves {
  const shelves: Shelves = new Map()
  for (const [song, count] of counts) {
    const { genre } = artists[songs[song]!.artist]!
    const shelf = shelves.get(genre) ?? []
    for (let i = 0; i < count; i++) shelf.push(song)
    shelves.set(genre, shelf)
  }
  return shelves
}

/** In proportion to what is left of each. */
function pickGenre(random: Random, shelves: Shelves): number {
  let left = 0
  for (const shelf of shelves.values()) left += shelf.length
  let target = random.below(left)
  for (const [genre, shelf] of shelves) {
    if (target < shelf.length) return genre
    target -= shelf.length
  }
  throw new RangeError('no plays are left')
}

function takeNext(
  random: Random,
  { songs }: Catalogue,
  shelves: Shelves,
  genre: number,
  before?: number,
): number {
  const shelf = shelves.get(genre)!
  let position = random.below(shelf.length)
  if (before !== undefined) {
    const { artist } = songs[before]!
    const sameArtist = random.chance(SAME_ARTIST_PROBABILITY)
      ? shelf.findIndex((song) => song !== before && songs[song]!.artist === artist)
      : -1
    if (sameArtist >= 0) position = sameArtist
    // The same song twice running is rare, so draw once more.
    else if (shelf[position] === before) position = random.below(shelf.length)
  }
  const song = shelf[position]!
  shelf[position] = shelf.at(-1)!
  shelf.pop()
  if (shelf.length === 0) shelves.delete(genre)
  return song
}

function startOfSession(random: Random, usualHour: number): number {
  // One session in five is at any time from breakfast on.
  const hour = random.chance(0.2) ? random.between(7, 23) : usualHour + 1.2 * random.normal()
  return random.below(DAYS) * MINUTES_PER_DAY + Math.round(60 * Math.min(Math.max(hour, 0), 23.9))
}
