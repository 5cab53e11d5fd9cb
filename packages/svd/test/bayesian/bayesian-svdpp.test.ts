import { beforeAll, describe, expect, it } from 'vitest'
import { BayesianSVDpp, FunkSVD, Ratings, readModel, rmse, saveModel } from '../../src/index.js'
import { codeOf } from '../code-of.js'
import { coverage, smallWorld } from './small-world.js'

const { train, test, noise } = smallWorld()
const options = { nFactors: 3, burnIn: 60, nSamples: 200, nKept: 100 }

/** The same pairs as another object, so that nothing is known of them in advance. */
const unregistered = (ratings: Ratings) => Ratings.from(ratings, { scale: ratings.scale })

describe('BayesianSVDpp', () => {
  let model: BayesianSVDpp
  beforeAll(() => {
    model = new BayesianSVDpp(options).fit(train, { targets: test })
  })

  it('predicts nearly as well as the noise allows, and better than one fit', () => {
    const found = rmse(model.predictAll(test), test.values)
    const one = new FunkSVD({ nFactors: 3, nEpochs: 100, learningRate: 0.01 }).fit(train)
    // Measured: 0.60 against 0.5 of noise; the single fit 0.67.
    expect(found).toBeLessThan(1.3 * noise)
    expect(found).toBeLessThan(rmse(one.predictAll(test), test.values))
  })

  it('gives intervals that hold what they promise, wider ones more', () => {
    // 144 test ratings: within three standard errors.
    for (const level of [0.5, 0.8, 0.95]) {
      const share = coverage(model.predictAllIntervals(test, { level }), test)
      expect(Math.abs(share - level)).toBeLessThan(3 * Math.sqrt((level * (1 - level)) / test.nRatings))
    }
  })

  it('finds the noise', () => {
    const mean = model.traces.noisePrecision.reduce((sum, value) => sum + value, 0) / options.nSamples
    expect(1 / Math.sqrt(mean)).toBeGreaterThan(0.85 * noise)
    expect(1 / Math.sqrt(mean)).toBeLessThan(1.15 * noise)
  })

  it('predicts registered targets as the mean over all sweeps says, and any pair likewise', () => {
    const exact = model.predictAllIntervals(test)
    const others = model.predictAllIntervals(unregistered(test))
    for (const [n, mean] of exact.means.entries()) {
      expect(Math.abs(others.means[n] - mean)).toBeLessThan(1e-4)
      expect(others.standardDeviations[n] / exact.standardDeviations[n]).toBeCloseTo(1, 0)
    }
    let n = 0
    for (const { user, item } of test) {
      if (n % 10 === 0) {
        expect(model.predict(user, item, { clip: false })).toBeCloseTo(others.means[n], 10)
        expect(model.predictInterval(user, item).upper).toBeCloseTo(others.upper[n], 10)
      }
      n++
    }
  })

  it('predicts from kept draws where the catalogue is large, nearly the same', () => {
    const kept = new BayesianSVDpp({ ...options, meanMatrixCells: 0 }).fit(train).predictAll(test)
    const exact = model.predictAll(test)
    expect(rmse(kept, exact)).toBeLessThan(0.03)
    expect(rmse(kept, exact)).toBeGreaterThan(0)
  })

  it('is less sure of the unknown, and still has an opinion', () => {
    const known = model.predictInterval('u1', 'i1')
    const stranger = model.predictInterval('nobody', 'i1')
    const strange = model.predictInterval('nobody', 'nothing')
    expect(stranger.standardDeviation).toBeGreaterThan(1.2 * known.standardDeviation)
    expect(strange.standardDeviation).toBeGreaterThan(1.2 * known.standardDeviation)
    expect(Math.abs(strange.mean - model.globalMean)).toBeLessThan(1)
  })

  it('gives the same for the same seed on either number of threads, another for another seed', () => {
    const short = { ...options, burnIn: 2, nSamples: 4, nKept: 2 }
    const predictions = (more: object) => new BayesianSVDpp({ ...short, ...more }).fit(train).predictAll(test)
    expect(predictions({ seed: 5 })).toEqual(predictions({ seed: 5 }))
    expect(predictions({ seed: 5, threads: 2 })).toEqual(predictions({ seed: 5 }))
    expect(predictions({ seed: 5 })).not.toEqual(predictions({ seed: 6 }))
  })

  it('folds a newcomer in as if they had been in training', () => {
    const someone = [...train].filter(({ user }) => user === 'u3')
    const without = Ratings.from(
      [...train].filter(({ user }) => user !== 'u3'),
      { scale: train.scale },
    )
    const newcomer = new BayesianSVDpp(options).fit(without).foldIn(someone)
    expect(newcomer.nKnown).toBe(someone.length)
    const items = [...test].filter(({ user }) => user === 'u3').map(({ item }) => item)
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) {
      const [folded, trained] = [newcomer.predictInterval(item), model.predictInterval('u3', item)]
      expect(Math.abs(folded.mean - trained.mean)).toBeLessThan(0.5 * trained.standardDeviation)
      expect(folded.standardDeviation / trained.standardDeviation).toBeCloseTo(1, 0)
    }
  })

  it('knows less of a newcomer the fewer ratings there are', () => {
    const someone = [...train].filter(({ user }) => user === 'u3')
    const widths = [0, 1, 3, 10].map(
      (n) => model.foldIn(someone.slice(0, n)).predictInterval('i20').standardDeviation,
    )
    expect(widths).toEqual(widths.slice().sort((a, b) => b - a))
  })

  it('distils into factors that predict the same but for what the rank cuts off', () => {
    const mean = model.predictAll(unregistered(test))
    const errors = [1, 3, 40].map((rank) => {
      const plain = FunkSVD.fromParameters(model.distill({ rank }), { nFactors: rank })
      return rmse(plain.predictAll(test), mean)
    })
    expect(errors[1]).toBeLessThan(0.5 * errors[0])
    expect(errors[2]).toBeLessThan(1e-3)
  })

  it('distils the same from draws side by side as from a dense mean', () => {
    const all = { ...options, nSamples: 30, nKept: 30 }
    const [dense, stacked] = [all, { ...all, meanMatrixCells: 0 }].map((own) =>
      FunkSVD.fromParameters(new BayesianSVDpp(own).fit(train).distill({ rank: 10 }), { nFactors: 10 }),
    )
    expect(rmse(dense.predictAll(test), stacked.predictAll(test))).toBeLessThan(1e-3)
  })

  it('comes back from its saved files with the same answers', () => {
    const saved = BayesianSVDpp.from(readModel(saveModel(model)))
    const set = unregistered(test)
    expect(saved.predictAllIntervals(set)).toEqual(model.predictAllIntervals(set))
    expect(saved.foldIn(train).scores()).toEqual(model.foldIn(train).scores())
    expect(saved.distill({ rank: 2 })).toEqual(model.distill({ rank: 2 }))
    expect(saved.convergence()).toEqual(model.convergence())
    const { arrays, ...parameters } = model.parameters
    expect(codeOf(() => BayesianSVDpp.from({ ...parameters, arrays, kind: 'ials' }))).toBe('BAD_FILE')
    const cut = { ...arrays, user_samples: { data: new Float32Array(3), shape: [3] } }
    expect(codeOf(() => BayesianSVDpp.from({ ...parameters, arrays: cut }))).toBe('DIMENSION_MISMATCH')
  })

  it('ranks by mean rating: a known user by their own, anybody else by what they chose', () => {
    const query = { user: 'u2', seeds: [] }
    const scores = model.scores(query)
    expect(scores[4]).toBeCloseTo(model.predict('u2', model.itemIds[4], { clip: false }), 10)
    expect(model.topN(query, { n: 3 }).items[0]).toBe(model.itemIds[scores.indexOf(Math.max(...scores))])
    const seeds = [{ item: 'i1' }, { item: 'i2' }]
    expect(model.scores({ seeds })).toEqual(model.foldIn(seeds).scores())
    expect(model.topN({ seeds }, { n: 40 }).items).not.toContain('i1')
  })

  it('tells its steps, and keeps what it knew when it is stopped', () => {
    const steps: number[] = []
    const controller = new AbortController()
    const before = model.predictAll(test)
    const stop = () =>
      model.fit(train, {
        signal: controller.signal,
        onStep: ({ step, nSteps, loss, noisePrecision }) => {
          steps.push(step)
          expect(nSteps).toBe(260)
          expect(loss).toBeGreaterThan(0)
          expect(noisePrecision).toBeGreaterThan(0)
          if (step === 3) controller.abort()
        },
      })
    expect(codeOf(stop)).toBe('ABORTED')
    expect(steps).toEqual([1, 2, 3])
    expect(model.predictAll(test)).toEqual(before)
  })

  it('judges convergence over chains', () => {
    const other = new BayesianSVDpp({ ...options, seed: 1 }).fit(train)
    const { noisePrecision, trainingRmse } = model.convergence([other])
    for (const { rHat, bulkEss } of [noisePrecision, trainingRmse]) {
      expect(rHat).toBeLessThan(1.2)
      expect(bulkEss).toBeGreaterThan(20)
    }
  })

  it('refuses options and asks for ratings', () => {
    for (const wrong of [
      { nFactors: 0 },
      { nSamples: 0 },
      { nKept: 301 },
      { implicitWeight: -1 },
      { threads: 0 },
      { samples: 1 },
    ])
      expect(codeOf(() => new BayesianSVDpp(wrong))).toBe('INVALID_OPTION')
    expect(new BayesianSVDpp({ nSamples: 10 }).options.nKept).toBe(10)
    expect(codeOf(() => new BayesianSVDpp().predict('a', 'b'))).toBe('NOT_FITTED')
    for (const level of [0, 1, -1, Number.NaN])
      expect(codeOf(() => model.predictInterval('u1', 'i1', { level }))).toBe('INVALID_OPTION')
    expect(codeOf(() => model.distill({ rank: 41 }))).toBe('INVALID_OPTION')
  })
})

