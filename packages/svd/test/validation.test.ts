import { describe, expect, it } from 'vitest'
import { type EpochReport, FunkSVD, holdOut, predictAll, type Ratings, rmse, SVDpp } from '../src/index.js'
import { codeOf } from './code-of.js'
import { fixtureRatings } from './fixtures.js'

const { train, test } = holdOut(fixtureRatings('ratings.csv'), { fraction: 0.2, seed: 1 })
// Steps so large that a few passes learn the ratings and more only their noise.
const options = { nFactors: 8, nEpochs: 60, learningRate: 0.03, regularization: 0 }
const scoreOf = (model: FunkSVD | SVDpp) => rmse(predictAll(model, test).predicted, test.values)

describe('holdOut', () => {
  it('gives every rating to one side, and the share asked for to the test side', () => {
    const all = fixtureRatings('ratings.csv')
    expect(train.nRatings + test.nRatings).toBe(all.nRatings)
    expect(test.nRatings).toBe(Math.round(all.nRatings * 0.2))
    const text = (ratings: Ratings) => [...ratings].map((row) => JSON.stringify(row))
    expect([...text(train), ...text(test)].sort()).toEqual(text(all).sort())
  })

  it.each([0, 1, -0.5, Number.NaN, '0.2'])('refuses the fraction %s', (fraction) => {
    expect(codeOf(() => holdOut(train, { fraction } as { fraction: number }))).toBe('INVALID_OPTION')
  })
})

describe.each([
  ['FunkSVD', () => new FunkSVD(options)],
  ['SVDpp', () => new SVDpp(options)],
] as const)('%s with validation', (_, makeModel) => {
  const fit = (patience?: number) => {
    const reports: EpochReport[] = []
    const model = makeModel().fit(train, {
      validation: test,
      patience,
      onEpoch: (report) => reports.push(report),
    })
    return { model, errors: reports.map(({ validationRmse }) => validationRmse!) }
  }

  it('stops when as many passes as patience brought no new best', () => {
    for (const patience of [1, 3, 5]) {
      const { errors } = fit(patience)
      expect(errors.length).toBeLessThan(options.nEpochs)
      expect(errors.length - 1 - errors.indexOf(Math.min(...errors))).toBe(patience)
    }
    expect(fit().errors).toEqual(fit(3).errors)
  })

  it('keeps what the best pass learned', () => {
    const { model, errors } = fit()
    expect(scoreOf(model)).toBe(Math.min(...errors))
    expect(errors.at(-1)).toBeGreaterThan(Math.min(...errors))
  })

  it('keeps the best pass also when the caller breaks off', () => {
    const model = makeModel()
    const errors: number[] = []
    for (const { epoch, validationRmse } of model.epochs(train, { validation: test, patience: 60 })) {
      errors.push(validationRmse!)
      if (epoch === 50) break
    }
    expect(errors.at(-1)).toBeGreaterThan(Math.min(...errors))
    expect(scoreOf(model)).toBe(Math.min(...errors))
  })

  it('learns nothing from the validation ratings', () => {
    const once = makeModel()
    for (const _ of once.epochs(train, { validation: test })) break
    const without = makeModel()
    for (const _ of without.epochs(train)) break
    expect(once.parameters).toEqual(without.parameters)
  })

  it('sets a share of the ratings aside by its seed when given a number', () => {
    const all = fixtureRatings('ratings.csv')
    const model = makeModel().fit(all, { validation: 0.25 })
    const { train } = holdOut(all, { fraction: 0.25, seed: 0 })
    expect(model.globalMean).toBe(train.mean)
    expect(codeOf(() => makeModel().fit(all, { validation: 1.5 }))).toBe('INVALID_OPTION')
    expect(codeOf(() => makeModel().fit(all, { validation: 0.1, patience: 0 }))).toBe('INVALID_OPTION')
  })
})
