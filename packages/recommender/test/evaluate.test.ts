import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { evaluate } from '../src/evaluate/evaluate.js'
import type { EvaluateOptions, EvaluateProgress } from '../src/evaluate/evaluate-options.js'
import { MODEL_NAMES } from '../src/evaluate/models.js'
import type { EvaluationReport } from '../src/evaluate/report.js'
import { PROTOCOLS } from '../src/evaluate/resolve-evaluate-options.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const log = writeSmallLog(folder)

const codeOf = (options: EvaluateOptions) =>
  evaluate(options).then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  )

/** What must be the same in every run. */
const lasting = ({ createdAt, models, ...rest }: EvaluationReport) => ({
  ...rest,
  models: models.map(({ seconds, ...model }) => model),
})

// User 1 likes a, b, c and rates d with 2; 2 likes a and b; 3 likes a and c; 4 likes b, c and d.
const ROWS = [
  '1 a 5',
  '2 a 4',
  '1 b 4',
  '3 a 5',
  '1 c 4',
  '1 d 2',
  '2 b 5',
  '3 c 4',
  '4 b 4',
  '4 c 4',
  '4 d 5',
]
const ratings = join(folder, 'u.data')
writeFileSync(ratings, ROWS.map((row, time) => `${row.replaceAll(' ', '\t')}\t${100 - time}\n`).join(''))
const sha256 = createHash('sha256').update(readFileSync(ratings)).digest('hex')

const written = { n: 0 }
/** Writes a split file of the ratings, or of what is given instead. */
function writeSplit(content: object | string): string {
  const path = join(folder, `split ${written.n++}.json`)
  const common = { dataset: 'tiny', data_sha256: sha256, split_seed: 0 }
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify({ ...common, ...content }))
  return path
}
const newUserSplit = (heldout_users: unknown[], cases: unknown[]) =>
  writeSplit({ task: 'new-user', heldout_users, cases })
const knownSplit = (test_rows: unknown[]) => writeSplit({ task: 'known-user', test_rows })

