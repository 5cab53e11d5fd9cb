import { createStudy, MedianPruner, RandomSampler, type Study } from '@redux/hyperopt'
import { SvdError } from '@redux/svd'
import { describe, expect, it } from 'vitest'
import { Phases } from '../src/train/phases.js'
import type { Problem } from '../src/tune/problem.js'
import { search } from '../src/tune/search.js'
import { Standing } from '../src/tune/standing.js'

/** A search for the largest x, whose parts are x and 2 x. */
function problem(values: (x: number) => Iterable<number>, nParts = 2): Problem {
  return {
    ...{ model: 'linear', metric: 'ndcg', task: 'new-5', direction: 'maximize' },
    space: { x: { kind: 'float', low: 0, high: 1 } },
    defaults: { x: 0.5 },
    nParts,
    async *values({ x }) {
      yield* values(Number(x))
    },
  }
}

function newStudy(): Study {
  return createStudy({
    direction: 'maximize',
    sampler: new RandomSampler({ seed: 1 }),
    pruner: new MedianPruner(),
  })
}

const reports = () => ({ phases: new Phases(), tell: () => {} })

describe('a trial', () => {
  it('is worth the mean of its parts and keeps them', async () => {
    const study = newStudy()
    await search(
      study,
      problem((x) => [x, 2 * x]),
      { nTrials: 1 },
      reports(),
    )
    expect(study.trials).toMatchObject([{ params: { x: 0.5 }, value: 0.75, userAttrs: { folds: [0.5, 1] } }])
    expect(study.trials[0].intermediateValues).toEqual({ 1: 0.5, 2: 0.75 })
  })

  it('fails where the model diverges, and the search goes on', async () => {
    const study = newStudy()
    const diverging = problem((x) => {
      if (x === 0.5) throw new SvdError('DIVERGED', 'too far')
      return [x]
    }, 1)
    await search(study, diverging, { nTrials: 3 }, reports())
    expect(study.trials.map(({ state }) => state)).toEqual(['failed', 'complete', 'complete'])
  })

  it('passes other errors on', async () => {
    const broken = problem(() => {
      throw new SvdError('OUT_OF_MEMORY', 'too large')
    })
    await expect(search(newStudy(), broken, { nTrials: 3 }, reports())).rejects.toThrow('too large')
  })

  it('is given up for being worse than most after its first part, never after its last', async () => {
    const study = newStudy()
    await search(
      study,
      problem((x) => [x]),
      { nTrials: 30 },
      reports(),
    )
    const pruned = study.trials.filter(({ state }) => state === 'pruned')
    expect(pruned.length).toBeGreaterThan(3)
    expect(Math.max(...pruned.map(({ value }) => value!))).toBeLessThan(study.bestTrial.value!)
    const whole = newStudy()
    await search(
      whole,
      problem((x) => [x], 1),
      { nTrials: 30 },
      reports(),
    )
    expect(whole.trials.every(({ state }) => state === 'complete')).toBe(true)
  })
})

describe('a search', () => {
  it('stops when others have run enough trials of the same study', async () => {
    const study = newStudy()
    const { storage } = study
    const other = createStudy({ direction: 'maximize', storage, sampler: new RandomSampler() })
    const helped = problem((x) => [x], 1)
    const onTrial = () => {
      const last = study.trials.length
      if (last === 1) void other.optimize((trial) => trial.suggestFloat('x', 0, 1), { nTrials: 8 })
    }
    await search(study, helped, { nTrials: 9 }, { ...reports(), onTrial })
    expect(study.trials.filter(({ state }) => state === 'complete').length).toBeLessThanOrEqual(10)
  })
})

describe('how a search stands', () => {
  it('says what is best and never goes back', async () => {
    const study = newStudy()
    const standing = new Standing(study, { nTrials: 4 })
    expect(standing.describe()).toBe('0 of 4 trials')
    expect(standing.fraction(0.5)).toBe(0.125)
    expect(standing.fraction(0)).toBe(0.125)
    await search(
      study,
      problem((x) => [x], 1),
      { nTrials: 1 },
      reports(),
    )
    standing.update()
    expect(standing.fraction(0)).toBe(0.25)
    expect(standing.describe(1)).toMatch(
      /^1 of 4 trials; trial 1 runs; \d+ s left; best 0\.50000 with x 0\.5$/,
    )
    expect(standing.bestWith(0.4)).toBe(0.5)
    expect(standing.bestWith(0.6)).toBe(0.6)
  })
})
