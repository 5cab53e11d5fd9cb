import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStudy, JournalStorage, type Objective, RandomSampler } from '../src/index.js'
import { bundleChild, kill, said } from './child-process.js'

const folder = mkdtempSync(join(tmpdir(), 'hyperopt-processes-'))
let start: Awaited<ReturnType<typeof bundleChild>>
beforeAll(async () => {
  start = await bundleChild(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const open = (path: string) =>
  createStudy({
    direction: 'minimize',
    storage: new JournalStorage(path),
    sampler: new RandomSampler({ seed: 1 }),
  })
const square: Objective = (trial) => {
  const x = trial.suggestFloat('x', -5, 5)
  trial.report(x, 0)
  return x * x
}

test('a process that is killed in the midst of a trial leaves all trials, and another goes on', async () => {
  const path = join(folder, 'killed.log')
  const child = start(path, 'hang', '10')
  await said(child, 'running', 3)
  await kill(child)

  const study = open(path)
  expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'running'])
  const lost = study.trials[2]!
  expect(lost).toMatchObject({ intermediateValues: { 0: lost.params['x'] } })

  expect(study.failStaleTrials({ retry: true })).toMatchObject([{ number: 2, state: 'failed' }])
  await study.optimize(square, { nTrials: 2 })
  expect(study.trials).toMatchObject([
    { state: 'complete' },
    { state: 'complete' },
    { state: 'failed', params: lost.params, failure: 'its process ended' },
    { state: 'complete', params: lost.params, systemAttrs: { failed_trial: 2 } },
    { state: 'complete' },
  ])
  // Seed and number decide, so the interruption changes nothing.
  const whole = createStudy({ direction: 'minimize', sampler: new RandomSampler({ seed: 1 }) })
  await whole.optimize(square, { nTrials: 5 })
  for (const number of [0, 1, 2, 4])
    expect(study.trials[number]!.params).toEqual(whole.trials[number]!.params)
  expect(open(path).trials).toEqual(study.trials)
})

test('a process may be killed at any moment', async () => {
  const path = join(folder, 'killed-often.log')
  let nComplete = 0
  for (let i = 0; i < 6; i++) {
    const child = start(path, 'run', '1000000')
    await said(child, 'running')
    await setTimeout(7 * i)
    await kill(child)
    // It may have died while it held the lock, which the next would wait out for half a minute.
    rmSync(`${path}.lock`, { force: true })
    const { trials } = open(path)
    expect(trials.map(({ number }) => number)).toEqual(trials.map((_, number) => number))
    const found = trials.filter(({ state }) => state === 'complete').length
    expect(found).toBeGreaterThanOrEqual(nComplete)
    expect(trials.length - found).toBeLessThanOrEqual(i + 1)
    nComplete = found
  }
  expect(nComplete).toBeGreaterThan(6)
})

test('processes share a file: no trial is lost, none is run twice', async () => {
  const path = join(folder, 'shared.log')
  const study = open(path)
  for (let i = 0; i < 10; i++) study.enqueueTrial({ x: i / 10 })
  const children = [start(path, 'run', '20'), start(path, 'run', '20')]
  const exits = children.map((child) => once(child, 'exit'))
  for (const child of children) child.stdout!.resume()
  await study.optimize(square, { nTrials: 20 })
  expect(await Promise.all(exits)).toEqual([
    [0, null],
    [0, null],
  ])

  const { trials } = study
  expect(trials.map(({ number, state }) => [number, state])).toEqual(
    Array.from({ length: 60 }, (_, number) => [number, 'complete']),
  )
  expect(trials.slice(0, 10).map(({ params }) => params['x'])).toEqual(
    Array.from({ length: 10 }, (_, i) => i / 10),
  )
  const operations = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const ends = operations.filter(({ op_code, state }) => op_code === 6 && state === 1)
  expect(new Set(ends.map(({ trial_id }) => trial_id)).size).toBe(ends.length)
  // All three had their share, each under its own name.
  expect(new Set(ends.map(({ worker_id }) => worker_id)).size).toBe(3)
  expect(open(path).trials).toEqual(trials)
})
