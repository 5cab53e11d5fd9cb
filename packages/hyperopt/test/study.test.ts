import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createStudy,
  type FrozenTrial,
  NopPruner,
  type Objective,
  RandomSampler,
  type SampleRequest,
  type Sampler,
  TPESampler,
  type Trial,
} from '../src/index.js'
import { expectCode } from './expect-code.js'

const minimize = (seed = 0) => createStudy({ direction: 'minimize', sampler: new RandomSampler({ seed }) })

const everyKind: Objective = (trial) => {
  const factors = trial.suggestInt('factors', 1, 200, { log: true })
  const rate = trial.suggestFloat('rate', 1e-4, 1, { log: true })
  const biased = trial.suggestCategorical('biased', [true, false, null])
  return factors * rate + (biased ? 1 : 0)
}

/** Runs one objective on one trial. */
const once = (objective: (trial: Trial) => void) =>
  minimize().optimize(
    (trial) => {
      objective(trial)
      return 0
    },
    { nTrials: 1 },
  )

describe('optimize', () => {
  test('records number, value, parameters and ranges of every trial', async () => {
    const study = minimize()
    await study.optimize((trial) => trial.suggestInt('x', 5, 5) + trial.number, { nTrials: 2 })
    expect(study.trials).toEqual(
      [0, 1].map((number) => ({
        number,
        state: 'complete',
        value: 5 + number,
        failure: null,
        params: { x: 5 },
        distributions: { x: { kind: 'int', low: 5, high: 5, log: false, step: 1 } },
        intermediateValues: {},
        userAttrs: {},
        systemAttrs: {},
      })),
    )
  })

  test('gives the same trials for the same seed, and others for another', async () => {
    const [a, b, c] = [minimize(1), minimize(1), minimize(2)]
    for (const study of [a, b, c]) await study.optimize(everyKind, { nTrials: 10 })
    expect(a.trials).toEqual(b.trials)
    expect(a.trials.map(({ params }) => params)).not.toEqual(c.trials.map(({ params }) => params))
  })

  test('gives the same trials when the objective waits, and in two calls as in one', async () => {
    const [a, b] = [minimize(), minimize()]
    await a.optimize(everyKind, { nTrials: 6 })
    await b.optimize(everyKind, { nTrials: 2 })
    await b.optimize(async (trial) => Promise.resolve(trial).then(everyKind), { nTrials: 4 })
    expect(b.trials).toEqual(a.trials)
  })

  test('runs no trial for nTrials 0', async () => {
    const study = minimize()
    await study.optimize(everyKind, { nTrials: 0 })
    expect(study.trials).toEqual([])
  })

  test('records a trial as failed when the objective returns NaN, and goes on', async () => {
    const study = minimize()
    await study.optimize((trial) => (trial.number === 1 ? NaN : trial.number), { nTrials: 3 })
    expect(study.trials.map(({ state, value }) => [state, value])).toEqual([
      ['complete', 0],
      ['failed', null],
      ['complete', 2],
    ])
    expect(study.trials[1]!.failure).toMatch(/NaN/)
  })

  test('records a trial as failed when the objective throws, throws the same on, and can go on later', async () => {
    for (const isAsync of [false, true]) {
      const study = minimize()
      const error = new Error('diverged')
      const objective: Objective = (trial) => {
        trial.suggestInt('x', 1, 1)
        if (isAsync) return Promise.reject(error)
        throw error
      }
      await expect(study.optimize(objective, { nTrials: 3 })).rejects.toBe(error)
      expect(study.trials).toMatchObject([
        { state: 'failed', value: null, failure: 'diverged', params: { x: 1 } },
      ])
      await study.optimize(() => 1, { nTrials: 1 })
      expect(study.bestTrial.number).toBe(1)
    }
  })

  test('refuses a value that is not a number and records the trial as failed', async () => {
    const study = minimize()
    // @ts-expect-error a forgotten return
    await expectCode(() => study.optimize(() => {}, { nTrials: 1 }), 'INVALID_VALUE', /undefined/)
    // @ts-expect-error
    await expectCode(() => study.optimize(() => '1', { nTrials: 1 }), 'INVALID_VALUE')
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'failed'])
  })

  test('calls onTrial after every trial, failed ones too', async () => {
    const study = minimize()
    const seen: FrozenTrial[] = []
    const objective: Objective = (trial) => {
      if (trial.number === 2) throw new Error('no')
      return trial.number === 1 ? NaN : 0
    }
    await expect(
      study.optimize(objective, { nTrials: 5, onTrial: (trial) => seen.push(trial) }),
    ).rejects.toThrow('no')
    expect(seen.map(({ number, state }) => [number, state])).toEqual([
      [0, 'complete'],
      [1, 'failed'],
      [2, 'failed'],
    ])
    expect(seen).toEqual(study.trials)
  })

  test('starts no trial once the timeout has passed, and lets the running one finish', async () => {
    const study = minimize()
    const slow: Objective = (trial) => new Promise((resolve) => setTimeout(resolve, 30, trial.number))
    await study.optimize(slow, { nTrials: 1000, timeout: 0.01 })
    expect(study.trials).toMatchObject([{ number: 0, state: 'complete', value: 0 }])
  })

  test('starts no trial once the signal is aborted, and says why', async () => {
    const study = minimize()
    const controller = new AbortController()
    const reason = new Error('enough')
    const objective: Objective = (trial) => {
      if (trial.number === 1) controller.abort(reason)
      return trial.number
    }
    const error = await expectCode(
      () => study.optimize(objective, { nTrials: 5, signal: controller.signal }),
      'ABORTED',
      /2 of 5/,
    )
    expect(error.cause).toBe(reason)
    expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'complete'])
  })

  test('lets a timer abort an objective that never waits', async () => {
    const study = minimize()
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 5)
    await expectCode(
      () => study.optimize(() => 0, { nTrials: 100_000, signal: controller.signal }),
      'ABORTED',
    )
  })

  test('resolves when the signal is aborted during the last trial', async () => {
    const controller = new AbortController()
    const objective: Objective = () => {
      controller.abort()
      return 0
    }
    await minimize().optimize(objective, { nTrials: 1, signal: controller.signal })
  })

  test('keeps trials apart when two calls run at once', async () => {
    const study = minimize()
    const objective: Objective = async (trial) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return everyKind(trial)
    }
    await Promise.all([study.optimize(objective, { nTrials: 4 }), study.optimize(objective, { nTrials: 4 })])
    const alone = minimize()
    await alone.optimize(everyKind, { nTrials: 8 })
    expect(study.trials).toEqual(alone.trials)
  })

  test('refuses unknown options and values out of range before it runs anything', async () => {
    const study = minimize()
    // @ts-expect-error a typo
    await expectCode(() => study.optimize(everyKind, { nTrails: 1 }), 'INVALID_OPTION', /"nTrails"/)
    await expectCode(() => study.optimize(everyKind, {}), 'INVALID_OPTION', /nTrials/)
    for (const nTrials of [-1, 1.5, NaN, Infinity])
      await expectCode(() => study.optimize(everyKind, { nTrials }), 'INVALID_OPTION', /nTrials/)
    for (const timeout of [0, -1, NaN])
      await expectCode(() => study.optimize(everyKind, { nTrials: 1, timeout }), 'INVALID_OPTION', /timeout/)
    // @ts-expect-error
    await expectCode(() => study.optimize(everyKind, { nTrials: 1, signal: {} }), 'INVALID_OPTION', /signal/)
    // @ts-expect-error
    await expectCode(() => study.optimize(everyKind, { nTrials: 1, onTrial: 1 }), 'INVALID_OPTION', /onTrial/)
    // @ts-expect-error
    await expectCode(() => study.optimize(1, { nTrials: 1 }), 'INVALID_OPTION', /objective/)
    expect(study.trials).toEqual([])
  })
})

