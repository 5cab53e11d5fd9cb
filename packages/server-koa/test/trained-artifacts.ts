import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Recommender, train } from '@redux/recommender'

// Four genres of six artists with five songs each: 120 songs whose neighbours a reader can tell by their names.
const GENRES = ['Jazz', 'Metal', 'Techno', 'Folk']
const ARTISTS_PER_GENRE = 6
const SONGS_PER_ARTIST = 5
const USERS_PER_GENRE = 15

/** The song's id in the catalogue, such as `Jazz Band 2 - Song 3`. Numbers count from 1. */
export function songId(genre: string, artist: number, song: number): string {
  return `${genre} Band ${artist} - ${genre} Song ${artist}${song}`
}

/** Every song of the catalogue. */
export const ALL_SONGS = GENRES.flatMap((genre) =>
  Array.from({ length: ARTISTS_PER_GENRE * SONGS_PER_ARTIST }, (_, i) =>
    songId(genre, 1 + Math.floor(i / SONGS_PER_ARTIST), 1 + (i % SONGS_PER_ARTIST)),
  ),
)

/** Numbers from 0 to 1 that are the same for the same seed (Tommy Ettinger's Mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A Last.fm export in which each listener loves one genre and strays into the others now and then. */
function listens(): string {
  const random = mulberry32(1)
  const rows = ['Username,Artist,Track,Album,Date,Time']
  GENRES.forEach((loved, genre) => {
    for (let user = 0; user < USERS_PER_GENRE; user++) {
      for (const song of ALL_SONGS) {
        const loves = song.startsWith(loved)
        if (random() > (loves ? 0.8 : 0.2)) continue
        const plays = loves ? 1 + Math.floor(random() * 20) : 1
        const [artist, track] = song.split(' - ')
        for (let play = 0; play < plays; play++)
          rows.push(`user${genre}-${user},${artist},${track},First Album,01 Jan 2021,${10 + play}:00`)
      }
    }
  })
  return `${rows.join('\n')}\n`
}

/** A small real model in a folder of its own, there until `remove` is called. */
export interface TrainedArtifacts {
  readonly folder: string
  readonly recommender: Recommender
  readonly remove: () => void
}

/** Trains it, in about half a second: once per test file that asks for it. */
export async function trainedArtifacts(): Promise<TrainedArtifacts> {
  const root = mkdtempSync(join(tmpdir(), 'redux-artifacts-'))
  const data = join(root, 'listens.csv')
  const folder = join(root, 'artifacts')
  writeFileSync(data, listens())
  await train({ data, out: folder, nFactors: 8, nEpochs: 50, learningRate: 0.02, folds: 0, seed: 7 })
  const recommender = await Recommender.load(folder)
  return { folder, recommender, remove: () => rmSync(root, { recursive: true }) }
}
