import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mae, ndcgAt, precisionAt, recallAt, rmse } from '../src/index.js'

describe('rating metrics', () => {
  it('score a worked example', () => {
    expect(rmse([1, 2, 3], [1, 4, 3])).toBeCloseTo(Math.sqrt(4 / 3), 12)
    expect(mae([1, 2, 3], [1, 4, 3])).toBeCloseTo(2 / 3, 12)
  })

  it('are 0 for perfect predictions, and RMSE is never below MAE', () => {
    const pairs = fc.array(
      fc.tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(pairs, (pairs) => {
        const [predicted, actual] = [pairs.map(([p]) => p), pairs.map(([, a]) => a)]
        expect(rmse(actual, actual)).toBe(0)
        expect(rmse(predicted, actual)).toBeGreaterThanOrEqual(mae(predicted, actual) - 1e-12)
      }),
    )
  })

  it('refuse unequal lengths and nothing', () => {
    for (const metric of [rmse, mae]) {
      expect(() => metric([1], [1, 2])).toThrowError(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }))
      expect(() => metric([], [])).toThrowError(expect.objectContaining({ code: 'EMPTY_DATA' }))
    }
  })
})

describe('ranking metrics', () => {
  const relevant = new Set(['a', 'b', 'c'])

  it('score a worked example', () => {
    const ranked = ['a', 'x', 'b', 'y']
    expect(ndcgAt(ranked, relevant, 4)).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3) + 1 / 2), 12)
    expect(recallAt(ranked, relevant, 4)).toBeCloseTo(2 / 3, 12)
    expect(recallAt(ranked, relevant, 1)).toBe(1)
    expect(precisionAt(ranked, relevant, 4)).toBe(0.5)
    expect(precisionAt(['a'], relevant, 4)).toBe(0.25)
  })

  it('are 1 for a perfect ranking, 0 without a hit, and NDCG falls when a hit moves down', () => {
    const permutation = fc.shuffledSubarray(['a', 'b', 'c', 'x', 'y', 'z'], { minLength: 6 })
    fc.assert(
      fc.property(permutation, fc.integer({ min: 1, max: 6 }), (ranked, k) => {
        const perfect = [...ranked].sort(
          (left, right) => Number(relevant.has(right)) - Number(relevant.has(left)),
        )
        expect(ndcgAt(perfect, relevant, k)).toBeCloseTo(1, 12)
        expect(recallAt(perfect, relevant, k)).toBe(1)
        expect(ndcgAt(ranked, relevant, k)).toBeLessThanOrEqual(1 + 1e-12)
        expect(ndcgAt(ranked, new Set(['q']), k)).toBe(0)
      }),
    )
    expect(ndcgAt(['x', 'a'], relevant, 2)).toBeLessThan(ndcgAt(['a', 'x'], relevant, 2))
  })

  it('refuse k = 0, a repeated item and an empty truth', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_OPTION' })
    for (const metric of [ndcgAt<string>, recallAt<string>, precisionAt<string>]) {
      expect(() => metric(['a'], relevant, 0)).toThrowError(invalid)
      expect(() => metric(['a', 'a'], relevant, 2)).toThrowError(invalid)
      expect(() => metric(['a'], new Set<string>(), 2)).toThrowError(
        expect.objectContaining({ code: 'EMPTY_DATA' }),
      )
    }
  })
})
