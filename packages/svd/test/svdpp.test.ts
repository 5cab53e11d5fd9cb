import { describe, expect, it } from 'vitest'
import { crossValidate, FunkSVD, SVDpp } from '../src/index.js'
import { codeOf } from './code-of.js'
import { fixtureRatings } from './fixtures.js'

const ratings = fixtureRatings('ratings.csv')
const options = { nFactors: 6, nEpochs: 5 }

describe('SVDpp', () => {
  it('gives identical bits for the same ratings, options and seed, and others for another seed', () => {
    const fit = (seed: number) => new SVDpp({ ...options, seed }).fit(ratings).parameters
    expect(fit(3)).toEqual(fit(3))
    expect(fit(3).implicitFactors).not.toEqual(fit(4).implicitFactors)
  })

  it('survives a round trip through its parameters', () => {
    const model = new SVDpp(options).fit(ratings)
    const copy = SVDpp.fromParameters(model.parameters, options)
    expect(copy.parameters).toEqual(model.parameters)
    for (const { user, item } of ratings) expect(copy.predict(user, item)).toBe(model.predict(user, item))
  })

  it('refuses parameters whose implicit parts have other lengths', () => {
    const { parameters } = new SVDpp(options).fit(ratings)
    for (const name of ['implicitFactors', 'userImplicitFactors'] as const) {
      const broken = { ...parameters, [name]: parameters[name].slice(6) }
      expect(codeOf(() => SVDpp.fromParameters(broken, options))).toBe('DIMENSION_MISMATCH')
    }
  })

  it('continues a fit: two epochs and three more are five', () => {
    const half = new SVDpp({ ...options, nEpochs: 2 }).fit(ratings)
    const rest = new SVDpp({ ...options, nEpochs: 3 }).fit(ratings, { warmStart: half.parameters })
    expect(rest.parameters).toEqual(new SVDpp(options).fit(ratings).parameters)
  })

  it('answers after every pass with what it knows by then', () => {
    const model = new SVDpp(options)
    const [first] = ratings
    const answers: number[] = []
    for (const _ of model.epochs(ratings)) answers.push(model.predict(first!.user, first!.item))
    expect(new Set(answers).size).toBe(options.nEpochs)
    expect(answers.at(-1)).toBe(new SVDpp(options).fit(ratings).predict(first!.user, first!.item))
  })

  it('falls back to the mean and the known bias for unknown users and items', () => {
    const model = new SVDpp(options).fit(ratings)
    const item = model.itemIds[3]!
    expect(model.predict('nobody', 'nothing')).toBe(model.globalMean)
    expect(model.predict('nobody', item)).toBeCloseTo(model.globalMean + model.itemBiases[3]!, 6)
  })

  it('can be cross-validated, and beats the mean', () => {
    const { mean } = crossValidate(() => new SVDpp({ ...options, nEpochs: 20 }), ratings, {
      folds: 3,
      seed: 1,
    })
    const deviation = Math.sqrt(
      ratings.values.reduce((sum, value) => sum + (value - ratings.mean) ** 2, 0) / ratings.nRatings,
    )
    expect(mean.rmse).toBeLessThan(deviation)
  })

  it('reports divergence and keeps what it knew', () => {
    const model = new SVDpp({ nFactors: 2, nEpochs: 200, learningRate: 50 })
    expect(codeOf(() => model.fit(ratings))).toBe('DIVERGED')
    expect(codeOf(() => model.predict('u', 'i'))).toBe('NOT_FITTED')
  })

  it('trains a FunkSVD on from where it is, without the implicit factors', () => {
    const { parameters } = new SVDpp(options).fit(ratings)
    const model = new FunkSVD({ nFactors: 6, nEpochs: 0 }).fit(ratings, { warmStart: parameters })
    expect(model.parameters.itemFactors).toEqual(parameters.itemFactors)
  })

  it.each([{ nFactor: 3 }, { nFactors: 0 }, { learningRate: 0 }, { threads: 2 }, { backend: 'fortran' }])(
    'refuses %o',
    (wrong) => {
      expect(codeOf(() => new SVDpp(wrong as object))).toBe('INVALID_OPTION')
    },
  )
})

describe("SVDpp's fold-in", () => {
  const model = new SVDpp({ nFactors: 6, nEpochs: 40 }).fit(ratings)

  it('knows someone from what they chose, without any rating', () => {
    const user = model.foldIn([{ item: model.itemIds[0]! }, { item: model.itemIds[1]! }])
    const other = model.foldIn([{ item: model.itemIds[2]! }])
    expect(user.nKnown).toBe(2)
    const answers = (someone: typeof user) =>
      model.itemIds.map((item) => someone.predict(item, { clip: false }))
    expect(answers(user)).not.toEqual(answers(other))
    expect(user.bias).toBe(0)
  })

  it('adds the implicit part to the factors: the formula holds for one chosen item', () => {
    const user = model.foldIn([{ item: model.itemIds[4]! }])
    const i = 7
    let wanted = model.globalMean + model.itemBiases[i]!
    for (let f = 0; f < 6; f++) wanted += model.itemFactors.get(i, f) * model.implicitFactors.get(4, f)
    expect(user.predict(model.itemIds[i]!, { clip: false })).toBeCloseTo(wanted, 5)
  })

  it('comes close to the ratings it was given, leaves unknown items out and does not change the model', () => {
    const before = model.parameters
    const given = model.itemIds.slice(0, 8).map((item, n) => ({ item, rating: 1 + (n % 5) }))
    const user = model.foldIn([...given, { item: 'no such item', rating: 5 }], { regularization: 0.001 })
    expect(user.nKnown).toBe(8)
    for (const { item, rating } of given) expect(Math.abs(user.predict(item) - rating)).toBeLessThan(1)
    expect(model.parameters).toEqual(before)
    expect(codeOf(() => model.foldIn([{ item: model.itemIds[0]!, rating: Number.NaN }]))).toBe('NOT_FINITE')
  })

  it('predicts as for an unknown user when nothing is known', () => {
    const nobody = model.foldIn([])
    for (const item of [model.itemIds[0]!, 'no such item'])
      expect(nobody.predict(item)).toBe(model.predict('nobody', item))
  })
})

// An option that changes nothing is no option: each must move the result.
describe('every option of SVDpp matters', () => {
  const predict = (more: object) => {
    const { user, item } = [...ratings][10]!
    return new SVDpp({ ...options, ...more }).fit(ratings).predict(user, item, { clip: false })
  }
  const rates = (all: number, implicitFactors: number) => ({
    ...{ userBiases: all, itemBiases: all, userFactors: all, itemFactors: all },
    implicitFactors,
  })
  it.each([
    { nFactors: 5 },
    { nEpochs: 6 },
    { learningRate: 0.01 },
    { learningRate: rates(0.007, 0.02) },
    { regularization: 0.5 },
    { regularization: rates(0.02, 0.5) },
    { initMean: 0.2 },
    { initStdDev: 0.3 },
    { seed: 1 },
  ])('%o', (option) => {
    expect(predict(option)).not.toBe(predict({}))
  })
})
