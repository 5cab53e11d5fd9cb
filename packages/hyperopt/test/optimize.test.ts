import { describe, expect, test } from 'vitest'
import {
  createStudy,
  type FrozenTrial,
  InMemoryStorage,
  type Json,
  type Objective,
  RandomSampler,
  type Study,
  type Trial,
  TrialPruned,
} from '../src/index.js'
import { expectCode } from './expect-code.js'

const minimize = () => createStudy({ direction: 'minimize', sampler: new RandomSampler() })
const states = (study: Study) => study.trials.map(({ state }) => state)
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** An objective whose trials end when they are told to. */
function held() {
  const running = new Map<number, (value: number) => void>()
  let most = 0
  const objective: Objective = ({ number }) =>
    new Promise((resolve) => {
      running.set(number, (value) => {
        running.delete(number)
        resolve(value)
      })
      most = Math.max(most, running.size)
    })
  return { objective, running, most: () => most }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(1)
}

describe('concurrency', () => {
  test('is how many trials run at the same time; whatever ends makes room for the next', async () => {
    const study = minimize()
    const { objective, running, most } = held()
    const over = study.optimize(objective, { nTrials: 7, concurrency: 3 })
    await until(() => running.size === 3)
    expect(states(study)).toEqual(['running', 'running', 'running'])
    running.get(1)!(10)
    await until(() => running.has(3))
    expect(states(study)).toEqual(['running', 'complete', 'running', 'running'])
    while (study.trials.length < 7 || running.size > 0) {
      for (const end of running.values()) end(0)
      await wait(1)
    }
    await over
    expect(most()).toBe(3)
    expect(states(study)).toEqual(Array.from({ length: 7 }, () => 'complete'))
  })

  test('changes nothing for a sampler that does not learn', async () => {
    const objective: Objective = async (trial) => {
      const x = trial.suggestFloat('x', 0, 1)
      await wait(5 * x)
      return x
    }
    const [one, four] = [minimize(), minimize()]
    await one.optimize(objective, { nTrials: 9 })
    await four.optimize(objective, { nTrials: 9, concurrency: 4 })
    expect(four.trials).toEqual(one.trials)
  })

  test('tells the sampler what else runs, with what was sampled for it', async () => {
    const seen: (readonly FrozenTrial[])[] = []
    const sampler = new RandomSampler()
    const study = createStudy({
      direction: 'minimize',
      sampler: {
        sample: (request) => {
          seen.push(request.running)
          return sampler.sample(request)
        },
        sampleJointly: ({ trialNumber }) => ({ later: trialNumber + 0.5 }),
      },
    })
    await study.optimize(
      async (trial) => {
        const x = trial.suggestFloat('x', 0, 1)
        await until(() => seen.length === 2)
        return x + trial.suggestFloat('later', 0, 9)
      },
      { nTrials: 2, concurrency: 2 },
    )
    expect(seen[0]).toEqual([])
    const [first] = study.trials
    expect(seen[1]).toMatchObject([
      { number: 0, state: 'running', params: { x: first!.params['x'], later: 0.5 } },
    ])
    expect(study.trials.map(({ params }) => params['later'])).toEqual([0.5, 1.5])
  })

  test('has the running trials finish when one throws, and starts no other', async () => {
    const study = minimize()
    const objective: Objective = async ({ number }) => {
      await until(() => study.trials.length === 3)
      if (number === 0) throw new Error('first')
      await until(() => study.trials[0]!.state === 'failed')
      return number
    }
    await expect(study.optimize(objective, { nTrials: 9, concurrency: 3 })).rejects.toThrow('first')
    expect(states(study)).toEqual(['failed', 'complete', 'complete'])
  })
})

