import fc from 'fast-check'
import type { Rating } from '../src/index.js'

/** Ratings from few users and items in half steps from 1 to 5, so that pairs repeat and rows differ in length. */
export const ratingRows = (
  constraints: { minLength?: number; maxLength?: number } = {},
): fc.Arbitrary<Rating[]> =>
  fc.array(
    fc.record({
      user: fc.nat({ max: 7 }).map((user) => `user ${user}`),
      item: fc.nat({ max: 9 }).map((item) => `item ${item}`),
      rating: fc.integer({ min: 2, max: 10 }).map((half) => half / 2),
    }),
    { minLength: 1, maxLength: 60, ...constraints },
  )
