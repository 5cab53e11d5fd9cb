import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDistanceTable, type Metric, squaredL2 } from '../src/index.js'

const float = fc.float({ min: -1e3, max: 1e3, noNaN: true })
const anyFloat = fc.float({ noNaN: true, noDefaultInfinity: true })

/** Tables of parts that are shorter and longer than what is worked on at once, and codes that fit them. */
const cases = (component: fc.Arbitrary<number>) =>
  fc
    .record({
      M: fc.integer({ min: 1, max: 5 }),
      ksub: fc.constantFrom(1, 2, 4, 8, 16, 64, 256),
      dsub: fc.integer({ min: 1, max: 5 }),
      metric: fc.constantFrom<Metric>('l2', 'innerProduct'),
      components: fc.array(component, { minLength: 1, maxLength: 50 }),
      codes: fc.array(fc.nat(255), { maxLength: 60 }),
      base: component,
    })
    .map(({ components, codes, ...options }) => {
      const { M, ksub, dsub } = options
      const at = (i: number) => components[i % components.length]
      return {
        ...options,
        centroids: Float32Array.from({ length: M * ksub * dsub }, (_, i) => at(i * 7 + Math.floor(i / 11))),
        vectors: [0, 3].map((shift) => Float64Array.from({ length: M * dsub }, (_, i) => at(i + shift))),
        codes: Uint8Array.from(codes.slice(0, codes.length - (codes.length % M)), (code) => code % ksub),
      }
    })

test('both backends give the same bits, for one vector after the other and more codes each time', () => {
  fc.assert(
    fc.property(cases(anyFloat), ({ vectors, codes, base, ...options }) => {
      const plain = createDistanceTable({ ...options, backend: 'typescript' })
      const wasm = createDistanceTable({ ...options, backend: 'wasm' })
      for (const vector of vectors) {
        plain.fill(vector)
        wasm.fill(vector)
        for (const n of [0, Math.floor(codes.length / options.M / 2), codes.length / options.M]) {
          const some = codes.subarray(0, n * options.M)
          expect(wasm.distances(base, some)).toEqual(plain.distances(base, some))
          expect(plain.distances(base, some)).toHaveLength(n)
        }
      }
    }),
  )
})

test('a distance is that to the vector whose parts the code names', () => {
  fc.assert(
    fc.property(cases(float), ({ vectors, codes, ...options }) => {
      const { M, ksub, dsub, metric, centroids } = options
      const table = createDistanceTable(options)
      const vector = Float32Array.from(vectors[0])
      table.fill(vectors[0])
      const distances = table.distances(1, codes)
      for (const [i, distance] of distances.entries()) {
        const named = Float32Array.from({ length: M * dsub }, (_, j) => {
          const m = Math.floor(j / dsub)
          return centroids[(m * ksub + codes[i * M + m]) * dsub + (j % dsub)]
        })
        const product = named.reduce((sum, component, j) => sum + component * vector[j], 0)
        const wanted = 1 + (metric === 'l2' ? squaredL2(vector, 0, named, 0, M * dsub) : product)
        expect(Math.abs(distance - wanted)).toBeLessThanOrEqual(
          2 ** -22 * Math.max(1, Math.abs(wanted)) + 1e-3,
        )
      }
    }),
  )
})

test('no finite vectors have a distance that is no number', () => {
  const options = { M: 2, ksub: 1, dsub: 1, centroids: Float32Array.of(3e38, -3e38) } as const
  for (const metric of ['l2', 'innerProduct'] as const)
    for (const backend of ['typescript', 'wasm'] as const) {
      const table = createDistanceTable({ ...options, metric, backend })
      table.fill(Float64Array.of(3e38, 3e38))
      expect(table.distances(0, Uint8Array.of(0, 0))).toEqual(Float32Array.of(metric === 'l2' ? Infinity : 0))
    }
})
