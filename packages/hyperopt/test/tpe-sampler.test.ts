import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contains, type Distribution, floatDistribution, intDistribution } from '../src/distribution.js'
import {
  createStudy,
  type Direction,
  GridSampler,
  type Objective,
  RandomSampler,
  type Sampler,
  TPE_SAMPLER_DEFAULTS,
  TPESampler,
  TrialPruned,
} from '../src/index.js'
import { searchGroups } from '../src/samplers/search-groups.js'
import { splitTrials } from '../src/samplers/split-trials.js'
import { distributions } from './arbitraries.js'
import { expectCode } from './expect-code.js'
import { frozenTrial } from './frozen-trials.js'

async function run(
  sampler: Sampler,
  objective: Objective,
  nTrials: number,
  direction: Direction = 'minimize',
) {
  const study = createStudy({ direction, sampler })
  await study.optimize(objective, { nTrials })
  return study
}

const bowl: Objective = (trial) =>
  (trial.suggestFloat('x', -5, 5) - 2) ** 2 + (trial.suggestFloat('y', 1e-4, 1, { log: true }) - 0.01) ** 2

/** Ranges of every kind, one parameter in one branch only. */
const mixed: Objective = (trial) => {
  const kind = trial.suggestCategorical('kind', ['a', 'b', null])
  const n = trial.suggestInt('n', 1, 1000, { log: true })
  const even = trial.suggestInt('even', -4, 10, { step: 2 })
  const tenth = trial.suggestFloat('tenth', 0, 1, { step: 0.1 })
  trial.suggestFloat('fixed', 3, 3)
  trial.suggestCategorical('only', ['one'])
  const branch = kind === 'a' ? trial.suggestFloat('rate', 1e-6, 1, { log: true }) : 0.5
  return Math.abs(Math.log(n) - 4) + Math.abs(even - 4) + tenth + branch
}

