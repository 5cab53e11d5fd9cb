import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadArtifact, Recommender, type TrainOptions, type TrainProgress, train } from '../src/index.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

let folder: string
let data: string
let out: string
beforeEach(() => {
  folder = temporaryFolder()
  data = writeSmallLog(folder)
  out = join(folder, 'artifacts')
})
afterEach(() => rmSync(folder, { recursive: true }))

const quick = { model: 'svd', nFactors: 8, nEpochs: 5, folds: 0 } as const
const run = (options: Partial<TrainOptions> = {}) => train({ data, out, ...quick, ...options })
/** Everything in the artifacts folder but `CURRENT`. */
const versions = () => (existsSync(out) ? readdirSync(out).filter((name) => name !== 'CURRENT') : [])

describe('train', () => {
  it('reports what it read and how the model compares with the yardsticks on the same folds', async () => {
    const report = await run({ nEpochs: 20, folds: 4 })
    expect(report.data).toMatchObject({ users: 80, read: { rows: 4800, badRows: 0, format: 'lastfm' } })
    expect(report.crossValidation?.model.rmse).toHaveLength(4)
    expect(report.crossValidation?.biasOnly.meanRmse).toBeLessThan(
      report.crossValidation?.globalMean.meanRmse as number,
    )
    expect(report.seconds.map(({ phase }) => phase)).toEqual([
      'read',
      'prepare',
      'cross-validate',
      'fit',
      'index',
      'taste map',
      'smoke test',
      'publish',
    ])
    expect(report.peakMemoryBytes).toBeGreaterThan(0)
  })

  it('publishes a version that loads, is current and says what it was made of', async () => {
    const { version } = await run()
    expect(readFileSync(join(out, 'CURRENT'), 'utf8').trim()).toBe(version)
    const { manifest } = await loadArtifact(out)
    expect(manifest).toMatchObject({
      version,
      model: { kind: 'svd', hyperparameters: { nFactors: 8, nEpochs: 5, seed: 0 } },
    })
    expect((await Recommender.load(out)).version).toBe(version)
    expect(versions()).toEqual([version])
  })

  it('lays out a map with every song on it, the same for the same seed', async () => {
    const mapOf = async (folder: string) => (await Recommender.load(folder)).tasteMap!
    const map = await mapOf((await run({ seed: 5 })).folder)
    const { catalogue } = await loadArtifact(out)
    expect(map.songIds).toEqual(catalogue.map(({ songId }) => songId))
    expect(map.listeners).toEqual(Int32Array.from(catalogue, ({ listeners }) => listeners))
    for (const column of [map.x, map.y]) {
      expect(column).toHaveLength(catalogue.length)
      expect(column.every((value) => value >= 0 && value <= 1)).toBe(true)
    }
    rmSync(out, { recursive: true })
    expect(await mapOf((await run({ seed: 5 })).folder)).toEqual(map)
  })

  it('gives the same factors, bit for bit, for the same file, options and seed', async () => {
    const factors = async (seed: number) => (await loadArtifact((await run({ seed })).folder)).itemFactors
    const first = await factors(5)
    rmSync(out, { recursive: true })
    expect(await factors(5)).toEqual(first)
    expect(await factors(6)).not.toEqual(first)
  })

  it('tells of every phase in order, fractions ascending, and ends each exactly once', async () => {
    const told: TrainProgress[] = []
    await run({ folds: 2, nTrials: 2, onProgress: (progress) => told.push(progress) })
    const phases = [...new Set(told.map(({ phase }) => phase))]
    expect(phases).toEqual([
      'read',
      'prepare',
      'tune',
      'cross-validate',
      'fit',
      'index',
      'taste map',
      'smoke test',
      'publish',
    ])
    for (const phase of phases) {
      const fractions = told.filter((progress) => progress.phase === phase).map(({ fraction }) => fraction)
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
      expect(fractions.filter((fraction) => fraction === 1)).toHaveLength(1)
    }
  })

  it('takes the best of its trials, within the space it searches', async () => {
    const report = await run({ nTrials: 3 })
    const { nFactors, nEpochs, learningRate, regularization } = report.hyperparameters as Record<
      string,
      number
    >
    expect(report.tuning?.nTrials).toBe(3)
    for (const [value, low, high] of [
      [nFactors, 20, 100],
      [nEpochs, 10, 30],
      [learningRate, 0.002, 0.01],
      [regularization, 0.02, 0.1],
    ]) {
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(high)
    }
  })

  it('takes undefined for an option that was not given', async () => {
    expect((await run({ nFactors: undefined, seed: undefined })).hyperparameters['nFactors']).toBe(50)
  })

  it('learns from a seeded sample when asked to', async () => {
    const report = await run({ sample: 500 })
    expect(report.data.pairs).toBe(500)
    expect(report.data.read.rows).toBe(4800)
  })

  it('learns from ratings as they are', async () => {
    const path = join(folder, 'u.data')
    const rows = Array.from(
      { length: 200 },
      (_, n) => `${n % 20}\t${(n * 7) % 31}\t${1 + (n % 5)}\t88125094${n % 10}`,
    )
    writeFileSync(path, rows.join('\n'))
    const report = await run({ data: path })
    expect(report.data).toMatchObject({ scale: [1, 5], users: 20, items: 31 })
    const recommender = await Recommender.load(out)
    expect(recommender.recommend(3, { limit: 5 })).toHaveLength(5)
    expect(recommender.similar('7').every(({ artist }) => artist === '')).toBe(true)
  })

  it('stops when its signal says so and leaves the current version as it was', async () => {
    const { version } = await run()
    for (const phase of ['read', 'cross-validate', 'fit', 'taste map', 'smoke test']) {
      const stop = new AbortController()
      const stopped = run({
        folds: 2,
        signal: stop.signal,
        onProgress: (progress) => progress.phase === phase && stop.abort(),
      })
      await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' })
    }
    expect(versions()).toEqual([version])
    expect((await Recommender.load(out)).version).toBe(version)
  })

  it('does not publish what fails the smoke test, here a single song', async () => {
    const path = join(folder, 'one.csv')
    writeFileSync(path, 'Username,Artist,Track\nann,Air,Run\n')
    await expect(run({ data: path })).rejects.toMatchObject({ code: 'SMOKE_TEST_FAILED' })
    expect(versions()).toEqual([])
    expect(existsSync(join(out, 'CURRENT'))).toBe(false)
  })

  it('reports a learning rate that is too high and publishes nothing', async () => {
    await expect(run({ learningRate: 1e6 })).rejects.toMatchObject({ code: 'TRAINING_FAILED' })
    expect(versions()).toEqual([])
  })

  it.each([
    [{ nFactors: 0 }, /nFactors must be an integer in 1\.\.4096, got 0/],
    [{ nEpochs: 0 }, /nEpochs/],
    [{ folds: 1 }, /folds must be an integer >= 2, got 1/],
    [{ folds: 1_000_000 }, /folds must be at most/],
    [{ nTrials: -1 }, /nTrials/],
    [{ sample: 0 }, /sample/],
    [{ learningRate: Number.NaN }, /learningRate/],
    [{ seed: 0.5 }, /seed/],
    [{ model: 'als' }, /model must be one of auto, svd, ials, linear, bayes, got als/],
    [{ nFactor: 3 }, /unknown option nFactor/],
    [{ data: '' }, /data must be a path/],
  ])('refuses %o before it does any harm', async (options, message) => {
    await expect(run(options as object)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringMatching(message),
    })
    expect(versions()).toEqual([])
  })
})
