import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  averagePrecisionAt,
  calibrationCurve,
  calibrationError,
  catalogueCoverage,
  giniIndex,
  hitRateAt,
  intervalCoverage,
  intervalWidth,
  intraListDiversity,
  pitValues,
  popularityPercentiles,
  reciprocalRank,
  selfInformation,
} from '../src/index.js'
import { codeOf } from './code-of.js'

const relevant = new Set(['a', 'b', 'c'])

describe('accuracy of a list', () => {
  it('averagePrecisionAt is the mean precision over the places of the hits', () => {
    expect(averagePrecisionAt(['a', 'x', 'b', 'y'], relevant, 4)).toBeCloseTo((1 + 2 / 3) / 3, 12)
    expect(averagePrecisionAt(['a', 'x', 'b', 'y'], relevant, 2)).toBeCloseTo(1 / 2, 12)
    expect(averagePrecisionAt(['a', 'b', 'c'], relevant, 3)).toBe(1)
    expect(averagePrecisionAt(['x'], relevant, 3)).toBe(0)
  })

  it('reciprocalRank is 1 / place of the first hit', () => {
    expect(reciprocalRank(['x', 'y', 'b', 'a'], relevant)).toBeCloseTo(1 / 3, 12)
    expect(reciprocalRank(['x'], relevant)).toBe(0)
    expect(reciprocalRank([], relevant)).toBe(0)
  })

  it('hitRateAt looks at the first k places only', () => {
    expect(hitRateAt(['x', 'a'], relevant, 1)).toBe(0)
    expect(hitRateAt(['x', 'a'], relevant, 2)).toBe(1)
  })

  it('refuse a repeated item and an empty truth', () => {
    for (const metric of [averagePrecisionAt<string>, hitRateAt<string>, reciprocalRank<string>]) {
      expect(codeOf(() => metric(['a', 'a'], relevant, 2))).toBe('INVALID_OPTION')
      expect(codeOf(() => metric(['a'], new Set<string>(), 2))).toBe('EMPTY_DATA')
    }
  })
})

describe('what is recommended', () => {
  it('popularityPercentiles are mid-ranks, and 0.5 in the mean', () => {
    expect([...popularityPercentiles([5, 1, 1, 9])]).toEqual([0.625, 0.25, 0.25, 0.875])
    const counts = fc.array(fc.nat(4), { minLength: 1 })
    fc.assert(
      fc.property(counts, (counts) => {
        const percentiles = popularityPercentiles(counts)
        expect(percentiles.reduce((sum, value) => sum + value, 0) / counts.length).toBeCloseTo(0.5, 12)
      }),
    )
  })

  it('selfInformation is in bits, and that of an item nobody took as if one had', () => {
    expect([...selfInformation([8, 2, 1, 0], 8)]).toEqual([0, 2, 3, 3])
    expect(codeOf(() => selfInformation([9], 8))).toBe('INVALID_OPTION')
  })

  it('giniIndex is 0 for equal counts, 1 - 1/n when one item has all, and does not mind the unit', () => {
    expect(giniIndex([3, 3, 3])).toBeCloseTo(0, 12)
    expect(giniIndex([0, 0, 0, 7])).toBeCloseTo(0.75, 12)
    expect(giniIndex([1, 3])).toBeCloseTo(0.25, 12)
    expect(giniIndex([2, 6])).toBeCloseTo(0.25, 12)
    expect(codeOf(() => giniIndex([0, 0]))).toBe('EMPTY_DATA')
    expect(codeOf(() => giniIndex([1, -1]))).toBe('INVALID_OPTION')
  })

  it('catalogueCoverage is the share of items with a count', () => {
    expect(catalogueCoverage([0, 1, 5, 0])).toBe(0.5)
    expect(codeOf(() => catalogueCoverage([]))).toBe('EMPTY_DATA')
  })

  it('intraListDiversity is the mean unlikeness over pairs', () => {
    const similarity = (a: string, b: string) => (a[0] === b[0] ? 0.5 : 0)
    expect(intraListDiversity(['a1', 'a2', 'b1'], similarity)).toBeCloseTo((0.5 + 1 + 1) / 3, 12)
    expect(intraListDiversity(['a1'], similarity)).toBe(0)
  })
})

describe('predictive distributions', () => {
  it('intervalCoverage counts ends as inside, and intervalWidth is the mean', () => {
    expect(intervalCoverage([1, 2, 3], [2, 3, 4], [2, 3.5, 3])).toBeCloseTo(2 / 3, 12)
    expect(intervalWidth([1, 2], [2, 5])).toBe(2)
    expect(codeOf(() => intervalCoverage([1], [2, 3], [1, 2]))).toBe('DIMENSION_MISMATCH')
  })

  it('pitValues are the probability below the rating', () => {
    const [low, middle, high] = pitValues([3, 3, 3], [1, 2, 0.5], [3 - 1.96, 3, 3.98])
    expect(low).toBeCloseTo(0.025, 4)
    expect(middle).toBe(0.5)
    expect(high).toBeCloseTo(0.975, 4)
    expect(codeOf(() => pitValues([3], [0], [3]))).toBe('INVALID_OPTION')
  })

  it('calibrationCurve and calibrationError tell honest predictions from those too sure of themselves', () => {
    const uniform = Array.from({ length: 1000 }, (_, n) => (n + 0.5) / 1000)
    const tooSure = uniform.map((p) => (p < 0.5 ? p / 10 : 1 - (1 - p) / 10))
    for (const { level, observed } of calibrationCurve(uniform)) expect(observed).toBeCloseTo(level, 2)
    expect(calibrationCurve(tooSure, [0.8])[0].observed).toBe(0)
    expect(calibrationError(uniform)).toBeCloseTo(0.0005, 6)
    expect(calibrationError(tooSure)).toBeCloseTo(0.45, 2)
    expect(codeOf(() => calibrationCurve(uniform, [1]))).toBe('INVALID_OPTION')
    expect(codeOf(() => calibrationError([]))).toBe('EMPTY_DATA')
  })
})