describe('TPESampler', () => {
  test('has documented defaults', () => {
    expect(new TPESampler()).toMatchObject(TPE_SAMPLER_DEFAULTS)
    expect(TPE_SAMPLER_DEFAULTS).toEqual({
      seed: 0,
      nStartupTrials: 10,
      nEiCandidates: 24,
      multivariate: true,
    })
  })

  test.each([true, false])('finds what random search does not (multivariate: %s)', async (multivariate) => {
    for (const direction of ['minimize', 'maximize'] as const) {
      const objective: Objective = async (trial) => (await bowl(trial)) * (direction === 'minimize' ? 1 : -1)
      const bests = async (make: (seed: number) => Sampler) => {
        const values: number[] = []
        for (let seed = 0; seed < 8; seed++)
          values.push(Math.abs((await run(make(seed), objective, 40, direction)).bestTrial.value!))
        return values.sort((a, b) => a - b)[4]!
      }
      const tpe = await bests((seed) => new TPESampler({ seed, multivariate }))
      const random = await bests((seed) => new RandomSampler({ seed }))
      // Measured 0.0016 and 0.0009 to 0.026.
      expect(tpe).toBeLessThan(random / 3)
    }
  })

  test('learns which choice is good, and its branch', async () => {
    const objective: Objective = (trial) => {
      if (trial.suggestCategorical('kind', ['good', 'bad', 'ugly']) !== 'good')
        return 3 + trial.suggestFloat('bad', 0, 1)
      return (trial.suggestFloat('x', -5, 5) - 1) ** 2
    }
    const study = await run(new TPESampler({ seed: 2 }), objective, 60)
    const late = study.trials.slice(30)
    // A third of them would be chance.
    expect(late.filter(({ params }) => params['kind'] === 'good').length).toBeGreaterThan(20)
    expect(study.bestTrial.value).toBeLessThan(0.01)
  })

  test('starts with the trials of a random search', async () => {
    for (const multivariate of [true, false]) {
      const sampler = new TPESampler({ seed: 5, nStartupTrials: 7, multivariate })
      const [ours, random] = [
        await run(sampler, mixed, 9),
        await run(new RandomSampler({ seed: 5 }), mixed, 9),
      ]
      const params = (study: typeof ours) => study.trials.map((trial) => trial.params)
      expect(params(ours).slice(0, 7)).toEqual(params(random).slice(0, 7))
      expect(params(ours).slice(7)).not.toEqual(params(random).slice(7))
    }
  })

  test('gives the same trials for the same seed, others for another, whatever it served before', async () => {
    for (const multivariate of [true, false]) {
      const sampler = new TPESampler({ seed: 1, multivariate })
      const [a, b] = [await run(sampler, mixed, 25), await run(sampler, mixed, 25)]
      const c = await run(new TPESampler({ seed: 2, multivariate }), mixed, 25)
      expect(b.trials).toEqual(a.trials)
      expect(c.trials.at(-1)!.params).not.toEqual(a.trials.at(-1)!.params)
    }
  })

  test('learns how parameters depend on each other, unless each is for itself', () => {
    const range = floatDistribution('x', 0, 1, {})
    // Good in four places; what x and what y has most often in these is in none of them.
    const places = [
      [0.1, 0.1],
      [0.1, 0.4],
      [0.5, 0.9],
      [0.8, 0.9],
    ] as const
    const toPlace = (x: number, y: number) => Math.min(...places.map(([a, b]) => Math.hypot(x - a, y - b)))
    const history = Array.from({ length: 121 }, (_, number) => {
      const [x, y] = [(number % 11) / 10, Math.floor(number / 11) / 10]
      const value = toPlace(x, y)
      return frozenTrial({ number, value, params: { x, y }, distributions: { x: range, y: range } })
    })
    const nNearPlaces = (multivariate: boolean) => {
      const distances = Array.from({ length: 60 }, (_, seed) => {
        const sampler = new TPESampler({ seed, multivariate })
        const request = { trialNumber: 60, direction: 'minimize', history, running: [] } as const
        const one = (name: string) => sampler.sample({ ...request, name, distribution: range })
        const { x, y } = multivariate ? sampler.sampleJointly(request) : { x: one('x'), y: one('y') }
        return toPlace(Number(x), Number(y))
      })
      return distances.filter((distance) => distance < 0.2).length
    }
    // Measured 59 and 32.
    expect(nNearPlaces(true)).toBeGreaterThan(50)
    expect(nNearPlaces(false)).toBeLessThan(40)
  })

  test('samples every kind of range within it, however the values turned out', () => {
    const outcome = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(Infinity, -Infinity))
    fc.assert(
      fc.property(
        distributions,
        fc.array(outcome, { minLength: 3, maxLength: 12 }),
        fc.boolean(),
        (range, values, multivariate) => {
          const random = new RandomSampler()
          const request = { name: 'x', distribution: range, direction: 'maximize', running: [] } as const
          const history = values.map((value, number) =>
            frozenTrial({
              number,
              value,
              params: { x: random.sample({ ...request, history: [], trialNumber: number }) },
              distributions: { x: range },
            }),
          )
          const sampler = new TPESampler({ nStartupTrials: 3, nEiCandidates: 4, multivariate })
          const now = { ...request, history, trialNumber: history.length }
          const joint = sampler.sampleJointly(now)
          expect(contains(range, 'x' in joint ? joint['x']! : sampler.sample(now))).toBe(true)
        },
      ),
    )
  })

  test('keeps away from where trials run already', () => {
    const range = floatDistribution('x', 0, 1, {})
    const at = (number: number, x: number, state: 'complete' | 'running' = 'complete') => {
      const value = state === 'complete' ? Math.min(Math.abs(x - 0.25), Math.abs(x - 0.75)) : null
      return frozenTrial({ number, state, value, params: { x }, distributions: { x: range } })
    }
    // Two places are as good as each other.
    const history = Array.from({ length: 41 }, (_, i) => at(i, i / 40))
    const nLeft = (running: ReturnType<typeof at>[]) =>
      Array.from({ length: 60 }, (_, seed) => {
        const request = { trialNumber: 99, direction: 'minimize', history, running } as const
        return Number(new TPESampler({ seed }).sampleJointly(request)['x'])
      }).filter((x) => x < 0.5).length
    const crowd = Array.from({ length: 4 }, (_, i) => at(41 + i, 0.24 + i / 100, 'running'))
    expect(nLeft([])).toBeGreaterThan(15)
    expect(nLeft(crowd)).toBeLessThan(nLeft([]) / 2)
  })

  test('learns from pruned trials, and nothing from failed ones', async () => {
    const objective: Objective = (trial) => {
      const x = trial.suggestFloat('x', 0, 1)
      trial.report(x, 1)
      if (x > 0.2) throw new TrialPruned()
      return x
    }
    const { trials } = await run(new TPESampler({ seed: 3 }), objective, 40)
    expect(trials.slice(20).filter(({ state }) => state === 'complete').length).toBeGreaterThan(10)
    const failing: Objective = (trial) => NaN * trial.suggestFloat('x', 0, 1)
    const failed = await run(new TPESampler({ seed: 3 }), failing, 20)
    const random = await run(new RandomSampler({ seed: 3 }), failing, 20)
    expect(failed.trials).toEqual(random.trials)
  })

  test('refuses options out of range', async () => {
    for (const options of [
      { seed: 0.5 },
      { nStartupTrials: 0 },
      { nEiCandidates: 0 },
      { nEiCandidates: 1.5 },
      { nStartups: 3 },
      { multivariate: 'yes' },
    ])
      await expectCode(() => Reflect.construct(TPESampler, [options]), 'INVALID_OPTION')
  })
})