describe('what BayesianSVDpp learns from beside ratings', () => {
  // Even users like even items of ten, odd users odd ones; the former have all rated item 10, the latter item 11.
  const groups = Ratings.from(
    Array.from({ length: 80 }, (_, u) => [
      { user: u, item: 10 + (u % 2), rating: 3 },
      ...Array.from({ length: 6 }, (_, n) => {
        const item = (Math.floor(u / 2) * 3 + n) % 10
        return { user: u, item, rating: 3 + (item % 2 === u % 2 ? 1 : -1) }
      }),
    ]).flat(),
    { scale: [1, 5] },
  )
  const short = { nFactors: 2, burnIn: 50, nSamples: 100 }

  it('takes choices alone as a hint, unless their weight is 0', () => {
    const difference = (implicitWeight: number) => {
      const model = new BayesianSVDpp({ ...short, implicitWeight }).fit(groups)
      const [even, odd] = [10, 11].map((item) => model.foldIn([{ item }]))
      return even.predict(4) - even.predict(5) - (odd.predict(4) - odd.predict(5))
    }
    // 4 if the choice told all.
    expect(difference(1)).toBeGreaterThan(1)
    expect(difference(0)).toBe(0)
  })

  it('predicts items without ratings from their features, names or numbers', () => {
    const items = Array.from({ length: 10 }, (_, item) => item).concat(20, 21)
    const names = new Map(items.map((item) => [item, [item % 2 ? 'odd' : 'even']]))
    const numbers = new Map(items.map((item) => [item, item % 2 ? [0, 1] : [1, 0]]))
    for (const itemFeatures of [names, numbers]) {
      const model = new BayesianSVDpp(short).fit(groups, { itemFeatures })
      expect(model.predict(0, 20)).toBeGreaterThan(model.predict(0, 21) + 0.5)
      expect(model.predict(1, 21)).toBeGreaterThan(model.predict(1, 20) + 0.5)
      expect(model.itemCounts[model.itemIds.indexOf('20')]).toBe(0)
    }
  })

  it('refuses side information that contradicts itself', () => {
    const fit = (rows: [number, string[] | number[]][]) => () =>
      new BayesianSVDpp(short).fit(groups, { userFeatures: new Map(rows) })
    expect(
      codeOf(
        fit([
          [0, [1, 2]],
          [1, [1]],
        ]),
      ),
    ).toBe('DIMENSION_MISMATCH')
    expect(codeOf(fit([[0, [1, Number.NaN]]]))).toBe('NOT_FINITE')
    expect(
      codeOf(
        fit([
          [0, ['a']],
          [1, [1]],
        ]),
      ),
    ).toBe('INVALID_OPTION')
  })
})
