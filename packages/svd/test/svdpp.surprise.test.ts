import { describe, expect, it } from 'vitest'
import { predictAll, rmse, SVDpp } from '../src/index.js'
import { fixture, fixtureRatings } from './fixtures.js'

// Oracle: scikit-surprise 1.1.4 in double precision; ours is single, so 1e-4 and not 1e-12.
const tolerance = 1e-4

type Rows = number[][]
interface SurpriseFit {
  readonly config: { n_epochs: number; lr_all: number; reg_all: number; n_factors: number }
  readonly initial: { readonly pu: Rows; readonly qi: Rows; readonly yj: Rows }
  readonly final: { bu: number[]; bi: number[]; pu: Rows; qi: Rows; yj: Rows }
}

interface SurprisePrediction {
  readonly user: string
  readonly item: string
  readonly models: { readonly svdpp: { readonly est: number; readonly est_unclipped: number } }
}

function furthest(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length)
  return theirs.reduce((worst, value, at) => Math.max(worst, Math.abs(value - ours[at])), 0)
}

describe.each(['wasm', 'typescript'] as const)("SVDpp on Surprise's case in %s", (backend) => {
  const { config, initial, final } = fixture<SurpriseFit>('svdpp.json')
  const ratings = fixtureRatings('ratings.csv')
  const options = {
    nFactors: config.n_factors,
    nEpochs: config.n_epochs,
    learningRate: config.lr_all,
    regularization: config.reg_all,
    backend,
  }
  const warmStart = {
    userIds: ratings.users.ids,
    itemIds: ratings.items.ids,
    userFactors: Float32Array.from(initial.pu.flat()),
    itemFactors: Float32Array.from(initial.qi.flat()),
    implicitFactors: Float32Array.from(initial.yj.flat()),
  }
  const model = new SVDpp(options).fit(ratings, { warmStart })

  it('ends at the same biases and factors', () => {
    const { userBiases, itemBiases, userFactors, itemFactors, implicitFactors } = model.parameters
    expect(furthest(userBiases, final.bu)).toBeLessThan(tolerance)
    expect(furthest(itemBiases, final.bi)).toBeLessThan(tolerance)
    expect(furthest(userFactors, final.pu.flat())).toBeLessThan(tolerance)
    expect(furthest(itemFactors, final.qi.flat())).toBeLessThan(tolerance)
    expect(furthest(implicitFactors, final.yj.flat())).toBeLessThan(tolerance)
  })

  it('predicts what Surprise predicts, also for unknown users and items, clipped and not', () => {
    const { predictions } = fixture<{ predictions: SurprisePrediction[] }>('predictions.json')
    expect(predictions).toHaveLength(30)
    for (const { user, item, models } of predictions) {
      expect(Math.abs(model.predict(user, item) - models.svdpp.est)).toBeLessThan(tolerance)
      const unclipped = model.predict(user, item, { clip: false })
      expect(Math.abs(unclipped - models.svdpp.est_unclipped)).toBeLessThan(tolerance)
    }
  })

  it('learns: its errors are below those it started with', () => {
    const before = new SVDpp({ ...options, nEpochs: 0 }).fit(ratings, { warmStart })
    const [first, last] = [before, model].map((m) => rmse(predictAll(m, ratings).predicted, ratings.values))
    expect(last).toBeLessThan(first)
  })
})