describe('searchGroups', () => {
  const [x, wide, n] = [
    floatDistribution('x', 0, 1, {}),
    floatDistribution('x', 0, 2, {}),
    intDistribution('n', 1, 9, {}),
  ]
  const groupsOf = (...trials: Record<string, Distribution>[]) =>
    searchGroups(trials.map((distributions, number) => frozenTrial({ number, distributions })))
  const group = (ranges: Record<string, Distribution>) => new Map(Object.entries(ranges))

  test('puts together what occurs in the same trials', () => {
    expect(groupsOf()).toEqual([])
    expect(groupsOf({ b: n, a: x }, { a: x, b: n })).toEqual([group({ a: x, b: n })])
    expect(groupsOf({ all: x, left: x, also: n }, { all: x, right: n })).toEqual([
      group({ all: x }),
      group({ also: n, left: x }),
      group({ right: n }),
    ])
  })

  test('counts a parameter with its newest range, and leaves out single values', () => {
    const one = intDistribution('one', 4, 6, { step: 3 })
    expect(groupsOf({ a: x, b: n, one }, { a: wide, b: n })).toEqual([group({ a: wide }), group({ b: n })])
  })
})

describe('splitTrials', () => {
  test('takes a tenth, rounded up, at most 25', () => {
    for (const [n, nBelow] of [
      [1, 1],
      [10, 1],
      [11, 2],
      [100, 10],
      [400, 25],
    ] as const) {
      const trials = Array.from({ length: n }, (_, number) => frozenTrial({ number, value: -number }))
      const { below, above } = splitTrials(trials, 'minimize')
      expect(below).toEqual(trials.slice(n - nBelow))
      expect(above).toEqual(trials.slice(0, n - nBelow))
      expect(splitTrials(trials, 'maximize').below).toEqual(trials.slice(0, nBelow))
    }
  })

  test('ranks complete trials before pruned ones, and those that came further before others', () => {
    const pruned = (number: number, intermediateValues: Record<number, number>) =>
      frozenTrial({
        number,
        state: 'pruned',
        value: Object.values(intermediateValues).at(-1) ?? null,
        intermediateValues,
      })
    const ranked = [
      frozenTrial({ number: 7, value: -Infinity }),
      frozenTrial({ number: 3, value: 5 }),
      frozenTrial({ number: 2, value: Infinity }),
      pruned(9, { 1: 0, 5: 2 }),
      pruned(8, { 5: 3 }),
      pruned(1, { 4: -9 }),
      pruned(4, { 0: NaN }),
      pruned(6, {}),
    ]
    for (let n = 1; n < ranked.length; n++) {
      // So many that are worse than all others make the best tenth as large as wanted.
      const rest = Array.from({ length: 10 * n - ranked.length }, (_, i) => pruned(100 + i, {}))
      const { below } = splitTrials([...ranked, ...rest].reverse(), 'minimize')
      const numbers = ranked.slice(0, n).map(({ number }) => number)
      expect(below.map(({ number }) => number)).toEqual(numbers.sort((a, b) => a - b))
    }
  })
})

describe('GridSampler', () => {
  const searchSpace = { a: [1, 2], b: ['x', null, true], c: [0.5] }
  const objective: Objective = (trial) => {
    trial.suggestCategorical('b', ['x', null, true])
    trial.suggestFloat('c', 0, 1)
    return trial.suggestInt('a', 1, 2)
  }

  test('tries every combination once, in order, and starts over', async () => {
    const sampler = new GridSampler({ searchSpace })
    expect(sampler.size).toBe(6)
    const { trials } = await run(sampler, objective, 7)
    expect(trials.map(({ params: { a, b, c } }) => [a, b, c])).toEqual([
      [1, 'x', 0.5],
      [1, null, 0.5],
      [1, true, 0.5],
      [2, 'x', 0.5],
      [2, null, 0.5],
      [2, true, 0.5],
      [1, 'x', 0.5],
    ])
  })

  test('refuses parameters without values, and values outside the range', async () => {
    for (const wrong of [{}, { a: [] }, { a: 1 }, null])
      await expectCode(() => Reflect.construct(GridSampler, [{ searchSpace: wrong }]), 'INVALID_OPTION')
    const other: Objective = (trial) => trial.suggestInt('other', 1, 2)
    await expectCode(() => run(new GridSampler({ searchSpace }), other, 1), 'INVALID_OPTION', /"other"/)
    const narrow: Objective = (trial) => trial.suggestInt('a', 2, 3)
    await expectCode(() => run(new GridSampler({ searchSpace }), narrow, 1), 'INVALID_SAMPLE')
  })
})
