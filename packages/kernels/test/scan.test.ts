import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { innerProduct, scanInnerProduct, scanSquaredL2, squaredL2 } from '../src/index.js'

// The reference kernels, against the order of summation that they state.

/** Lane l sums the components l, l + 4, …; (l0 + l1) + (l2 + l3); one rounding. */
function inStatedOrder(terms: number[]): number {
  const lanes = [0, 0, 0, 0]
  for (const [j, term] of terms.entries()) lanes[j % 4]! += term
  return Math.fround(lanes[0]! + lanes[1]! + (lanes[2]! + lanes[3]!))
}

const kernels = [
  {
    name: 'squaredL2',
    one: squaredL2,
    scan: scanSquaredL2,
    term: (a: number, b: number) => (a - b) * (a - b),
  },
  { name: 'innerProduct', one: innerProduct, scan: scanInnerProduct, term: (a: number, b: number) => a * b },
]

const finite = fc.float({ noNaN: true, noDefaultInfinity: true })
const vectorPairs = fc
  .constantFrom(1, 2, 3, 4, 5, 7, 8, 64)
  .chain((d) =>
    fc.tuple(
      fc.array(finite, { minLength: d, maxLength: d }),
      fc.array(finite, { minLength: d, maxLength: d }),
    ),
  )

describe.each(kernels)('$name', ({ one, scan, term }) => {
  test('sums in the stated order and rounds once, for every tail length and any offset', () => {
    fc.assert(
      fc.property(vectorPairs, fc.nat(3), fc.nat(3), ([a, b], aStart, bStart) => {
        const paddedA = Float32Array.of(...Array<number>(aStart).fill(NaN), ...a, NaN)
        const paddedB = Float32Array.of(...Array<number>(bStart).fill(NaN), ...b, NaN)
        const wanted = inStatedOrder(a.map((x, j) => term(x, b[j]!)))
        expect(one(paddedA, aStart, paddedB, bStart, a.length)).toBe(wanted)
      }),
    )
  })

  test('gives the same bits for rows padded with zeros to a multiple of 4', () => {
    fc.assert(
      fc.property(vectorPairs, ([a, b]) => {
        const padding = Array<number>((4 - (a.length % 4)) % 4).fill(0)
        const padded = one(
          Float32Array.of(...a, ...padding),
          0,
          Float32Array.of(...b, ...padding),
          0,
          a.length + padding.length,
        )
        expect(padded).toBe(one(Float32Array.from(a), 0, Float32Array.from(b), 0, a.length))
      }),
    )
  })

  test('is symmetric', () => {
    fc.assert(
      fc.property(vectorPairs, ([a, b]) => {
        const [x, y] = [Float32Array.from(a), Float32Array.from(b)]
        expect(one(x, 0, y, 0, a.length)).toBe(one(y, 0, x, 0, a.length))
      }),
    )
  })

  test('scans rows with a stride, writes nRows results and no more, and leaves its inputs alone', () => {
    const d = 5
    const stride = 8
    const nRows = 3
    const queries = Float32Array.from({ length: 2 * d }, (_, i) => Math.sin(i))
    const rows = Float32Array.from({ length: 2 + nRows * stride }, (_, i) => Math.cos(i))
    const before = [queries.slice(), rows.slice()]
    const out = new Float32Array(nRows + 1).fill(-7)
    scan(queries, d, rows, 2, stride, nRows, d, out)
    const wanted = [0, 1, 2].map((i) => one(queries, d, rows, 2 + i * stride, d))
    expect([...out]).toEqual([...wanted, -7])
    expect([queries, rows]).toEqual(before)
  })
})

test('squaredL2 of a vector and itself is 0', () => {
  fc.assert(
    fc.property(vectorPairs, ([a]) => {
      const x = Float32Array.from(a)
      expect(squaredL2(x, 0, x, 0, x.length)).toBe(0)
    }),
  )
})
