import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createScalarCodes,
  decodeScalars,
  type Metric,
  scanInnerProduct,
  scanSquaredL2,
} from '../src/index.js'

const float = fc.float({ min: Math.fround(-1e30), max: Math.fround(1e30), noNaN: true })

const cases = fc
  .record({
    d: fc.integer({ min: 1, max: 11 }),
    metric: fc.constantFrom<Metric>('l2', 'innerProduct'),
    components: fc.array(float, { minLength: 1, maxLength: 33 }),
    codes: fc.array(fc.nat(255), { maxLength: 80 }),
  })
  .map(({ d, metric, components, codes }) => {
    const row = (shift: number) =>
      Float32Array.from({ length: d }, (_, j) => components[(j + shift) % components.length])
    return {
      metric,
      minima: row(0),
      ranges: row(1).map(Math.abs),
      query: row(2),
      codes: Uint8Array.from(codes.slice(0, codes.length - (codes.length % d))),
    }
  })

test('both backends give the canonical distances to the decoded rows, more of them each time', () => {
  fc.assert(
    fc.property(cases, ({ codes, query, ...options }) => {
      const d = options.minima.length
      const plain = createScalarCodes({ ...options, backend: 'typescript' })
      const wasm = createScalarCodes({ ...options, backend: 'wasm' })
      for (const n of [0, Math.floor(codes.length / d / 2), codes.length / d]) {
        const some = codes.subarray(0, n * d)
        const rows = new Float32Array(n * d)
        decodeScalars(some, options.minima, options.ranges, rows)
        const wanted = new Float32Array(n)
        const scan = options.metric === 'l2' ? scanSquaredL2 : scanInnerProduct
        scan(query, 0, rows, 0, d, n, d, wanted)
        for (const block of [plain, wasm]) {
          block.decode(some)
          expect(block.distances(query)).toEqual(wanted)
        }
      }
    }),
  )
})

test('every code is decoded alike in every place of a row', () => {
  const codes = Uint8Array.from({ length: 256 * 5 }, (_, i) => Math.floor(i / 5))
  const minima = Float32Array.of(0, -1, 1e-3, 3.3, -7e8)
  const ranges = Float32Array.of(255, 1 / 3, 0.1, 0, 3e9)
  const decoded = new Float32Array(codes.length)
  decodeScalars(codes, minima, ranges, decoded)
  // A unit query's inner products with the rows are the components.
  for (const backend of ['typescript', 'wasm'] as const) {
    const block = createScalarCodes({ minima, ranges, metric: 'innerProduct', backend })
    block.decode(codes)
    for (let j = 0; j < 5; j++) {
      const unit = new Float32Array(5)
      unit[j] = 1
      expect(block.distances(unit)).toEqual(decoded.filter((_, i) => i % 5 === j))
    }
  }
})
