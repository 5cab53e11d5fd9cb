import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Recommender, type TrainReport, train } from '@redux/recommender'
import { generateListeningLog, writeListeningLog } from '@redux-examples/listening-log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The demo's log, whose maker knows the genre of every song and every listener's taste, which no model sees.

const folder = mkdtempSync(join(tmpdir(), 'redux-ground-truth-'))
const log = generateListeningLog()
let report: TrainReport
let recommender: Recommender
/** The most played songs of each genre, 40 of them. */
let popular: Map<string, string[]>

beforeAll(async () => {
  const data = join(folder, 'listens.csv.gz')
  await writeListeningLog(data, log)
  report = await train({ data, out: folder, nEpochs: 40, learningRate: 0.02 })
  recommender = await Recommender.load(folder)
  const songs = Array.from({ length: recommender.nSongs }, (_, row) => recommender.catalogue.song(row))
  popular = new Map()
  for (const { songId } of songs.sort((a, b) => b.plays - a.plays)) {
    const genre = genreOf(songId)
    const known = popular.get(genre) ?? []
    if (known.length < 40) popular.set(genre, [...known, songId])
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const genreOf = (songId: string) => log.genreOfSong.get(songId)?.genre ?? 'unknown'
const shareOf = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length

// Genres are of unequal size; a song drawn at random is of the right one with a chance of about 0.12.
describe('on a log with hidden genres', () => {
  it('the model predicts held-out ratings better than biases alone, and those better than the mean', () => {
    const scores = report.crossValidation
    // Measured 0.221, 0.297 and 0.334.
    expect(scores?.model.meanRmse).toBeLessThan(0.9 * (scores?.biasOnly.meanRmse ?? 0))
    expect(scores?.biasOnly.meanRmse).toBeLessThan(0.95 * (scores?.globalMean.meanRmse ?? 0))
  })

  it('newcomers get songs of the genre they named', () => {
    const hits = [...popular].flatMap(([genre, songs]) =>
      recommender.coldStart(songs.slice(0, 4)).map(({ songId }) => genreOf(songId) === genre),
    )
    expect(hits).toHaveLength(120)
    // Measured 1.00.
    expect(shareOf(hits)).toBeGreaterThan(0.9)
  })

  it('up next stays in the genre of the song', () => {
    const hits = [...popular].flatMap(([genre, songs]) =>
      songs.flatMap((song) => recommender.similar(song).map(({ songId }) => genreOf(songId) === genre)),
    )
    // Measured 0.98.
    expect(shareOf(hits)).toBeGreaterThan(0.85)
  })

  it('known listeners get songs of their favourite genres', () => {
    const hits = [...log.tasteOfListener].flatMap(([listener, { genres }]) =>
      recommender
        .recommend(listener)
        .map(({ songId }) => genres.some(({ genre }) => genre === genreOf(songId))),
    )
    // Measured 0.93, for one to three favourites.
    expect(shareOf(hits)).toBeGreaterThan(0.8)
  })
})
