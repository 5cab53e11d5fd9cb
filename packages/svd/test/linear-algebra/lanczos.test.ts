import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { topEigen } from '../../src/linear-algebra/lanczos.js'

/** Some matrix B, n x m, of small whole numbers, so that B B' has repeated and zero eigenvalues, too. */
const anyFactor = fc
  .record({ n: fc.integer({ min: 1, max: 12 }), m: fc.integer({ min: 1, max: 12 }) })
  .chain(({ n, m }) =>
    fc
      .array(fc.integer({ min: -2, max: 2 }), { minLength: n * m, maxLength: n * m })
      .map((values) => ({ n, m, values })),
  )

/** B B', row-major. */
function gramOf({ n, m, values }: { n: number; m: number; values: readonly number[] }): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n]
    let sum = 0
    for (let k = 0; k < m; k++) sum += values[row * m + k] * values[column * m + k]
    return sum
  })
}

function times(matrix: Float64Array, n: number, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: n }, (_, row) =>
    vector.reduce((sum, value, column) => sum + matrix[row * n + column] * value, 0),
  )
}

describe('topEigen', () => {
  it('finds orthonormal eigenvectors of the largest eigenvalues, repeated and zero ones, too', () => {
    fc.assert(
      fc.property(anyFactor, fc.integer({ min: 1, max: 12 }), fc.integer(), (factor, k, seed) => {
        const { n } = factor
        const matrix = gramOf(factor)
        const { values, vectors } = topEigen({ n, times: (vector) => times(matrix, n, vector) }, k, seed)
        expect(values.length).toBe(Math.min(k, n))
        const size = Math.max(1, values[0])
        for (let j = 0; j < values.length; j++) {
          const vector = vectors.subarray(j * n, (j + 1) * n)
          for (const [at, value] of times(matrix, n, vector).entries())
            expect(Math.abs(value - values[j] * vector[at])).toBeLessThan(1e-4 * size)
          for (let other = 0; other <= j; other++) {
            const dot = vector.reduce((sum, value, at) => sum + value * vectors[other * n + at], 0)
            expect(dot).toBeCloseTo(other === j ? 1 : 0, 6)
          }
        }
        // None larger was missed: what the others leave of the trace is theirs.
        if (k >= n)
          expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
            matrix.reduce((sum, value, at) => sum + (at % (n + 1) === 0 ? value : 0), 0),
            5,
          )
        expect([...values].sort((a, b) => b - a)).toEqual([...values])
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same bits for the same seed', () => {
    const matrix = gramOf({ n: 6, m: 6, values: Array.from({ length: 36 }, (_, at) => (at * 7) % 5) })
    const run = () => topEigen({ n: 6, times: (vector) => times(matrix, 6, vector) }, 3, 4)
    expect(run()).toEqual(run())
  })
})
