import fc from 'fast-check'
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
} from '../src/distribution.js'

const safeIntegers = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 }),
)
const positiveIntegers = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.maxSafeNat().map((n) => Math.max(n, 1)),
)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE })
const ordered = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a])

/** Every kind of range that `suggestInt` takes. */
export const intDistributions = fc.oneof(
  fc
    .tuple(safeIntegers, safeIntegers, positiveIntegers)
    .map(([a, b, step]) => intDistribution('x', ...ordered(a, b), { step })),
  fc
    .tuple(positiveIntegers, positiveIntegers)
    .map(([a, b]) => intDistribution('x', ...ordered(a, b), { log: true })),
)

/** Every kind of range that `suggestFloat` takes. Steps are a decimal fraction of a range with decimal ends. */
export const floatDistributions = fc.oneof(
  fc.tuple(finite, finite).map(([a, b]) => floatDistribution('x', ...ordered(a, b), {})),
  fc.tuple(positive, positive).map(([a, b]) => floatDistribution('x', ...ordered(a, b), { log: true })),
  fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1000), fc.integer({ min: 1, max: 1e4 }))
    .map(([low, size, step]) =>
      floatDistribution('x', low / 1000, (low + size * 10) / 1000, { step: step / 1000 }),
    ),
)

export const categoricalDistributions = fc
  .uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { minLength: 1 })
  .map((choices) => categoricalDistribution('x', choices))

export const distributions: fc.Arbitrary<Distribution> = fc.oneof(
  intDistributions,
  floatDistributions,
  categoricalDistributions,
)