describe('bestTrial', () => {
  test('is the first trial with the smallest or the largest value, whatever failed around it', async () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity)),
      {
        maxLength: 8,
      },
    )
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom('minimize', 'maximize'), async (given, direction) => {
        const study = createStudy({ direction })
        await study.optimize((trial) => given[trial.number]!, { nTrials: given.length })
        const valid = given.filter((value) => !Number.isNaN(value))
        if (valid.length === 0) {
          await expectCode(() => study.bestTrial, 'NO_COMPLETED_TRIAL')
          return
        }
        const best = direction === 'minimize' ? Math.min(...valid) : Math.max(...valid)
        expect(study.bestTrial).toMatchObject({ number: given.indexOf(best), value: best, state: 'complete' })
      }),
    )
  })

  test('throws an error that says so when no trial has completed', async () => {
    await expectCode(() => minimize().bestTrial, 'NO_COMPLETED_TRIAL', /none of the 0 trials/)
  })

  test('improves on the first trial in a simple search', async () => {
    const study = minimize(3)
    await study.optimize((trial) => (trial.suggestFloat('x', -10, 10) - 2) ** 2, { nTrials: 100 })
    // 100 uniform points on a length of 20: the nearest to 2 is expected 0.1 away; here it is 0.17.
    expect(study.bestTrial.value).toBeLessThan(0.1)
    expect(study.bestTrial.params['x']).toBeCloseTo(2, 0)
  })
})

