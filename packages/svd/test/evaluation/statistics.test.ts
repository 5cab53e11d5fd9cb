import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareAllPaired,
  comparePaired,
  holm,
  meanInterval,
  signFlipTest,
  wilcoxonSignedRank,
} from '../../src/index.js'
import { codeOf } from '../code-of.js'

const values = (constraints = {}) =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 30, ...constraints })

describe('meanInterval', () => {
  it('is the mean ± 1.96 s / √n over independent cases', () => {
    const { mean, standardError, halfWidth, low, high, nCases, nClusters } = meanInterval([1, 2, 3, 6])
    expect(mean).toBe(3)
    expect(standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12)
    expect(halfWidth).toBeCloseTo(1.96 * standardError, 12)
    expect([low, high]).toEqual([mean - halfWidth, mean + halfWidth])
    expect([nCases, nClusters]).toEqual([4, 4])
  })

  it('is cluster-robust when users have several cases', () => {
    // By hand: sums of deviations -3.4, 0.6, 2.8; √(3/2 * 19.76) / 5.
    const { mean, standardError, nClusters } = meanInterval([1, 2, 3, 4, 6], {
      clusters: ['a', 'a', 'b', 'b', 'c'],
    })
    expect(mean).toBeCloseTo(3.2, 12)
    expect(standardError).toBeCloseTo(1.088852607105296, 12)
    expect(nClusters).toBe(3)
  })

  it('does not grow surer when every case is there twice', () => {
    fc.assert(
      fc.property(values(), (values) => {
        const users = values.map((_, n) => `user ${n}`)
        const once = meanInterval(values)
        const twice = meanInterval([...values, ...values], { clusters: [...users, ...users] })
        expect(twice.mean).toBeCloseTo(once.mean, 9)
        expect(twice.standardError).toBeCloseTo(once.standardError, 9)
      }),
    )
  })

  it('knows no error of a single cluster, and refuses nothing, NaN and clusters that do not pair up', () => {
    expect(meanInterval([5]).standardError).toBeNaN()
    expect(codeOf(() => meanInterval([]))).toBe('EMPTY_DATA')
    expect(codeOf(() => meanInterval([1, Number.NaN]))).toBe('NOT_FINITE')
    expect(codeOf(() => meanInterval([1, 2], { clusters: ['a'] }))).toBe('DIMENSION_MISMATCH')
  })
})

describe('wilcoxonSignedRank', () => {
  it("gives SciPy's answer for the example of its documentation", () => {
    const differences = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]
    const { positiveRankSum, negativeRankSum, pValue } = wilcoxonSignedRank(differences)
    expect([positiveRankSum, negativeRankSum]).toEqual([96, 24])
    expect(pValue).toBeCloseTo(0.041259765625, 12)
  })

  it('is exact with ties, and leaves zeros out', () => {
    // Counted over all 2^12 ways to sign the mid-ranks.
    const differences = [1, -1, 2, 2, -3, 4, 4, 4, 5, -6, 7, 7, 0, 0]
    expect(wilcoxonSignedRank(differences)).toEqual({
      positiveRankSum: 61.5,
      negativeRankSum: 16.5,
      pValue: 0.078125,
    })
  })

  it('approximates large samples as SciPy does, with continuity and tie correction', () => {
    const differences = Array.from({ length: 80 }, (_, n) => Math.round(Math.sin(n * 12.9898) * 5 + 0.8))
    // scipy.stats.wilcoxon(x, zero_method='wilcox', correction=True, method='approx')
    const { positiveRankSum, negativeRankSum, pValue } = wilcoxonSignedRank(differences)
    expect(Math.min(positiveRankSum, negativeRankSum)).toBe(920)
    expect(pValue).toBeCloseTo(0.007474702096539138, 10)
  })

  it('finds nothing in nothing, and the same in the mirror', () => {
    expect(wilcoxonSignedRank([0, 0]).pValue).toBe(1)
    fc.assert(
      fc.property(values({ maxLength: 70 }), (values) => {
        const { pValue } = wilcoxonSignedRank(values)
        expect(pValue).toBeGreaterThan(0)
        expect(pValue).toBeLessThanOrEqual(1)
        expect(wilcoxonSignedRank(values.map((value) => -value)).pValue).toBeCloseTo(pValue, 12)
      }),
    )
  })
})

describe('signFlipTest', () => {
  it('approaches the share of sign patterns that are as extreme', () => {
    // Of 2^6 patterns of six equal differences, two have a mean as far from 0.
    expect(Math.abs(signFlipTest([1, 1, 1, 1, 1, 1], { nRounds: 20_000 }) - 2 / 64)).toBeLessThan(0.005)
  })

  it('is the same for the same seed, and flips clusters as a whole', () => {
    const differences = [1, 1, 1, 1, 1, 1]
    const clusters = ['a', 'a', 'a', 'b', 'b', 'b']
    expect(signFlipTest(differences, { seed: 3 })).toBe(signFlipTest(differences, { seed: 3 }))
    expect(Math.abs(signFlipTest(differences, { clusters }) - 0.5)).toBeLessThan(0.03)
    expect(codeOf(() => signFlipTest([]))).toBe('EMPTY_DATA')
    expect(codeOf(() => signFlipTest([1], { nRounds: 0 }))).toBe('INVALID_OPTION')
  })
})

describe('holm', () => {
  it('corrects a worked example in the order given', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(holm([0.6, Number.NaN, 0.5])).toEqual([1, Number.NaN, 1])
    expect(holm([])).toEqual([])
  })
})

describe('comparePaired', () => {
  const a = [0.62, 0.51, 0.4, 0.33, 0.9, 0.11, 0.75, 0.28, 0.55, 0.47, 0.81, 0.36]
  const b = [0.5, 0.52, 0.31, 0.3, 0.85, 0.2, 0.61, 0.25, 0.49, 0.4, 0.7, 0.36]

  it("has SciPy's paired t-test", () => {
    const { difference, pValue } = comparePaired(a, b)
    expect(difference.mean / difference.standardError).toBeCloseTo(2.7020149806676153, 10)
    expect(pValue.t).toBeCloseTo(0.020582502585492966, 10)
  })

  it('is narrower than the two intervals it comes from when the cases are alike', () => {
    expect(comparePaired(a, b).difference.halfWidth).toBeLessThan(meanInterval(a).halfWidth / 2)
  })

  it('finds no difference between a model and itself, and turns its sign when swapped', () => {
    expect(comparePaired(a, a)).toMatchObject({ difference: { mean: 0 }, pValue: { t: 1, wilcoxon: 1 } })
    const [there, back] = [comparePaired(a, b), comparePaired(b, a)]
    expect(back.difference.mean).toBeCloseTo(-there.difference.mean, 12)
    expect(back.pValue.t).toBeCloseTo(there.pValue.t, 12)
    expect(codeOf(() => comparePaired(a, [1]))).toBe('DIMENSION_MISMATCH')
  })

  it('corrects for as many comparisons as there are', () => {
    const comparisons = compareAllPaired([a, b, a], b)
    expect(comparisons[0].corrected.t).toBeCloseTo(3 * comparisons[0].pValue.t, 12)
    expect(comparisons[1].corrected.t).toBe(1)
    expect(comparisons[0].difference).toEqual(comparePaired(a, b).difference)
  })
})