describe('an aborted signal', () => {
  test('fails the trials that wait for something, and keeps those that are over', async () => {
    const study = minimize()
    const controller = new AbortController()
    const { objective, running } = held()
    const over = study.optimize(objective, { nTrials: 5, concurrency: 2, signal: controller.signal })
    await until(() => running.size === 2)
    running.get(0)!(1)
    await until(() => running.has(2))
    controller.abort(new Error('enough'))
    const error = await expectCode(() => over, 'ABORTED', /1 of 5/)
    expect(error.cause).toEqual(new Error('enough'))
    expect(states(study)).toEqual(['complete', 'failed', 'failed'])
    expect(study.trials[1]!.failure).toMatch(/aborted/)
  })

  test('has the objective find its trial over', async () => {
    const controller = new AbortController()
    let kept: Trial | undefined
    const study = minimize()
    const objective: Objective = (trial) => {
      kept = trial
      return new Promise(() => {})
    }
    const over = study.optimize(objective, { nTrials: 1, signal: controller.signal })
    await until(() => kept !== undefined)
    controller.abort()
    await expectCode(() => over, 'ABORTED')
    for (const act of [
      () => kept!.report(1, 1),
      () => kept!.setUserAttr('a', 1),
      () => kept!.suggestInt('n', 1, 2),
    ])
      await expectCode(act, 'TRIAL_FINISHED', /failed/)
  })

  test('does not hide behind catch', async () => {
    const controller = new AbortController()
    const objective: Objective = () => {
      setTimeout(() => controller.abort(), 1)
      return new Promise(() => {})
    }
    const options = { nTrials: 3, signal: controller.signal, catch: () => true }
    await expectCode(() => minimize().optimize(objective, options), 'ABORTED', /0 of 3/)
  })
})

describe('catch', () => {
  test('decides which errors the study goes on after', async () => {
    const study = minimize()
    const objective: Objective = ({ number }) => {
      if (number === 1) throw new RangeError('tolerable')
      if (number === 3) throw new TypeError('a mistake')
      return number
    }
    const options = { nTrials: 6, catch: (error: unknown) => error instanceof RangeError }
    await expect(study.optimize(objective, options)).rejects.toThrow('a mistake')
    expect(states(study)).toEqual(['complete', 'failed', 'complete', 'failed'])
    expect(study.trials[1]!.failure).toBe('tolerable')
  })
})

describe('callbacks', () => {
  test('are called after every trial, in order, with the study', async () => {
    const study = minimize()
    const calls: unknown[] = []
    await study.optimize((trial) => (trial.number === 1 ? NaN : 0), {
      nTrials: 2,
      onTrial: ({ number }) => calls.push(['onTrial', number]),
      callbacks: [
        (own, { number, state }) => calls.push(['first', own === study, number, state]),
        (_, { number }) => calls.push(['second', number]),
      ],
    })
    expect(calls).toEqual([
      ['onTrial', 0],
      ['first', true, 0, 'complete'],
      ['second', 0],
      ['onTrial', 1],
      ['first', true, 1, 'failed'],
      ['second', 1],
    ])
  })

  test('may stop the study, for this call', async () => {
    const study = minimize()
    const callbacks = [(own: Study, { number }: FrozenTrial) => number === 2 && own.stop()]
    await study.optimize(() => 0, { nTrials: 9, callbacks })
    expect(study.trials).toHaveLength(3)
    await study.optimize(() => 0, { nTrials: 2 })
    expect(study.trials).toHaveLength(5)
  })

  test('end the call with what they throw', async () => {
    const study = minimize()
    const callbacks = [
      () => {
        throw new Error('no')
      },
    ]
    await expect(study.optimize(() => 0, { nTrials: 9, callbacks })).rejects.toThrow('no')
    expect(states(study)).toEqual(['complete'])
  })
})

test('a timeout alone is enough', async () => {
  const study = minimize()
  await study.optimize(() => wait(5).then(() => 0), { timeout: 0.02 })
  expect(study.trials.length).toBeGreaterThan(0)
  expect(new Set(states(study))).toEqual(new Set(['complete']))
})

test('options of the wrong type are refused', async () => {
  for (const options of [
    { concurrency: 0 },
    { concurrency: 1.5 },
    { callbacks: () => 0 },
    { callbacks: [1] },
    { catch: true },
  ])
    await expectCode(
      () => Reflect.apply(minimize().optimize, minimize(), [() => 0, { nTrials: 1, ...options }]),
      'INVALID_OPTION',
      new RegExp(Object.keys(options)[0]!),
    )
})