describe('a trial', () => {
  test('gives the same value for the same name', () =>
    once((trial) => {
      expect(trial.suggestFloat('x', 0, 1)).toBe(trial.suggestFloat('x', 0, 1))
      expect(trial.suggestCategorical('c', [null, 'a'])).toBe(trial.suggestCategorical('c', [null, 'a']))
    }))

  test('shows its parameters while it runs, as snapshots', () =>
    once((trial) => {
      const before = trial.params
      const x = trial.suggestFloat('x', 0, 1)
      expect(before).toEqual({})
      expect(trial.params).toEqual({ x })
      expect(trial).toMatchObject({ number: 0, state: 'running', value: null })
    }))

  test('types a categorical value as one of the choices', () =>
    once((trial) => {
      const value: 'adam' | 'sgd' = trial.suggestCategorical('optimizer', ['adam', 'sgd'])
      expect(['adam', 'sgd']).toContain(value)
    }))

  test('refuses another range for a name that the study knows, in a later trial too', async () => {
    const study = minimize()
    await study.optimize((trial) => trial.suggestInt('x', 1, 9), { nTrials: 1 })
    const others: Objective[] = [
      (trial) => trial.suggestInt('x', 1, 10),
      (trial) => trial.suggestInt('x', 1, 9, { step: 2 }),
      (trial) => trial.suggestInt('x', 1, 9, { log: true }),
      (trial) => trial.suggestFloat('x', 1, 9),
      (trial) => trial.suggestCategorical('x', [1, 9]),
    ]
    for (const objective of others)
      await expectCode(() => study.optimize(objective, { nTrials: 1 }), 'RANGE_CHANGED', /int in 1\.\.9/)
    await expectCode(
      () => once((trial) => trial.suggestInt('x', 1, 9) + trial.suggestInt('x', 1, 8)),
      'RANGE_CHANGED',
    )
  })

  test('refuses to be asked once it is over', async () => {
    let kept: Trial | undefined
    await once((trial) => {
      kept = trial
    })
    expect(kept).toMatchObject({ state: 'complete', value: 0 })
    await expectCode(() => kept!.suggestInt('x', 1, 2), 'TRIAL_FINISHED', /trial 0/)
  })

  test('takes any name that is not empty', () =>
    once((trial) => {
      trial.suggestInt('__proto__', 1, 1)
      expect(Object.keys(trial.params)).toEqual(['__proto__'])
      expect(() => trial.suggestInt('', 1, 1)).toThrow(/name/)
    }))

  test.each<[string, (trial: Trial) => unknown]>([
    ['an empty integer range', (t) => t.suggestInt('x', 2, 1)],
    ['an integer range with a fraction', (t) => t.suggestInt('x', 0.5, 1)],
    ['an integer range wider than 2^53', (t) => t.suggestInt('x', -(2 ** 53) + 1, 2 ** 53 - 1)],
    ['an integer step of 0', (t) => t.suggestInt('x', 1, 2, { step: 0 })],
    ['a fractional integer step', (t) => t.suggestInt('x', 1, 2, { step: 0.5 })],
    ['an integer log range from 0', (t) => t.suggestInt('x', 0, 2, { log: true })],
    ['an integer log range with a step', (t) => t.suggestInt('x', 1, 9, { log: true, step: 2 })],
    ['an empty float range', (t) => t.suggestFloat('x', 1, 0)],
    ['a float range to NaN', (t) => t.suggestFloat('x', 0, NaN)],
    ['a float range to Infinity', (t) => t.suggestFloat('x', 0, Infinity)],
    ['a float log range from 0', (t) => t.suggestFloat('x', 0, 1, { log: true })],
    ['a float log range with a step', (t) => t.suggestFloat('x', 1, 2, { log: true, step: 0.1 })],
    ['a negative float step', (t) => t.suggestFloat('x', 0, 1, { step: -0.1 })],
    ['a step too small to count', (t) => t.suggestFloat('x', 0, 1, { step: 1e-12 })],
    ['a step below the spacing of numbers', (t) => t.suggestFloat('x', 1e16, 1e16 + 4, { step: 0.1 })],
    ['no choices', (t) => t.suggestCategorical('x', [])],
    ['equal choices', (t) => t.suggestCategorical('x', ['a', 'a'])],
    ['NaN as a choice', (t) => t.suggestCategorical('x', [NaN])],
    // @ts-expect-error objects cannot be recorded
    ['an object as a choice', (t) => t.suggestCategorical('x', [{}])],
    // @ts-expect-error a typo
    ['a typo in the options', (t) => t.suggestFloat('x', 1, 2, { Log: true })],
    // @ts-expect-error log is not a word
    ['a log that is no boolean', (t) => t.suggestInt('x', 1, 2, { log: 'yes' })],
    // @ts-expect-error
    ['null as options', (t) => t.suggestInt('x', 1, 2, null)],
  ])('refuses %s', async (_, ask) => {
    await expectCode(() => once(ask), 'INVALID_OPTION')
  })
})

