import { describe, expect, test } from 'vitest'
import { createStudy, type Objective, parameterImportances, RandomSampler, type Study } from '../src/index.js'
import { expectCode } from './expect-code.js'

async function run(objective: Objective, nTrials = 200, direction: Study['direction'] = 'minimize') {
  const study = createStudy({ direction, sampler: new RandomSampler({ seed: 4 }) })
  await study.optimize(objective, { nTrials })
  return parameterImportances(study)
}

describe('parameterImportances', () => {
  test('orders parameters by what they have to do with good values, whatever their kind', async () => {
    for (const sign of [1, -1]) {
      const objective: Objective = (trial) => {
        const rate = Math.log10(trial.suggestFloat('rate', 1e-5, 1, { log: true })) + 3
        const kind = trial.suggestCategorical('kind', ['a', 'b', 'c'])
        trial.suggestInt('nothing', 1, 50)
        const n = trial.suggestInt('n', 0, 20, { step: 2 }) - 8
        return sign * (rate ** 2 + (kind === 'b' ? 0 : 1) + 0.002 * n * n)
      }
      const shares = await run(objective, 300, sign === 1 ? 'minimize' : 'maximize')
      expect(Object.keys(shares).slice(0, 2)).toEqual(['rate', 'kind'])
      expect(shares['rate']! + shares['kind']!).toBeGreaterThan(0.7)
      expect(shares['nothing']).toBeLessThan(0.15)
      expect(Object.values(shares).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
    }
  })

  test('gives no share to what never varied, and judges a branch by the trials that took it', async () => {
    const shares = await run((trial) => {
      trial.suggestFloat('fixed', 2, 2)
      trial.suggestCategorical('only', ['one'])
      if (trial.suggestCategorical('branch', ['left', 'right']) === 'left') return 5
      return trial.suggestFloat('x', 0, 1)
    })
    expect(shares['fixed']).toBe(0)
    expect(shares['only']).toBe(0)
    expect(shares['x']).toBeGreaterThan(shares['branch']!)
    expect(shares['branch']).toBeGreaterThan(0.05)
  })

  test('leaves out trials that did not complete', async () => {
    const complete: Objective = (trial) => trial.suggestFloat('x', 0, 1) + 0 * trial.suggestFloat('y', 0, 1)
    const some: Objective = (trial) => (trial.number % 2 === 0 ? complete(trial) : NaN)
    const study = createStudy({ direction: 'minimize', sampler: new RandomSampler() })
    await study.optimize(some, { nTrials: 60 })
    expect(study.trials.some(({ state }) => state === 'failed')).toBe(true)
    expect(Object.keys(parameterImportances(study))).toEqual(['x', 'y'])
  })

  test('shares alike where nothing tells parameters apart', async () => {
    const nothing: Objective = (trial) => trial.suggestFloat('b', 1, 1) + trial.suggestFloat('a', 2, 2)
    expect(await run(nothing, 3)).toEqual({ a: 0.5, b: 0.5 })
    expect(await run(() => 1, 3)).toEqual({})
  })

  test('needs two complete trials', async () => {
    await expectCode(() => run((trial) => trial.suggestFloat('x', 0, 1), 1), 'NO_COMPLETED_TRIAL', /two/)
  })
})
