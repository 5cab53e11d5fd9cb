import fc from 'fast-check'

/** Who took what, and how much it counts. */
export interface Listen {
  readonly user: string
  readonly item: string
  readonly rating: number
}

/** Few users and more items, many of which only one user took; pairs may repeat. */
export const listens = (): fc.Arbitrary<Listen[]> =>
  fc.array(
    fc.record({
      user: fc.nat({ max: 7 }).map((user) => `user ${user}`),
      item: fc.nat({ max: 25 }).map((item) => `item ${item}`),
      rating: fc.integer({ min: 1, max: 8 }).map((quarter) => quarter / 4),
    }),
    { minLength: 1, maxLength: 60 },
  )
