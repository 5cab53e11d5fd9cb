import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FunkSVD, Ratings } from '../src/index.js'
import { ratingRows } from './arbitraries.js'
import { codeOf } from './code-of.js'

const rows = [
  { user: 'ann', item: 'jazz', rating: 5 },
  { user: 'ann', item: 'rock', rating: 1 },
  { user: 'bob', item: 'jazz', rating: 4 },
  { user: 'bob', item: 'folk', rating: 2 },
  { user: 'cat', item: 'rock', rating: 5 },
]
const ratings = Ratings.from(rows, { scale: [1, 5] })
describe('FunkSVD', () => {
  it('gives identical bits for the same ratings, options and seed, and others for another seed', () => {
    const fit = (seed: number) => new FunkSVD({ nFactors: 7, seed }).fit(ratings).parameters
    expect(fit(3)).toEqual(fit(3))
    expect(fit(3).itemFactors).not.toEqual(fit(4).itemFactors)
  })

  it('shows factors as ndarray views of shape [n, nFactors], also when rows are padded', () => {
    const model = new FunkSVD({ nFactors: 5 }).fit(ratings)
    expect(model.itemFactors.shape).toEqual([3, 5])
    expect(model.userFactors.shape).toEqual([3, 5])
    const { itemFactors } = model.parameters
    for (let i = 0; i < 3; i++)
      for (let f = 0; f < 5; f++) expect(model.itemFactors.get(i, f)).toBe(itemFactors[i * 5 + f])
  })

  it.each([1, 2, 3, 4, 5, 7, 8, 64])('keeps the padding at zero and learns with %i factors', (nFactors) => {
    const model = new FunkSVD({ nFactors, nEpochs: 50, learningRate: 0.02 })
    const errors: number[] = []
    model.fit(ratings, { onEpoch: ({ rmse }) => errors.push(rmse) })
    expect(errors).toHaveLength(50)
    expect(errors[49]).toBeLessThan(errors[0])
    const { data, stride, shape } = model.itemFactors
    for (let at = 0; at < data.length; at++) if (at % stride[0] >= shape[1]) expect(data[at]).toBe(0)
  })

  it('never predicts outside the scale unless asked not to clip', () => {
    fc.assert(
      fc.property(ratingRows(), fc.integer(), (some, seed) => {
        const model = new FunkSVD({ nFactors: 3, nEpochs: 3, learningRate: 0.02, initStdDev: 1.5, seed })
        model.fit(Ratings.from(some, { scale: [1, 5] }))
        for (const { user, item } of [...some, { user: 'nobody', item: 'nothing' }]) {
          expect(model.predict(user, item)).toBeGreaterThanOrEqual(1)
          expect(model.predict(user, item)).toBeLessThanOrEqual(5)
        }
      }),
    )
  })

  it('takes 7 and "7" for the same id', () => {
    const model = new FunkSVD({ nFactors: 2 }).fit(
      Ratings.from([
        { user: 7, item: 1, rating: 2 },
        { user: 8, item: 1, rating: 5 },
      ]),
    )
    expect(model.predict('7', '1')).toBe(model.predict(7, 1))
    expect(model.predict(7, 1)).not.toBe(model.predict('nobody', 1))
  })

  it('starts from a warm start where ids are known: zero epochs change nothing', () => {
    const first = new FunkSVD({ nFactors: 3 }).fit(ratings)
    const again = new FunkSVD({ nFactors: 3, nEpochs: 0, seed: 99 }).fit(ratings, {
      warmStart: first.parameters,
    })
    expect(again.parameters).toEqual(first.parameters)
    const more = Ratings.from([...rows, { user: 'dan', item: 'ska', rating: 3 }], { scale: [1, 5] })
    const grown = new FunkSVD({ nFactors: 3, nEpochs: 0 }).fit(more, { warmStart: first.parameters })
    expect(grown.parameters.userFactors.slice(0, 9)).toEqual(first.parameters.userFactors)
    expect(grown.parameters.userFactors.slice(9).some((value) => value !== 0)).toBe(true)
  })

  it('leaves biases out of an unbiased model, also when it starts from a biased one', () => {
    const biased = new FunkSVD({ nFactors: 3 }).fit(ratings)
    const model = new FunkSVD({ nFactors: 3, biased: false }).fit(ratings, { warmStart: biased.parameters })
    expect([...model.userBiases, ...model.itemBiases].every((bias) => bias === 0)).toBe(true)
  })

  it('continues a fit: five epochs and five more are ten', () => {
    const half = new FunkSVD({ nFactors: 3, nEpochs: 5 }).fit(ratings)
    const rest = new FunkSVD({ nFactors: 3, nEpochs: 5 }).fit(ratings, { warmStart: half.parameters })
    expect(rest.parameters).toEqual(new FunkSVD({ nFactors: 3, nEpochs: 10 }).fit(ratings).parameters)
  })

  it('survives a round trip through its parameters', () => {
    const model = new FunkSVD({ nFactors: 6 }).fit(ratings)
    const copy = FunkSVD.fromParameters(model.parameters, { nFactors: 6 })
    expect(copy.parameters).toEqual(model.parameters)
    expect(copy.predict('ann', 'folk')).toBe(model.predict('ann', 'folk'))
  })

  it('can be driven epoch by epoch and answers in between', () => {
    const model = new FunkSVD({ nFactors: 3, nEpochs: 20 })
    for (const { epoch } of model.epochs(ratings)) if (epoch === 5) break
    expect(model.parameters).toEqual(new FunkSVD({ nFactors: 3, nEpochs: 5 }).fit(ratings).parameters)
  })

  it('works on one user, one item, one rating', () => {
    const model = new FunkSVD({ nFactors: 2 }).fit(Ratings.from([{ user: 'u', item: 'i', rating: 3 }]))
    expect(model.predict('u', 'i')).toBe(3)
    expect(model.predict('v', 'j')).toBe(3)
  })

  it('stops with ABORTED when a callback aborts', () => {
    const stop = new AbortController()
    const fit = () =>
      new FunkSVD({ nFactors: 2 }).fit(ratings, { signal: stop.signal, onEpoch: () => stop.abort() })
    expect(codeOf(fit)).toBe('ABORTED')
  })

  it('reports divergence and keeps what it knew', () => {
    const model = new FunkSVD({ nFactors: 2, nEpochs: 200, learningRate: 50 })
    expect(codeOf(() => model.fit(ratings))).toBe('DIVERGED')
    expect(codeOf(() => model.predict('ann', 'jazz'))).toBe('NOT_FITTED')
  })

  it.each([
    ['an unknown option', { nFactor: 3 }],
    ['no factors', { nFactors: 0 }],
    ['half a factor', { nFactors: 1.5 }],
    ['negative epochs', { nEpochs: -1 }],
    ['a zero learning rate', { learningRate: 0 }],
    ['a NaN regularization', { regularization: Number.NaN }],
    [
      'a negative regularization of one kind',
      { regularization: { userBiases: 0, itemBiases: 0, userFactors: 0, itemFactors: -1 } },
    ],
    ['an infinite spread', { initStdDev: Number.POSITIVE_INFINITY }],
    ['a text for a number', { nEpochs: '20' }],
    ['a number for a truth value', { biased: 1 }],
    ['nothing for a learning rate', { learningRate: null }],
    ['half a seed', { seed: 0.5 }],
  ])('refuses %s', (_, options) => {
    expect(codeOf(() => new FunkSVD(options as object))).toBe('INVALID_OPTION')
  })

  it('refuses a typo in an option of fit', () => {
    expect(codeOf(() => new FunkSVD().fit(ratings, { warmstart: {} } as object))).toBe('INVALID_OPTION')
  })

  it('does nothing when its signal is aborted already', () => {
    const model = new FunkSVD({ nFactors: 2 })
    expect(codeOf(() => model.fit(ratings, { signal: AbortSignal.abort() }))).toBe('ABORTED')
    expect(codeOf(() => model.predict('ann', 'jazz'))).toBe('NOT_FITTED')
  })

  it('refuses saved parameters with a mean or a scale that is no number', () => {
    const { parameters } = new FunkSVD({ nFactors: 2 }).fit(ratings)
    for (const broken of [
      { globalMean: Number.NaN },
      { scale: [1, Number.NaN] as const },
      { scale: [5, 1] as const },
    ])
      expect(codeOf(() => FunkSVD.fromParameters({ ...parameters, ...broken }, { nFactors: 2 }))).toBe(
        'INVALID_OPTION',
      )
  })

  it('refuses to answer before fit', () => {
    const model = new FunkSVD()
    expect(codeOf(() => model.predict('u', 'i'))).toBe('NOT_FITTED')
    expect(codeOf(() => model.itemFactors)).toBe('NOT_FITTED')
    expect(codeOf(() => model.foldIn([]))).toBe('NOT_FITTED')
  })

  it('refuses a warm start of another shape or with NaN', () => {
    const { parameters } = new FunkSVD({ nFactors: 3 }).fit(ratings)
    expect(codeOf(() => new FunkSVD({ nFactors: 4 }).fit(ratings, { warmStart: parameters }))).toBe(
      'DIMENSION_MISMATCH',
    )
    const broken = { ...parameters, itemFactors: parameters.itemFactors.map(() => Number.NaN) }
    expect(codeOf(() => new FunkSVD({ nFactors: 3 }).fit(ratings, { warmStart: broken }))).toBe('NOT_FINITE')
  })
})

// An option that changes nothing is no option: each must move the result.
describe('every option of FunkSVD matters', () => {
  const base = { nFactors: 4, nEpochs: 5 }
  const predict = (options: object) =>
    new FunkSVD({ ...base, ...options }).fit(ratings).predict('cat', 'folk', { clip: false })
  it.each([
    { nFactors: 5 },
    { nEpochs: 6 },
    { learningRate: 0.01 },
    { regularization: 0.5 },
    { biased: false },
    { initMean: 0.2 },
    { initStdDev: 0.3 },
    { seed: 1 },
  ])('%o', (option) => {
    expect(predict(option)).not.toBe(predict({}))
  })
})
