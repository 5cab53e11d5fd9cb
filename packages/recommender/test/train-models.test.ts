import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  loadArtifact,
  MODEL_KINDS,
  Recommender,
  type TrainOptions,
  type TrainReport,
  train,
} from '../src/index.js'
import { genreOf, temporaryFolder, writeSmallLog } from './small-log.js'

const KINDS = MODEL_KINDS.filter((kind) => kind !== 'svd')

let folder: string
beforeAll(() => {
  folder = temporaryFolder()
  writeSmallLog(folder)
  writeFileSync(join(folder, 'u.data'), ratings())
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Forty users rate thirty of sixty items in two tastes: even users love the first half, odd ones the second. */
function ratings(): string {
  const rows: string[] = []
  for (let user = 0; user < 40; user++)
    for (let n = 0; n < 30; n++) {
      const item = (user * 7 + n * 2 + (n >> 3)) % 60
      const loves = item < 30 === (user % 2 === 0)
      rows.push(`${user}\t${item}\t${loves ? 4 + (n % 2) : 1 + (n % 2)}\t88125094${n % 10}`)
    }
  return [...new Map(rows.map((row) => [row.split('\t').slice(0, 2).join(), row])).values()].join('\n')
}

/** Songs of a genre, most played first. */
const songsOf = (recommender: Recommender, genre: number) =>
  recommender
    .search('song', { limit: 200 })
    .map(({ songId }) => songId)
    .filter((songId) => genreOf(songId) === genre)

const listens = () => join(folder, 'listens.csv')
const run = (name: string, options: Partial<TrainOptions>) =>
  train({ data: listens(), out: join(folder, name, 'artifacts'), folds: 0, ...options })

describe.each(KINDS)('model %s', (model) => {
  let report: TrainReport
  let recommender: Recommender
  beforeAll(async () => {
    report = await run(model, { model })
    recommender = await Recommender.load(report.folder)
  })

  it('lays out a map on which songs lie among their genre', () => {
    const { songIds, x, y } = recommender.tasteMap!
    const shares = songIds.map((songId, i) => {
      const far = (j: number) => Math.hypot(x[i] - x[j], y[i] - y[j])
      const others = [...songIds.keys()].filter((j) => j !== i).sort((a, b) => far(a) - far(b))
      return others.slice(0, 8).filter((j) => genreOf(songIds[j]) === genreOf(songId)).length / 8
    })
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    // All of them; one in four by chance.
    expect(mean).toBeGreaterThan(0.9)
  })

  it('leans towards the genre of the songs that a newcomer names', () => {
    for (const genre of [0, 1, 2, 3]) {
      const named = songsOf(recommender, genre).slice(0, 4)
      const found = recommender.coldStart(named, { limit: 8 })
      // One in four by chance.
      expect(found.filter(({ songId }) => genreOf(songId) === genre).length).toBeGreaterThanOrEqual(4)
    }
  })

  it('recommends what a user has not heard, of their genre', () => {
    const found = recommender.recommend('listener 2', { limit: 3 })
    expect(found).toHaveLength(3)
    const heard = readFileSync(listens(), 'utf8')
      .split('\n')
      .filter((line) => line.includes(',listener 2,'))
    for (const { songId } of found) {
      const [artist, title] = songId.split(' - ')
      expect(heard.some((line) => line.includes(`,${artist},${title},`))).toBe(false)
    }
  })

  it('gives the same version again for the same file, options and seed', async () => {
    const again = await loadArtifact((await run(`${model} again`, { model })).folder)
    const first = await loadArtifact(report.folder)
    for (const name of ['userFactors', 'itemFactors', 'itemBiases', 'index', 'seedScales'] as const)
      expect(again[name]).toEqual(first[name])
  })

  it('says why, and what shares add up to at most', () => {
    const seeds = songsOf(recommender, 1).slice(0, 3)
    const found = recommender.coldStart(seeds)
    expect(found.some(({ because }) => because.length > 0)).toBe(true)
    for (const { because } of found) {
      const shares = because.map(({ share }) => share)
      expect(shares).toEqual([...shares].sort((a, b) => b - a))
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9)
      for (const { songId, share } of because) {
        expect(seeds).toContain(songId)
        expect(share).toBeGreaterThan(0)
      }
    }
  })

  it('moves away from what is disliked, and never gives it back', () => {
    const [liked] = songsOf(recommender, 1)
    const [disliked] = songsOf(recommender, 3)
    const count = (genre: number, options: object) =>
      recommender
        .coldStart([liked], { limit: 30, ...options })
        .filter(({ songId }) => genreOf(songId) === genre).length
    const dislikes = [disliked]
    expect(count(3, { dislikes })).toBeLessThanOrEqual(count(3, {}))
    const found = recommender.coldStart([liked], { dislikes, limit: 200 })
    expect(found.map(({ songId }) => songId)).not.toContain(disliked)
    const next = recommender.similar(liked, { dislikes, limit: 40 })
    expect(next.map(({ songId }) => songId)).not.toContain(disliked)
  })

  it('fills shelves without a song twice', () => {
    const seeds = songsOf(recommender, 2).slice(0, 3)
    const songs = recommender.shelves({ seeds }).flatMap(({ items }) => items.map(({ songId }) => songId))
    expect(songs.length).toBeGreaterThan(8)
    expect(new Set(songs).size).toBe(songs.length)
  })

  it('records its run, and names it in the manifest', async () => {
    const { manifest } = await loadArtifact(report.folder)
    expect(manifest.run).toBe(report.run)
    expect(manifest.model.kind).toBe(model)
    const runFolder = join(folder, model, 'runs', report.run)
    const record = JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8'))
    expect(record).toMatchObject({ name: 'train', status: 'finished', tags: { version: report.version } })
    expect(JSON.parse(readFileSync(join(runFolder, 'params.json'), 'utf8'))).toMatchObject({ model })
    expect(existsSync(join(runFolder, 'artifacts', 'report.json'))).toBe(true)
  })
})

describe('auto', () => {
  it('finds songs of the same genre alike, popular or not', async () => {
    const recommender = await Recommender.load((await run('alike', { model: 'auto' })).folder)
    const songs = [0, 1, 2, 3].flatMap((genre) => songsOf(recommender, genre))
    const shares = songs.map((songId) => {
      const found = recommender.similar(songId, { limit: 8 })
      return found.filter((song) => genreOf(song.songId) === genreOf(songId)).length / found.length
    })
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.8)
  })

  it('judges newcomers and users beside svd and popularity on the same cases, and what variety costs', async () => {
    const { rankings, variety, crossValidation } = await run('judged', { model: 'auto', folds: 2 })
    expect(rankings?.map(({ task }) => task)).toEqual(['new-5', 'known'])
    for (const { models, against } of rankings ?? []) {
      const names = models.map(({ name }) => name)
      expect(names[0]).toBe('auto')
      expect(names).toEqual(expect.arrayContaining(['svd', 'popularity']))
      for (const { name, ndcg } of against) {
        const other = models.find((model) => model.name === name)
        expect(ndcg.mean).toBeCloseTo(models[0].ndcg.mean - (other?.ndcg.mean ?? Number.NaN), 9)
        expect(ndcg.low).toBeLessThanOrEqual(ndcg.mean)
      }
    }
    expect(variety?.[0]).toMatchObject({ relevanceWeight: 1, lost: { mean: 0 } })
    const diversities = variety?.map(({ diversity }) => diversity) ?? []
    expect(diversities.at(-1)).toBeGreaterThan(diversities[0])
    expect(crossValidation?.name).toBe('svd')
  })

  it('predicts ratings by Bayesian SVD++, with honest intervals', async () => {
    const data = join(folder, 'u.data')
    const report = await run('rated', { data, folds: 2 })
    expect(report.roles).toMatchObject({ seeds: 'linear', ratings: 'bayes' })
    const { crossValidation, calibration } = report
    expect(crossValidation?.name).toBe('bayes')
    expect(crossValidation?.model.meanRmse).toBeLessThan(crossValidation?.biasOnly.meanRmse ?? 0)
    expect(calibration?.coverage95).toBeGreaterThan(0.85)
    expect(calibration?.pit.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    const recommender = await Recommender.load(report.folder)
    const loved = recommender.predict(0, '3')
    const loathed = recommender.predict(0, '33')
    expect(loved).toBeGreaterThan((loathed ?? 5) + 1)
    expect(recommender.predict('nobody', '3')).toBeNull()
    expect(recommender.predict(0, 'nothing')).toBeNull()
  })

  it('judges nothing when nobody has enough songs', async () => {
    const data = join(folder, 'tiny.csv')
    writeFileSync(
      data,
      'Username,Artist,Track\nann,Air,Run\nann,Zero 7,Destiny\nbob,Air,Run\nbob,Moby,Porcelain',
    )
    const report = await run('tiny', { data, folds: 2 })
    expect(report.rankings).toBeUndefined()
    expect((await Recommender.load(report.folder)).coldStart(['Air - Run'])).toHaveLength(2)
  })
})

describe('runs', () => {
  it('says of a run that failed, or was stopped, that it did', async () => {
    const runs = join(folder, 'other runs')
    const stopped = new AbortController()
    const onProgress = ({ phase }: { phase: string }) => phase === 'fit' && stopped.abort()
    await expect(run('stopped', { runs, onProgress, signal: stopped.signal })).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    )
    await expect(run('failed', { runs, data: join(folder, 'none.csv') })).rejects.toThrow()
    const statuses = readdirSync(runs).map(
      (id) => JSON.parse(readFileSync(join(runs, id, 'run.json'), 'utf8')).status,
    )
    expect(statuses.sort()).toEqual(['failed', 'killed'])
  })
})

it.each([
  [{ model: 'linear', nEpochs: 3 }, 'nEpochs is not an option of the model linear'],
  [{ model: 'bayes', regularization: 3 }, 'regularization is not an option of the model bayes'],
  [{ model: 'ials', learningRate: 0.1 }, 'learningRate is not an option of the model ials'],
] as const)('refuses %o, which the model has not', async (options, message) => {
  await expect(run('refused', options)).rejects.toThrow(message)
})