describe('evaluate', () => {
  it('finds on a log in four genres that neighbours beat popularity, and says by how much', async () => {
    const report = await evaluate({ data: log, models: ['popularity', 'knn', 'linear'], seeds: 2 })
    expect(report).toMatchObject({
      kind: 'evaluation',
      formatVersion: 1,
      data: { name: 'listens.csv', kind: 'plays', rows: 4800, users: 80, threshold: null },
      protocol: { name: 'new-user', task: 'new-5', split: null, seed: 0, nSplits: 2, k: 10, recallK: 20 },
      baseline: 'popularity',
    })
    expect(report.models.map(({ name }) => name)).toEqual(['popularity', 'knn', 'linear'])
    expect(report.protocol.nCases).toBe(32)
    expect(report.protocol.nUsers).toBeLessThanOrEqual(32)
    const [popularity, knn] = report.models
    const found = report.comparisons.find(({ model, metric }) => model === 'knn' && metric === 'ndcg')!
    expect(found.difference.low).toBeGreaterThan(0)
    expect(found.difference.mean).toBeCloseTo(knn.metrics.ndcg.mean - popularity.metrics.ndcg.mean, 10)
    expect(found.corrected.t).toBeLessThan(0.05)
    expect(found.corrected.t).toBeGreaterThanOrEqual(found.pValue.t!)
  })

  it('gives the same for the same seed, and JSON loses nothing of it', async () => {
    const options = { data: log, models: ['knn', 'svd'], seed: 5, cases: true } as const
    const [first, again] = [await evaluate(options), await evaluate(options)]
    expect(lasting(again)).toEqual(lasting(first))
    expect(JSON.parse(JSON.stringify(first))).toEqual(first)
    expect(lasting(await evaluate({ ...options, seed: 6 })).models).not.toEqual(lasting(first).models)
  })

  it.each(PROTOCOLS)('runs the protocol %s, with a mean over as many values as cases', async (protocol) => {
    const report = await evaluate({ data: log, models: ['popularity'], protocol, cases: true, folds: 2 })
    const { users, splits, values } = report.cases!
    const { ndcg } = values['popularity']
    expect(report.protocol.name).toBe(protocol)
    expect([users.length, splits.length, ndcg.length]).toEqual(Array(3).fill(report.protocol.nCases))
    const mean = ndcg.reduce((sum, value) => sum + value, 0) / ndcg.length
    expect(report.models[0].metrics.ndcg.mean).toBeCloseTo(mean, 12)
    expect(report.comparisons).toEqual([])
  })

  it.each(MODEL_NAMES)('trains and asks %s, for newcomers and for known users', async (name) => {
    for (const task of ['new-3', 'known'] as const) {
      const { models } = await evaluate({ data: log, models: [name], task })
      expect(models[0].metrics.ndcg.mean).toBeGreaterThan(0.02)
      expect(models[0].metrics.ndcg.mean).toBeLessThanOrEqual(1)
      expect(models[0].coverage).toBeGreaterThan(0)
    }
  })

  it('compares with popularity unless told otherwise or it is not there', async () => {
    const models = ['knn', 'popularity', 'bm25'] as const
    expect((await evaluate({ data: log, models })).baseline).toBe('popularity')
    expect((await evaluate({ data: log, models, baseline: 'knn' })).baseline).toBe('knn')
    const report = await evaluate({ data: log, models: ['bm25', 'knn'], metrics: ['mrr', 'map'] })
    expect(report.baseline).toBe('bm25')
    expect(report.comparisons.map(({ model, metric }) => [model, metric])).toEqual([
      ['knn', 'mrr'],
      ['knn', 'map'],
    ])
  })

  it('takes ratings from the threshold on for likings', async () => {
    const options = { data: ratings, models: ['popularity'], protocol: 'leave-one-out' } as const
    expect((await evaluate(options)).data).toMatchObject({ kind: 'ratings', positives: 10, threshold: 4 })
    expect((await evaluate({ ...options, threshold: 2 })).data.positives).toBe(11)
    expect(await codeOf({ ...options, threshold: 6 })).toBe('EMPTY_DATA')
  })

  it('holds the latest out under last-n', async () => {
    // The last row of each user is the earliest: times fall. User 1 has a last, and all others like a too.
    const options = { data: ratings, models: ['popularity'], protocol: 'last-n', cases: true } as const
    const { cases } = await evaluate(options)
    expect(cases?.users).toEqual(['1', '2', '3', '4'])
    const csv = join(folder, 'no-times.csv')
    writeFileSync(csv, 'user,item\na,x\na,y\nb,x\n')
    const columns = { user: 'user', item: 'item' }
    expect(await codeOf({ ...options, data: csv, columns })).toBe('INVALID_OPTION')
  })

  it('tells each phase to its end exactly once, in order', async () => {
    const progress: EvaluateProgress[] = []
    await evaluate({ data: log, models: ['knn', 'popularity'], onProgress: (step) => progress.push(step) })
    expect(progress.filter(({ fraction }) => fraction === 1).map(({ phase }) => phase)).toEqual([
      'read',
      'knn',
      'popularity',
    ])
    for (const [n, { phase, fraction }] of progress.entries())
      if (progress[n - 1]?.phase === phase) expect(fraction).toBeGreaterThanOrEqual(progress[n - 1].fraction)
  })

  it('stops when told to', async () => {
    const controller = new AbortController()
    const onProgress = ({ phase }: EvaluateProgress) => phase === 'knn' && controller.abort()
    const options = { data: log, models: ['popularity', 'knn', 'svd'], signal: controller.signal } as const
    expect(await codeOf({ ...options, onProgress: (step) => void onProgress(step) })).toBe('ABORTED')
  })

  it.each([
    [{ models: ['knnn'] }, 'did you mean knn?'],
    [{ models: ['knn', 'knn'] }, 'given twice'],
    [{ models: [] }, 'at least one model'],
    [{ metrics: ['ndgc'] }, 'did you mean ndcg?'],
    [{ metrics: ['popularity'] }, 'known are ndcg, recall'],
    [{ baseline: 'svd' }, 'unknown baseline svd'],
    [{ protocol: 'knwon' }, 'did you mean known?'],
    [{ protocol: 'known', task: 'new-5' }, 'does not go with known'],
    [{ protocol: 'known', split: 'x.json' }, 'protocol goes without split'],
    [{ seeds: 2, split: 'x.json' }, 'seeds goes without split'],
    [{ seeds: 0 }, 'seeds must be an integer >= 1'],
    [{ threshold: Number.NaN }, 'threshold must be a finite number'],
    [{ split: '' }, 'split must be a path'],
    [{ model: 'knn' }, 'unknown option model'],
  ])('refuses %j before any work', async (options, sentence) => {
    const all = { data: 'absent.csv', models: ['popularity', 'knn'], ...options } as EvaluateOptions
    await expect(evaluate(all)).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining(sentence),
    })
  })

  it('refuses files that are not there, empty, or of users with too few positives', async () => {
    const empty = join(folder, 'empty.csv')
    writeFileSync(empty, '')
    expect(await codeOf({ data: join(folder, 'absent.csv'), models: ['knn'] })).toBe('NOT_FOUND')
    expect(await codeOf({ data: empty, models: ['knn'] })).toBe('EMPTY_DATA')
    expect(await codeOf({ data: ratings, models: ['knn'] })).toBe('EMPTY_DATA')
    expect(await codeOf({ data: log, models: ['knn'], split: join(folder, 'absent.json') })).toBe('NOT_FOUND')
    mkdirSync(join(folder, 'a folder'))
    expect(await codeOf({ data: log, models: ['knn'], split: join(folder, 'a folder') })).toBe('NOT_A_FILE')
  })
})

