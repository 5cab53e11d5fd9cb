import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BaselineOnly, crossValidate, FunkSVD, GlobalMean, kFold, Ratings } from '../src/index.js'
import { ratingRows } from './arbitraries.js'
import { fixtureRatings } from './fixtures.js'

const sorted = (ratings: Iterable<object>) => [...ratings].map((row) => JSON.stringify(row)).sort()

describe('kFold', () => {
  const cases = fc.tuple(ratingRows({ minLength: 5 }), fc.integer({ min: 2, max: 5 }), fc.integer())

  it('tests every rating exactly once, in parts that differ by one at most', () => {
    fc.assert(
      fc.property(cases, ([rows, folds, seed]) => {
        const ratings = Ratings.from(rows)
        const splits = [...kFold(ratings, { folds, seed })]
        expect(splits).toHaveLength(folds)
        expect(sorted(splits.flatMap(({ test }) => [...test]))).toEqual(sorted(ratings))
        const sizes = splits.map(({ test }) => test.nRatings)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('trains on exactly what it does not test', () => {
    fc.assert(
      fc.property(cases, ([rows, folds, seed]) => {
        const ratings = Ratings.from(rows)
        for (const { train, test } of kFold(ratings, { folds, seed }))
          expect(sorted([...train, ...test])).toEqual(sorted(ratings))
      }),
    )
  })

  it('cuts alike for the same seed and otherwise for another', () => {
    const ratings = fixtureRatings('ratings.csv')
    const first = (seed: number) => [...[...kFold(ratings, { folds: 3, seed })][0].test]
    expect(first(1)).toEqual(first(1))
    expect(first(1)).not.toEqual(first(2))
  })

  it('refuses one fold, half a fold, more folds than ratings and unknown options', () => {
    const ratings = Ratings.from([
      { user: 1, item: 1, rating: 1 },
      { user: 1, item: 2, rating: 2 },
    ])
    for (const options of [{ folds: 1 }, { folds: 2.5 }, { folds: 3 }, { fold: 2 }])
      expect(() => [...kFold(ratings, options as object)]).toThrowError(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      )
  })
})

describe('crossValidate', () => {
  const ratings = fixtureRatings('ratings.csv')

  it('reports every fold and the means, and tells each step', () => {
    const steps: string[] = []
    const result = crossValidate(() => new FunkSVD({ nFactors: 4, nEpochs: 2 }), ratings, {
      folds: 3,
      onStep: ({ fold, epoch, result }) =>
        steps.push(`${fold}${epoch ? `e${epoch.epoch}` : ''}${result ? 'r' : ''}`),
    })
    expect(steps).toEqual(['1e1', '1e2', '1r', '2e1', '2e2', '2r', '3e1', '3e2', '3r'])
    expect(result.folds).toHaveLength(3)
    expect(result.mean.rmse).toBeCloseTo(
      (result.folds[0].rmse + result.folds[1].rmse + result.folds[2].rmse) / 3,
      12,
    )
    expect(result.mean.mae).toBeLessThan(result.mean.rmse)
  })

  it('orders the yardsticks on ratings made from biases and factors: factors, then biases, then the mean', () => {
    const effect = (n: number, f: number) => Math.sin(1 + 7.3 * n + 2.1 * f * n)
    const rows = Array.from({ length: 60 * 40 }, (_, at) => {
      const [user, item] = [at % 60, Math.floor(at / 60)]
      const biases = effect(user, 3) + effect(item, 3)
      const factors = effect(user, 1) * effect(item + 100, 1) + effect(user, 2) * effect(item + 100, 2)
      return { user, item, rating: 3 + biases + factors }
    })
    const made = Ratings.from(rows)
    const score = (makeModel: () => FunkSVD | BaselineOnly | GlobalMean) =>
      crossValidate(makeModel, made, { folds: 5, seed: 1 }).mean.rmse
    const biases = score(() => new BaselineOnly())
    expect(biases).toBeLessThan(score(() => new GlobalMean()))
    expect(score(() => new FunkSVD({ nFactors: 4, nEpochs: 60, learningRate: 0.02 }))).toBeLessThan(biases)
  })

  it("stays within 2 % of biases on Surprise's ratings, and biases beat the mean", () => {
    const score = (makeModel: () => FunkSVD | BaselineOnly | GlobalMean) =>
      crossValidate(makeModel, ratings, { folds: 5, seed: 1 }).mean.rmse
    const biases = score(() => new BaselineOnly())
    expect(biases).toBeLessThan(score(() => new GlobalMean()))
    expect(score(() => new FunkSVD({ nFactors: 8, nEpochs: 60, learningRate: 0.02 }))).toBeLessThan(
      biases * 1.02,
    )
  })
})
