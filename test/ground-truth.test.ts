import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Recommender, type TrainOptions, train } from '@redux/recommender'
import { generateListeningLog, type ListeningLog, writeListeningLog } from '@redux-examples/listening-log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// Logs whose maker knows the genre of every song and every listener's taste, which no model sees.

const genreOf = (log: ListeningLog, songId: string) => log.genreOfSong.get(songId)?.genre ?? 'unknown'
const shareOf = (hits: readonly boolean[]) => hits.filter(Boolean).length / hits.length

/** A recommender of a log, and the most played songs of each genre, 40 of them. */
async function trainOn(log: ListeningLog, folder: string, options: Partial<TrainOptions>) {
  const data = join(folder, 'listens.csv.gz')
  await writeListeningLog(data, log)
  const report = await train({ data, out: join(folder, 'artifacts'), ...options })
  const recommender = await Recommender.load(report.folder)
  const songs = Array.from({ length: recommender.nSongs }, (_, row) => recommender.catalogue.song(row))
  const popular = new Map<string, string[]>()
  for (const { songId } of songs.sort((a, b) => b.plays - a.plays)) {
    const genre = genreOf(log, songId)
    const known = popular.get(genre) ?? []
    if (known.length < 40) popular.set(genre, [...known, songId])
  }
  return { report, recommender, popular }
}

type Trained = Awaited<ReturnType<typeof trainOn>>

/** Shares of recommended songs that are of the right genre; one drawn at random is with a chance of about 0.12. */
const newcomers = (log: ListeningLog, { recommender, popular }: Trained) =>
  [...popular].flatMap(([genre, songs]) =>
    recommender.coldStart(songs.slice(0, 4)).map(({ songId }) => genreOf(log, songId) === genre),
  )
const upNext = (log: ListeningLog, { recommender, popular }: Trained) =>
  [...popular].flatMap(([genre, songs]) =>
    songs.flatMap((song) => recommender.similar(song).map(({ songId }) => genreOf(log, songId) === genre)),
  )
const knownListeners = (log: ListeningLog, { recommender }: Trained) =>
  [...log.tasteOfListener].flatMap(([listener, { genres }]) =>
    recommender
      .recommend(listener)
      .map(({ songId }) => genres.some(({ genre }) => genre === genreOf(log, songId))),
  )

// Nearly half of what is taken up is taken up by popularity alone, so what is loved shows in how often it is played.
describe('svd on a log of curious listeners', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redux-ground-truth-'))
  const log = generateListeningLog({ exploration: 0.45 })
  let trained: Trained
  beforeAll(async () => {
    trained = await trainOn(log, folder, { model: 'svd', nEpochs: 40, learningRate: 0.02 })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('predicts held-out ratings better than biases alone, and those better than the mean', () => {
    const scores = trained.report.crossValidation
    // Measured 0.221, 0.297 and 0.334.
    expect(scores?.model.meanRmse).toBeLessThan(0.9 * (scores?.biasOnly.meanRmse ?? 0))
    expect(scores?.biasOnly.meanRmse).toBeLessThan(0.95 * (scores?.globalMean.meanRmse ?? 0))
  })

  it('gives newcomers songs of the genre they named', () => {
    const hits = newcomers(log, trained)
    expect(hits).toHaveLength(120)
    // Measured 1.00.
    expect(shareOf(hits)).toBeGreaterThan(0.9)
  })

  it('stays in the genre of the song with up next', () => {
    // Measured 0.98.
    expect(shareOf(upNext(log, trained))).toBeGreaterThan(0.85)
  })

  it('gives known listeners songs of their favourite genres', () => {
    // Measured 0.93, for one to three favourites.
    expect(shareOf(knownListeners(log, trained))).toBeGreaterThan(0.8)
  })
})

describe("auto on the demo's log", () => {
  const folder = mkdtempSync(join(tmpdir(), 'redux-ground-truth-'))
  const log = generateListeningLog()
  let trained: Trained
  beforeAll(async () => {
    trained = await trainOn(log, folder, {})
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('ranks clearly better than popularity and the reference system for newcomers and users', () => {
    const rankings = trained.report.rankings ?? []
    expect(rankings.map(({ task }) => task)).toEqual(['new-5', 'known'])
    // Measured 0.165 and 0.430 better for newcomers, 0.209 and 0.277 for users.
    for (const { against } of rankings)
      for (const name of ['popularity', 'svd'])
        expect(against.find((yardstick) => yardstick.name === name)?.ndcg.low).toBeGreaterThan(0.05)
  })

  it('gives newcomers mostly songs of the genre they named', () => {
    // Measured 0.84: who names four songs of a genre loves another one or two.
    expect(shareOf(newcomers(log, trained))).toBeGreaterThan(0.7)
  })

  it('stays in the genre of the song with up next', () => {
    // Measured 0.9996.
    expect(shareOf(upNext(log, trained))).toBeGreaterThan(0.95)
  })

  it('gives known listeners songs of their favourite genres', () => {
    // Measured 0.98, for one to three favourites.
    expect(shareOf(knownListeners(log, trained))).toBeGreaterThan(0.9)
  })
})