describe('evaluate with a split file', () => {
  it('holds out the users it names, and asks with the rows it names as seeds', async () => {
    // Learned from 2, 3 and 4: b and c have two users, a has two, d has one. Of user 1, b is told.
    const split = newUserSplit([1], [[1, 2]])
    const report = await evaluate({ data: ratings, models: ['popularity'], split, cases: true })
    expect(report.protocol).toMatchObject({ name: 'new-user', task: 'new-5', nCases: 1, catalogueSize: 4 })
    expect(report.protocol.split?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(report.cases?.users).toEqual(['1'])
    // a and c, the targets, come first: both are in front of d.
    expect(report.models[0].metrics.ndcg.mean).toBe(1)
    expect(report.models[0].metrics.ndcg.halfWidth).toBeNull()
  })

  it('asks with the first seeds only for new-1', async () => {
    const split = newUserSplit(['1'], [['1', 2, 4]])
    const options = { data: ratings, models: ['popularity'], split, cases: true } as const
    const five = await evaluate(options)
    const one = await evaluate({ ...options, task: 'new-1' })
    expect(five.cases?.values['popularity'].recall).toEqual([1])
    // With both seeds the one target, a, is first of a and d; with b alone, c is a target too.
    expect(five.models[0].metrics.precision.mean).toBeCloseTo(0.1, 12)
    expect(one.models[0].metrics.precision.mean).toBeCloseTo(0.2, 12)
  })

  it('holds out the rows it names of known users', async () => {
    const report = await evaluate({
      data: ratings,
      models: ['popularity'],
      split: knownSplit([4, 10]),
      cases: true,
    })
    expect(report.protocol).toMatchObject({ name: 'known', task: 'known', nCases: 2 })
    expect(report.cases?.users).toEqual(['1', '4'])
    // User 1: c before d. User 4: a, of three users, before d, of whom nothing is left.
    expect(report.cases?.values['popularity'].mrr).toEqual([1, 1 / 2])
    const svd = await evaluate({ data: ratings, models: ['svd'], split: knownSplit([4, 10]) })
    expect(svd.protocol.nCases).toBe(2)
  })

  it.each([
    ['no JSON', () => writeSplit('{'), 'is no JSON'],
    ['no split', () => writeSplit('[]'), 'is no split file'],
    ['another task', () => writeSplit({ task: 'old-user' }), 'task'],
    ['no rows', () => knownSplit([]), 'test_rows'],
    ['a row that is no number', () => knownSplit(['1']), 'test_rows.0'],
    ['a row that is not there', () => knownSplit([11]), 'there is no row 11, the last is 10'],
    ['a row below the threshold', () => knownSplit([5]), 'row 5 is no positive'],
    ['a row twice', () => knownSplit([4, 4]), 'test row 4 is there twice'],
    ['an unknown user', () => newUserSplit([9], [[1, 2]]), 'held-out user 9 is unknown'],
    ['a held-out user twice', () => newUserSplit([1, 1], [[1, 2]]), 'named twice'],
    ['a case of a user who is not held out', () => newUserSplit([1], [[2, 1]]), 'user 2 must be held out'],
    [
      'two cases of a user',
      () =>
        newUserSplit(
          [1],
          [
            [1, 2],
            [1, 0],
          ],
        ),
      'have one case',
    ],
    ["another user's row", () => newUserSplit([1], [[1, 1]]), "another user's"],
    ['a seed twice', () => newUserSplit([1], [[1, 2, 2]]), 'distinct seeds'],
    ['nothing but seeds', () => newUserSplit([1], [[1, 0, 2, 4]]), 'positives beside them'],
    [
      'the checksum of another file',
      () => writeSplit({ task: 'known-user', test_rows: [4], data_sha256: '0'.repeat(64) }),
      'was made for another file than u.data',
    ],
  ])('refuses %s by name', async (_, write, sentence) => {
    const split = write()
    const failed = evaluate({ data: ratings, models: ['popularity'], split })
    await expect(failed).rejects.toMatchObject({
      code: 'BAD_SPLIT',
      message: expect.stringContaining(sentence),
    })
    await expect(failed).rejects.toMatchObject({ message: expect.stringMatching(/split \d+\.json/) })
  })

  it('refuses a task of the other kind', async () => {
    expect(await codeOf({ data: ratings, models: ['knn'], split: knownSplit([4]), task: 'new-1' })).toBe(
      'INVALID_OPTION',
    )
  })
})
