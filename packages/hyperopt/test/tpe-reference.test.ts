import { describe, expect, test } from 'vitest'
import { createStudy, type Sampler, TPESampler } from '../src/index.js'
import { fixture } from './fixture.js'
import { FUNCTIONS } from './functions.js'

// How good the sampler is, beside Optuna's: best value after 50 trials, for seeds 0 to 29.

interface Reference {
  readonly check_points: readonly { readonly x: readonly number[]; readonly value: number }[]
  readonly TPESampler: { readonly median: number }
  readonly 'TPESampler(multivariate=False)': { readonly median: number }
}

const { objectives } = JSON.parse(fixture('tpe_reference.json').toString()) as {
  readonly objectives: Readonly<Record<keyof typeof FUNCTIONS, Reference>>
}

async function medianOfBest(name: keyof typeof FUNCTIONS, multivariate: boolean): Promise<number> {
  const bests: number[] = []
  for (let seed = 0; seed < 30; seed++) {
    const study = createStudy({ direction: 'minimize', sampler: new TPESampler({ seed, multivariate }) })
    await study.optimize(FUNCTIONS[name], { nTrials: 50 })
    bests.push(study.bestTrial.value!)
  }
  const sorted = bests.sort((a, b) => a - b)
  return (sorted[14]! + sorted[15]!) / 2
}

describe.each(Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[])('%s', (name) => {
  const reference = objectives[name]

  test('is the function that Optuna was measured with', async () => {
    for (const { x, value } of reference.check_points) {
      const given: Sampler = { sample: ({ name: asked }) => x[order.indexOf(asked)]! }
      const order = NAMES[name]
      const study = createStudy({ direction: 'minimize', sampler: given })
      await study.optimize(FUNCTIONS[name], { nTrials: 1 })
      expect(study.bestTrial.value).toBeCloseTo(value, 9)
    }
  })

  test('has a median not above that of Optuna', async () => {
    expect(await medianOfBest(name, true)).toBeLessThanOrEqual(reference.TPESampler.median)
  })

  test('has, with each parameter for itself, a median not above that of Optuna doing so', async () => {
    const { median } = reference['TPESampler(multivariate=False)']
    expect(await medianOfBest(name, false)).toBeLessThanOrEqual(median)
  })
})

/** The parameters in the order of the check points. */
const NAMES: Readonly<Record<keyof typeof FUNCTIONS, readonly string[]>> = {
  sphere5: ['x0', 'x1', 'x2', 'x3', 'x4'],
  branin: ['x1', 'x2'],
  rosenbrock4: ['x0', 'x1', 'x2', 'x3'],
  bumpy_mixed4: ['n_factors', 'n_epochs', 'lr_all', 'reg_all'],
}
