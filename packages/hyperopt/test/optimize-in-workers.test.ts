import { describe, expect, test } from 'vitest'
import { createStudy, type FrozenTrial, optimizeInWorkers, type Study, TPESampler } from '../src/index.js'
import { expectCode } from './expect-code.js'
import { objective } from './fixtures/objective.mjs'

const url = new URL('fixtures/objective.mjs', import.meta.url)

function studyOf(...acts: string[]): Study {
  const sampler = new TPESampler({ nStartupTrials: 3 })
  const study = createStudy({ direction: 'minimize', sampler, pruner: { shouldPrune: () => true } })
  for (const act of acts) study.enqueueTrial({ act })
  return study
}

const compute = (n: number) => studyOf(...Array.from({ length: n }, () => 'compute'))
const withoutThread = ({ userAttrs: { thread: _, ...userAttrs }, ...trial }: FrozenTrial) => ({
  ...trial,
  userAttrs,
})

describe('optimizeInWorkers', () => {
  test('gives with one worker the trials that the same objective gives in this thread', async () => {
    const [here, there] = [compute(8), compute(8)]
    await here.optimize(objective, { nTrials: 8 })
    await optimizeInWorkers(there, url, { nTrials: 8 })
    expect(there.trials.map(withoutThread)).toEqual(here.trials.map(withoutThread))
    const threads = new Set(there.trials.map(({ userAttrs }) => userAttrs['thread']))
    expect(threads.size).toBe(1)
    expect(there.trials[0]!.userAttrs).toMatchObject({
      seen: { number: 0, state: 'running', params: there.trials[0]!.params },
      mayGoOn: false,
    })
    expect(here.trials[0]!.userAttrs['thread']).not.toBe(there.trials[0]!.userAttrs['thread'])
  })

  test('runs as many trials at a time as there are workers, each once', async () => {
    const study = compute(12)
    let most = 0
    const count = () => {
      most = Math.max(most, study.trials.filter(({ state }) => state === 'running').length + 1)
    }
    await optimizeInWorkers(study, url.href, { workers: 3, nTrials: 12, onTrial: count })
    expect(study.trials.map(({ number, state }) => [number, state])).toEqual(
      Array.from({ length: 12 }, (_, number) => [number, 'complete']),
    )
    expect(new Set(study.trials.map(({ userAttrs }) => userAttrs['thread'])).size).toBe(3)
    expect(most).toBeGreaterThan(1)
  })

  test('records pruned trials, and throws on what the objective throws', async () => {
    const study = studyOf('prune', 'throw', 'compute')
    await expect(optimizeInWorkers(study, url, { nTrials: 3 })).rejects.toMatchObject({
      name: 'TypeError',
      message: 'thrown in a thread',
      stack: expect.stringContaining('objective.mjs'),
    })
    expect(study.trials.map(({ state }) => state)).toEqual(['pruned', 'failed', 'waiting'])
  })

  test('passes on the errors of a trial, with their code', async () => {
    const study = studyOf('ask wrongly')
    await expect(optimizeInWorkers(study, url, { nTrials: 1 })).rejects.toMatchObject({
      code: 'RANGE_CHANGED',
    })
    await expectCode(
      () => optimizeInWorkers(studyOf('return text'), url, { nTrials: 1 }),
      'INVALID_VALUE',
      /text/,
    )
  })

  test('says so when a thread ends by itself, and goes on with another if it may', async () => {
    await expectCode(() => optimizeInWorkers(studyOf('exit'), url, { nTrials: 1 }), 'WORKER_FAILED', /3/)
    const study = studyOf('exit', 'compute')
    await optimizeInWorkers(study, url, { nTrials: 2, catch: () => true })
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'complete'])
  })

  test('ends threads that compute when the signal is aborted', async () => {
    const study = studyOf('compute', 'hang', 'hang')
    const controller = new AbortController()
    const abortWhenHanging = setInterval(() => {
      const [, a, b] = study.trials
      if (a?.userAttrs['thread'] !== undefined && b?.userAttrs['thread'] !== undefined) controller.abort()
    }, 5)
    await expectCode(
      () => optimizeInWorkers(study, url, { workers: 2, nTrials: 3, signal: controller.signal }),
      'ABORTED',
      /1 of 3/,
    )
    clearInterval(abortWhenHanging)
    expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'failed', 'failed'])
  })

  test('refuses a module that is not there or has no objective, and options that there are not', async () => {
    const nowhere = new URL('fixtures/nowhere.mjs', import.meta.url)
    await expect(optimizeInWorkers(studyOf(), nowhere, { nTrials: 1 })).rejects.toThrow(/nowhere/)
    const empty = 'data:text/javascript,export const other = 1'
    await expect(optimizeInWorkers(studyOf(), empty, { nTrials: 1 })).rejects.toThrow(/named objective/)
    await expectCode(
      () => optimizeInWorkers(studyOf(), url, { nTrials: 1, workers: 0 }),
      'INVALID_OPTION',
      /workers/,
    )
    // @ts-expect-error it is called workers here
    await expectCode(() => optimizeInWorkers(studyOf(), url, { nTrials: 1, threads: 2 }), 'INVALID_OPTION')
  })
})