describe('a trial', () => {
  test('is pruned by TrialPruned, with the value it reported last', async () => {
    const study = minimize()
    await study.optimize(
      (trial) => {
        if (trial.number > 0) trial.report(5, 7)
        if (trial.number > 0) trial.report(trial.number === 2 ? NaN : 3, 9)
        if (trial.number === 3) return 1
        throw new TrialPruned()
      },
      { nTrials: 4 },
    )
    expect(study.trials).toMatchObject([
      { state: 'pruned', value: null, failure: null },
      { state: 'pruned', value: 3, intermediateValues: { 7: 5, 9: 3 } },
      { state: 'pruned', value: null },
      { state: 'complete', value: 1 },
    ])
    expect(study.bestTrial.number).toBe(3)
  })

  test('keeps the last report of a step, by ascending step', async () => {
    const study = minimize()
    const reports = [
      [10, 1],
      [2, 2],
      [10, 3],
      [0, NaN],
    ] as const
    await study.optimize(
      (trial) => {
        for (const [step, value] of reports) trial.report(value, step)
        return 0
      },
      { nTrials: 1 },
    )
    expect(Object.entries(study.trials[0]!.intermediateValues)).toEqual([
      ['0', NaN],
      ['2', 2],
      ['10', 3],
    ])
  })

  test('refuses reports that are none', async () => {
    const ask = (act: (trial: Trial) => void) => () =>
      minimize().optimize(
        (trial) => {
          act(trial)
          return 0
        },
        { nTrials: 1 },
      )
    for (const step of [-1, 0.5, NaN])
      await expectCode(
        ask((t) => t.report(1, step)),
        'INVALID_OPTION',
        /step/,
      )
    await expectCode(
      // @ts-expect-error
      ask((t) => t.report('1', 1)),
      'INVALID_OPTION',
      /value/,
    )
    await expectCode(
      ask((t) => t.setUserAttr('', 1)),
      'INVALID_OPTION',
      /key/,
    )
  })

  test('asks the pruner with all trials of the study', async () => {
    const asked: unknown[] = []
    const pruner = {
      shouldPrune: ({
        trial,
        trials,
        direction,
      }: {
        trial: FrozenTrial
        trials: readonly FrozenTrial[]
        direction: string
      }) => {
        asked.push([trial.number, trial.intermediateValues, trials.length, direction])
        return trial.number === 1
      },
    }
    const study = createStudy({ direction: 'maximize', pruner })
    const said: boolean[] = []
    await study.optimize(
      (trial) => {
        trial.report(trial.number, 3)
        said.push(trial.shouldPrune())
        return 0
      },
      { nTrials: 2 },
    )
    expect(said).toEqual([false, true])
    expect(asked).toEqual([
      [0, { 3: 0 }, 1, 'maximize'],
      [1, { 3: 1 }, 2, 'maximize'],
    ])
  })
})

describe('user attributes', () => {
  test('are copies that nobody can change', async () => {
    const study = minimize()
    const given = { list: [1, { deep: null }], text: 'x' }
    study.setUserAttr('a', given)
    study.setUserAttr('b', 1)
    study.setUserAttr('b', 2)
    await study.optimize(
      (trial) => {
        trial.setUserAttr('mine', given)
        given.list.push(2)
        expect(trial.userAttrs['mine']).toEqual({ list: [1, { deep: null }], text: 'x' })
        return 0
      },
      { nTrials: 1 },
    )
    expect(study.userAttrs).toEqual({ a: { list: [1, { deep: null }], text: 'x' }, b: 2 })
    expect(study.trials[0]!.userAttrs).toEqual({ mine: { list: [1, { deep: null }], text: 'x' } })
    const attr = study.userAttrs['a'] as { list: Json[] }
    expect(() => attr.list.push(1)).toThrow(TypeError)
    expect(() => Object.assign(study.userAttrs, { c: 1 })).toThrow(TypeError)
  })

  test('are what JSON can say', async () => {
    for (const value of [
      undefined,
      () => 0,
      1n,
      Symbol('a'),
      new Date(),
      new Map(),
      [undefined],
      { a: () => 0 },
    ])
      await expectCode(
        () => minimize().setUserAttr('a', value as unknown as Json),
        'INVALID_OPTION',
        /attribute a/,
      )
  })
})

