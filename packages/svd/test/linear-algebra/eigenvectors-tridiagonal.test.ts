import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eigenTridiagonal } from '../../src/linear-algebra/eigen-tridiagonal.js'
import { eigenvectorsTridiagonal } from '../../src/linear-algebra/eigenvectors-tridiagonal.js'
import { dot } from '../../src/linear-algebra/vectors.js'

/** Small whole numbers, so that matrices fall apart and eigenvalues repeat. */
const anyTridiagonal = fc.integer({ min: 1, max: 20 }).chain((n) =>
  fc.record({
    diagonal: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n }),
    offDiagonal: fc.array(fc.nat({ max: 2 }), { minLength: n, maxLength: n }),
    k: fc.integer({ min: 1, max: n }),
  }),
)

it('gives orthonormal eigenvectors, of repeated eigenvalues, too', () => {
  fc.assert(
    fc.property(anyTridiagonal, ({ diagonal, offDiagonal, k }) => {
      const [d, e] = [Float64Array.from(diagonal), Float64Array.from(offDiagonal)]
      const all = d.slice()
      eigenTridiagonal(all, e.slice(), new Float64Array())
      const values = all.sort().reverse().slice(0, k)
      const n = d.length
      const vectors = eigenvectorsTridiagonal(d, e, values)
      for (let j = 0; j < k; j++) {
        const v = vectors.subarray(j * n, (j + 1) * n)
        for (let i = 0; i < n; i++) {
          const product = d[i] * v[i] + (e[i - 1] ?? 0) * (v[i - 1] ?? 0) + (i + 1 < n ? e[i] * v[i + 1] : 0)
          expect(product).toBeCloseTo(values[j] * v[i], 9)
        }
        for (let other = 0; other <= j; other++)
          expect(dot(v, vectors.subarray(other * n, (other + 1) * n))).toBeCloseTo(other === j ? 1 : 0, 9)
      }
    }),
    { numRuns: 500 },
  )
})
