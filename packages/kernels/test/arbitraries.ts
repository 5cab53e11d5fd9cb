import fc from 'fast-check'
import type { SgdRates, SgdState } from '../src/index.js'

/** An epoch to run: the arrays, how many factors of a row are more than padding, and the rates. */
export interface SgdCase {
  readonly state: SgdState
  readonly nFactors: number
  readonly rates: SgdRates
}

const between = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => Math.fround(value))

const rates = (constraints: { readonly max: number }) => {
  const rate = between(0, constraints.max)
  return fc.record({ userBiases: rate, itemBiases: rate, userFactors: rate, itemFactors: rate })
}

/** Up to 6 users, some without ratings, up to 5 items, some rated more than once by the same user. */
export const sgdCase = (): fc.Arbitrary<SgdCase> =>
  fc
    .record({
      stride: fc.constantFrom(4, 8, 64),
      padding: fc.nat(3),
      ratingsPerUser: fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
      nItems: fc.integer({ min: 1, max: 5 }),
    })
    .chain(({ stride, padding, ratingsPerUser, nItems }) => {
      const nUsers = ratingsPerUser.length
      const nFactors = stride - padding
      const offsets = Int32Array.of(0, ...ratingsPerUser)
      for (let u = 0; u < nUsers; u++) offsets[u + 1]! += offsets[u]!
      const exactly = <T>(value: fc.Arbitrary<T>, length: number) =>
        fc.array(value, { minLength: length, maxLength: length })
      const floats = (length: number, max: number) =>
        exactly(between(-max, max), length).map((values) => Float32Array.from(values))
      const factors = (rows: number) =>
        floats(rows * stride, 1).map((values) =>
          values.map((value, at) => (at % stride < nFactors ? value : 0)),
        )
      return fc.record({
        state: fc.record({
          offsets: fc.constant(offsets),
          items: exactly(fc.nat(nItems - 1), offsets[nUsers]!).map((items) => Int32Array.from(items)),
          values: floats(offsets[nUsers]!, 5),
          userFactors: factors(nUsers),
          itemFactors: factors(nItems),
          userBiases: floats(nUsers, 1),
          itemBiases: floats(nItems, 1),
          stride: fc.constant(stride),
        }),
        nFactors: fc.constant(nFactors),
        rates: fc.record({
          biased: fc.boolean(),
          mu: between(-5, 5),
          learningRate: rates({ max: 0.02 }),
          regularization: rates({ max: 0.5 }),
        }),
      })
    })

const smallInteger = fc.integer({ min: -3, max: 3 })

/** A heap's candidates, ids distinct and in any order, keys often equal and sometimes infinite. */
export const candidates = fc
  .array(fc.oneof(smallInteger, fc.constantFrom(Infinity, -Infinity)), { maxLength: 60 })
  .chain((keys) =>
    fc.shuffledSubarray(
      keys.map((key, id) => ({ key, id })),
      { minLength: keys.length },
    ),
  )