describe('enqueued trials', () => {
  const sum: Objective = (trial) =>
    trial.suggestFloat('x', -1, 1) +
    trial.suggestInt('n', 1, 9) +
    (trial.suggestCategorical('c', [null, 'a']) ? 1 : 0)

  test('wait, then run first, in order, with their values; the sampler has the rest', async () => {
    const study = minimize()
    study.enqueueTrial({ x: 0.25, c: null })
    study.enqueueTrial({ n: 3, unused: true })
    expect(states(study)).toEqual(['waiting', 'waiting'])
    expect(study.trials[0]).toMatchObject({ datetimeStart: null, params: {} })
    await study.optimize(sum, { nTrials: 3 })
    const plain = minimize()
    await plain.optimize(sum, { nTrials: 3 })
    const [a, b, c] = plain.trials.map(({ params }) => params)
    expect(study.trials.map(({ params }) => params)).toEqual([{ ...a, x: 0.25, c: null }, { ...b, n: 3 }, c])
    expect(study.trials[0]!.datetimeStart).toBeInstanceOf(Date)
  })

  test('fail if their value is outside the range, and are not tried again', async () => {
    const study = minimize()
    study.enqueueTrial({ n: 10 })
    await expectCode(() => study.optimize(sum, { nTrials: 1 }), 'INVALID_OPTION', /n, enqueued.*1\.\.9.*10/)
    await study.optimize(sum, { nTrials: 1 })
    expect(states(study)).toEqual(['failed', 'complete'])
  })

  test('have values of the types that parameters have', async () => {
    // @ts-expect-error
    await expectCode(() => minimize().enqueueTrial({ x: [1] }), 'INVALID_OPTION', /^x/)
  })
})

describe('failStaleTrials', () => {
  /** A study with one trial that runs in another object, as if in another process. */
  async function withLostTrial() {
    const storage = new InMemoryStorage()
    const lost = createStudy({ direction: 'minimize', storage })
    await lost.optimize(() => 5, { nTrials: 1 })
    lost.optimize((trial) => new Promise(() => trial.suggestFloat('x', 0, 1)), { nTrials: 1 })
    await until(() => lost.trials.length === 2)
    return { lost, found: createStudy({ direction: 'minimize', storage }) }
  }

  test('fails what runs elsewhere, with a reason, and leaves the rest', async () => {
    const { lost, found } = await withLostTrial()
    expect(lost.failStaleTrials()).toEqual([])
    expect(found.failStaleTrials()).toMatchObject([
      { number: 1, state: 'failed', failure: 'its process ended' },
    ])
    expect(states(found)).toEqual(['complete', 'failed'])
    expect(found.failStaleTrials()).toEqual([])
  })

  test('enqueues the same again if wanted', async () => {
    const { found } = await withLostTrial()
    found.failStaleTrials({ retry: true })
    expect(found.trials[2]).toMatchObject({
      state: 'waiting',
      systemAttrs: { failed_trial: 1, fixed_params: found.trials[1]!.params },
    })
    await found.optimize((trial) => trial.suggestFloat('x', 0, 1), { nTrials: 1 })
    expect(found.trials[2]).toMatchObject({ state: 'complete', params: found.trials[1]!.params })
  })

  test('lets be what has not run for long', async () => {
    const { found } = await withLostTrial()
    expect(found.failStaleTrials({ olderThan: 3600 })).toEqual([])
    await wait(5)
    expect(found.failStaleTrials({ olderThan: 0.001 })).toHaveLength(1)
    for (const options of [{ olderThan: -1 }, { retry: 1 }, { older: 1 }])
      await expectCode(() => Reflect.apply(found.failStaleTrials, found, [options]), 'INVALID_OPTION')
  })
})

test('a study that was deleted starts no trial', async () => {
  const storage = new InMemoryStorage()
  const study = createStudy({ direction: 'minimize', storage })
  storage.write({ op_code: 1, study_id: 0 })
  await expectCode(() => study.optimize(() => 0, { nTrials: 1 }), 'STUDY_NOT_FOUND', /deleted/)
  expect(storage.write({ op_code: 2, study_id: 0, user_attr: { a: 1 } })).toBeNull()
})
