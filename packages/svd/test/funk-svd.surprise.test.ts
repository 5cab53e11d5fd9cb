import { describe, expect, it } from 'vitest'
import { FunkSVD, predictAll, rmse } from '../src/index.js'
import { fixture, fixtureRatings, optionsOf, startOf, surpriseCases } from './fixtures.js'

// Oracle: scikit-surprise 1.1.4 in double precision; ours is single, so 1e-4 and not 1e-12.
const tolerance = 1e-4

function furthest(ours: ArrayLike<number>, theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length)
  return theirs.reduce((worst, value, at) => Math.max(worst, Math.abs(value - ours[at])), 0)
}

const cases = Object.entries(surpriseCases.cases).flatMap(([name, surprise]) =>
  (['wasm', 'typescript'] as const).map((backend) => ({ name, surprise, backend })),
)

describe.each(cases)("FunkSVD on Surprise's case $name in $backend", ({ surprise, backend }) => {
  const ratings = fixtureRatings('ratings.csv')
  const model = new FunkSVD({ ...optionsOf(surprise.config), backend })
  model.fit(ratings, { warmStart: startOf(surprise, ratings) })

  it('ends at the same biases and factors', () => {
    const { userBiases, itemBiases, userFactors, itemFactors } = model.parameters
    expect(furthest(userBiases, surprise.final.bu)).toBeLessThan(tolerance)
    expect(furthest(itemBiases, surprise.final.bi)).toBeLessThan(tolerance)
    expect(furthest(userFactors, surprise.final.pu.flat())).toBeLessThan(tolerance)
    expect(furthest(itemFactors, surprise.final.qi.flat())).toBeLessThan(tolerance)
  })

  it('has the same RMSE on the training ratings, unclipped', () => {
    // Surprise trains an unbiased model around 0 and its RMSE here is of that training prediction.
    const unclipped = {
      predict: (user: string | number, item: string | number) => model.predict(user, item, { clip: false }),
    }
    const { predicted, actual } = predictAll(unclipped, ratings)
    expect(rmse(predicted, actual)).toBeCloseTo(surprise.train_rmse_unclipped, 4)
  })
})

describe('FunkSVD on interleaved ratings', () => {
  it('numbers users and items and orders ratings as Surprise does', () => {
    const ratings = fixtureRatings('ratings_interleaved.csv')
    const order = fixture<{
      ratings_interleaved_csv: { users: string[]; items: string[]; all_ratings: [number, number, number][] }
    }>('order.json')
    const { users, items, all_ratings } = order.ratings_interleaved_csv
    expect(ratings.users.ids).toEqual(users)
    expect(ratings.items.ids).toEqual(items)
    const positions = [...ratings].map(({ user, item, rating }) => [
      ratings.users.row(user),
      ratings.items.row(item),
      rating,
    ])
    expect(positions).toEqual(all_ratings)
  })

  it('learns the same as from grouped ratings when it starts from the same factors by id', () => {
    const grouped = fixtureRatings('ratings.csv')
    const interleaved = fixtureRatings('ratings_interleaved.csv')
    const surprise = surpriseCases.cases['biased_lr005_reg02']
    const start = startOf(surprise, grouped)
    const model = new FunkSVD(optionsOf(surprise.config))
    const predictions = () => [...grouped].map(({ user, item }) => model.predict(user, item))
    model.fit(grouped, { warmStart: start })
    const expected = predictions()
    model.fit(interleaved, { warmStart: start })
    expect(predictions()).toEqual(expected)
  })
})

interface Prediction {
  user: string
  item: string
  models: Record<string, { est: number; est_unclipped: number; was_impossible: boolean }>
}

describe("predict on Surprise's predictions", () => {
  const { predictions } = fixture<{ predictions: Prediction[] }>('predictions.json')
  const ratings = fixtureRatings('ratings.csv')
  const names = Object.keys(predictions[0].models).filter((name) => name !== 'svdpp')

  it.each(names)('answers as model %s, clipped and unclipped, known and unknown', (name) => {
    const surprise = surpriseCases.cases[name]
    const model = new FunkSVD(optionsOf(surprise.config)).fit(ratings, {
      warmStart: startOf(surprise, ratings),
    })
    for (const { user, item, models } of predictions) {
      const { est, est_unclipped } = models[name]
      expect(Math.abs(model.predict(user, item) - est)).toBeLessThan(tolerance)
      expect(Math.abs(model.predict(user, item, { clip: false }) - est_unclipped)).toBeLessThan(tolerance)
    }
  })
})