describe('a sampler', () => {
  const given = (sample: Sampler['sample']) => createStudy({ direction: 'maximize', sampler: { sample } })

  test('is told the direction, the range and the trials that are over, once for each parameter', async () => {
    const requests: SampleRequest[] = []
    const study = given((request) => {
      requests.push(request)
      return 1
    })
    const objective: Objective = (trial) => trial.suggestInt('x', 1, 2) + trial.suggestInt('x', 1, 2)
    await study.optimize(objective, { nTrials: 2 })
    const range = { kind: 'int', low: 1, high: 2, log: false, step: 1 }
    expect(requests).toEqual([
      { trialNumber: 0, name: 'x', distribution: range, direction: 'maximize', history: [], running: [] },
      {
        trialNumber: 1,
        name: 'x',
        distribution: range,
        direction: 'maximize',
        history: [study.trials[0]],
        running: [],
      },
    ])
  })

  test('that throws fails the trial, and no trial is left running', async () => {
    const throwing = () => {
      throw new Error('no')
    }
    for (const sampler of [{ sample: throwing }, { sample: () => 1, sampleJointly: throwing }]) {
      const study = createStudy({ direction: 'minimize', sampler })
      const objective: Objective = (trial) => trial.suggestInt('x', 1, 2)
      await expect(study.optimize(objective, { nTrials: 1 })).rejects.toThrow('no')
      expect(study.trials).toMatchObject([{ state: 'failed', failure: 'no' }])
    }
  })

  test('is asked first for values that belong together, once, and then for the rest', async () => {
    const calls: unknown[] = []
    const sampler: Sampler = {
      sample: ({ name }) => {
        calls.push(name)
        return 1
      },
      sampleJointly: ({ trialNumber, history }) => {
        calls.push([trialNumber, history.length])
        return { a: 2, b: 9, unused: 1 }
      },
    }
    const study = createStudy({ direction: 'minimize', sampler })
    const objective: Objective = (trial) =>
      trial.suggestInt('a', 1, 3) + trial.suggestInt('b', 1, 3) + trial.suggestInt('c', 1, 3)
    await study.optimize(objective, { nTrials: 2 })
    // The joint value of b lies outside its range.
    expect(calls).toEqual([[0, 0], 'b', 'c', [1, 1], 'b', 'c'])
    expect(study.trials.map(({ params }) => params)).toEqual([
      { a: 2, b: 1, c: 1 },
      { a: 2, b: 1, c: 1 },
    ])
  })

  test('is not allowed a value outside the range', async () => {
    for (const value of [0, 3, 1.5, NaN, '1', null])
      await expectCode(
        () => given(() => value).optimize((trial) => trial.suggestInt('x', 1, 2), { nTrials: 1 }),
        'INVALID_SAMPLE',
        /int in 1\.\.2/,
      )
  })
})

describe('createStudy', () => {
  test('keeps what it was given', () => {
    const sampler = new RandomSampler()
    expect(createStudy({ direction: 'maximize', sampler, studyName: 'mine' })).toMatchObject({
      direction: 'maximize',
      sampler,
      studyName: 'mine',
    })
  })

  test('takes TPE unless told otherwise, and prunes nothing', async () => {
    const study = createStudy({ direction: 'minimize' })
    expect(study.sampler).toEqual(new TPESampler())
    expect(study.pruner).toEqual(new NopPruner())
    expect(study.studyName).toBe('study')
  })

  test('refuses unknown options and wrong values', async () => {
    // @ts-expect-error a typo
    await expectCode(() => createStudy({ direction: 'minimize', smpler: 1 }), 'INVALID_OPTION', /"smpler"/)
    // @ts-expect-error
    await expectCode(() => createStudy({ direction: 'minimise' }), 'INVALID_OPTION', /direction.*"minimise"/)
    // @ts-expect-error
    await expectCode(() => createStudy({ direction: 'minimize', sampler: {} }), 'INVALID_OPTION', /sampler/)
    await expectCode(
      () => createStudy({ direction: 'minimize', studyName: '' }),
      'INVALID_OPTION',
      /studyName/,
    )
    // @ts-expect-error
    await expectCode(() => createStudy(), 'INVALID_OPTION', /createStudy/)
  })
})

test('records cannot be changed from outside', async () => {
  const study = minimize()
  await study.optimize(everyKind, { nTrials: 1 })
  const trial = study.trials[0]!
  expect(Object.isFrozen(trial) && Object.isFrozen(trial.params)).toBe(true)
  expect(study.trials).not.toBe(study.trials)
})
