import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playsFromRating, ratingFromPlays } from '../src/rating-transform.js'

const plays = () => fc.integer({ min: 0, max: 1e9 })

describe('ratingFromPlays', () => {
  it.each([
    [0, 0],
    [9, 1],
    [99, 2],
  ])('gives %d plays the rating %d', (n, rating) => {
    expect(ratingFromPlays(n)).toBeCloseTo(rating, 12)
  })

  it('gives more plays a higher rating', () => {
    fc.assert(
      fc.property(plays(), (n) => {
        expect(ratingFromPlays(n + 1)).toBeGreaterThan(ratingFromPlays(n))
      }),
    )
  })
})

describe('playsFromRating', () => {
  it('gives back the plays that a rating was made of', () => {
    fc.assert(
      fc.property(plays(), (n) => {
        expect(Math.abs(playsFromRating(ratingFromPlays(n)) - n)).toBeLessThanOrEqual(1e-12 * (n + 1))
      }),
    )
  })
})
