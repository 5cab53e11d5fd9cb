import { beforeAll, describe, expect, it } from 'vitest'
import { FunkSVD, Ratings, readModel, rmse, saveModel, VariationalMF } from '../../src/index.js'
import { codeOf } from '../code-of.js'
import { coverage, smallWorld } from './small-world.js'

const { train, test, noise } = smallWorld()

describe('VariationalMF', () => {
  const losses: number[] = []
  let model: VariationalMF
  beforeAll(() => {
    model = new VariationalMF({ nFactors: 6, nEpochs: 60 }).fit(train, {
      onStep: ({ loss }) => losses.push(loss!),
    })
  })

  it('raises its bound with every pass', () => {
    expect(losses.length).toBe(60)
    for (let step = 1; step < losses.length; step++)
      expect(losses[step]).toBeLessThan(losses[step - 1] + 1e-5)
    expect(losses[59]).toBeLessThan(losses[0] - 0.1)
  })

  it('predicts nearly as well as the noise allows, without being told how many factors there are', () => {
    // Measured: 0.62 against 0.5 of noise.
    expect(rmse(model.predictAll(test), test.values)).toBeLessThan(1.35 * noise)
  })

  it('switches off the dimensions that the ratings do not need', () => {
    const { data } = model.parameters.arrays['user_means']
    const used = Array.from({ length: 6 }, (_, f) => {
      const values = Array.from({ length: train.nUsers }, (_, u) => data[u * 8 + f] ** 2)
      return values.reduce((sum, value) => sum + value, 0) / train.nUsers
    }).sort((a, b) => b - a)
    expect(used[1]).toBeGreaterThan(20 * used[2])
  })

  it('gives intervals that hold about what they promise', () => {
    for (const level of [0.5, 0.8, 0.95]) {
      const share = coverage(model.predictAllIntervals(test, { level }), test)
      // Mean-field is a little too sure of itself.
      expect(share - level).toBeGreaterThan(-4 * Math.sqrt((level * (1 - level)) / test.nRatings))
      expect(share - level).toBeLessThan(3 * Math.sqrt((level * (1 - level)) / test.nRatings))
    }
  })

  it('folds a user of the training data in to what it knows of them', () => {
    const own = [...train].filter(({ user }) => user === 'u5')
    const folded = model.foldIn(own)
    for (const item of model.itemIds.slice(0, 10)) {
      const [found, known] = [folded.predictInterval(item), model.predictInterval('u5', item)]
      expect(found.mean).toBeCloseTo(known.mean, 1)
      expect(found.standardDeviation).toBeCloseTo(known.standardDeviation, 2)
    }
  })

  it('takes a newcomer without ratings as the unknown user', () => {
    const [folded, unknown] = [model.foldIn([]).predictInterval('i7'), model.predictInterval('nobody', 'i7')]
    expect(folded.mean).toBeCloseTo(unknown.mean, 2)
    expect(folded.standardDeviation).toBeCloseTo(unknown.standardDeviation, 2)
    expect(model.foldIn([{ item: 'i3' }]).scores()).toEqual(model.foldIn([]).scores())
  })

  it('distils into factors with the same predictions', () => {
    const plain = FunkSVD.fromParameters(model.distill(), { nFactors: 6 })
    const [own, theirs] = [model.predictAll(test), plain.predictAll(test)]
    for (const [n, value] of own.entries()) expect(theirs[n]).toBeCloseTo(value, 5)
  })

  it('has the variance of a product of independent normals, in one dimension by hand', () => {
    const one = new VariationalMF({ nFactors: 1, nEpochs: 20 }).fit(train)
    const { arrays, scalars } = one.parameters
    const user = [...arrays['user_means'].data.subarray(0, 3)]
    const item = [...arrays['item_means'].data.subarray(0, 3)]
    const second = (name: string) => [...arrays[`${name}_second_moments`].data.subarray(0, 6)]
    const [U, I] = [second('user'), second('item')]
    // Packed (p, bu, 1): pp, bp, bb, 1p, 1b, 11; and (q, 1, bi): qq, 1q, 11, bq, b1, bb.
    const cov = { pp: U[0] - user[0] ** 2, pb: U[1] - user[0] * user[1], bb: U[2] - user[1] ** 2 }
    const cow = { qq: I[0] - item[0] ** 2, qb: I[3] - item[0] * item[2], bb: I[5] - item[2] ** 2 }
    const [p, q] = [user[0], item[0]]
    const variance =
      cov.pp * cow.qq + p * p * cow.qq + q * q * cov.pp + cov.bb + cow.bb + 2 * q * cov.pb + 2 * p * cow.qb
    const { standardDeviation } = one.predictInterval(one.userIds[0], one.itemIds[0])
    expect(standardDeviation ** 2).toBeCloseTo(variance + 1 / scalars['noisePrecision'], 5)
  })

  it('comes back from its saved files, and refuses others', () => {
    const saved = VariationalMF.from(readModel(saveModel(model)))
    expect(saved.predictAllIntervals(test)).toEqual(model.predictAllIntervals(test))
    expect(saved.foldIn(train).scores()).toEqual(model.foldIn(train).scores())
    const { parameters } = model
    expect(codeOf(() => VariationalMF.from({ ...parameters, kind: 'ials' }))).toBe('BAD_FILE')
    const scalars = { ...parameters.scalars, noisePrecision: 0 }
    expect(codeOf(() => VariationalMF.from({ ...parameters, scalars }))).toBe('INVALID_OPTION')
  })

  it('trains the same on either backend, but for rounding', () => {
    const fitted = (backend: 'wasm' | 'typescript') =>
      new VariationalMF({ nFactors: 3, nEpochs: 5, backend }).fit(train).predictAll(test)
    expect(rmse(fitted('wasm'), fitted('typescript'))).toBeLessThan(1e-3)
  })

  it('refuses options out of range', () => {
    for (const wrong of [{ nFactors: 0 }, { nEpochs: 0 }, { threads: 65 }, { factors: 3 }])
      expect(codeOf(() => new VariationalMF(wrong))).toBe('INVALID_OPTION')
    expect(codeOf(() => new VariationalMF().predict('a', 'b'))).toBe('NOT_FITTED')
  })

  it('survives a single rating', () => {
    const single = new VariationalMF({ nFactors: 2, nEpochs: 3 }).fit(
      Ratings.from([{ user: 1, item: 1, rating: 4 }]),
    )
    expect(single.predict(1, 1)).toBe(4)
  })
})
