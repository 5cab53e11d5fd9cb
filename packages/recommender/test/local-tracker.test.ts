import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { localTracker } from '../src/index.js'
import { temporaryFolder } from './small-log.js'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8')

it('writes what is logged as plain files, complete at every moment', async () => {
  const run = await localTracker(folder).startRun('train')
  expect(JSON.parse(read(run.id, 'run.json'))).toMatchObject({
    id: run.id,
    name: 'train',
    status: 'running',
    endTime: null,
  })
  await run.logParams({ nFactors: 8, model: 'svd' })
  await run.logParams({ nFactors: 9, biased: true })
  await run.logMetric('rmse', 0.5, 1)
  await run.logMetric('rmse', 0.25, 2)
  await run.logMetric('new-5/ndcg', 0.4)
  await run.setTags({ data: 'listens.csv' })
  await run.logArtifact('plots/curve.txt', 'down')
  await run.end('finished')
  expect(JSON.parse(read(run.id, 'params.json'))).toEqual({ nFactors: 9, model: 'svd', biased: true })
  const lines = read(run.id, 'metrics', 'rmse.ndjson').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { step: 1, value: 0.5 },
    { step: 2, value: 0.25 },
  ])
  expect(JSON.parse(read(run.id, 'metrics', 'new-5', 'ndcg.ndjson'))).toMatchObject({ step: 0, value: 0.4 })
  expect(read(run.id, 'artifacts', 'plots', 'curve.txt')).toBe('down')
  const record = JSON.parse(read(run.id, 'run.json'))
  expect(record).toMatchObject({ status: 'finished', tags: { data: 'listens.csv' } })
  expect(record.endTime >= record.startTime).toBe(true)
  expect(readdirSync(join(folder, run.id)).sort()).toEqual([
    'artifacts',
    'metrics',
    'params.json',
    'run.json',
  ])
})

it('keeps runs apart that start at the same moment', async () => {
  const tracker = localTracker(folder)
  const runs = await Promise.all(Array.from({ length: 20 }, () => tracker.startRun('train')))
  expect(new Set(runs.map(({ id }) => id)).size).toBe(20)
  expect(readdirSync(folder)).toHaveLength(20)
})

it.each(['../escape', 'a/../../b', '/absolute', '', 'new\nline'])('refuses the name %j', async (name) => {
  const run = await localTracker(folder).startRun('train')
  await expect(run.logArtifact(name, 'x')).rejects.toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  )
  await expect(run.logMetric(name, 1)).rejects.toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  expect(existsSync(join(folder, 'escape'))).toBe(false)
})
