import { MatrixWorkspace } from '@redux/kernels/linear-algebra'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eigenSymmetric } from '../../src/linear-algebra/eigen-symmetric.js'
import { codeOf } from '../code-of.js'

/** Symmetric matrices, among them singular ones and such with equal eigenvalues. */
const matrices = fc.integer({ min: 1, max: 24 }).chain((n) =>
  fc
    .array(
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: -3, max: 3 }),
        fc.double({ min: -1, max: 1, noNaN: true }).map((value) => (Math.abs(value) < 1e-100 ? 0 : value)),
      ),
      {
        minLength: n * n,
        maxLength: n * n,
      },
    )
    .map((values) => {
      const matrix = Float64Array.from(values)
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]
      return { matrix, n }
    }),
)

const size = (matrix: Float64Array) => Math.hypot(...matrix, 1e-300)

describe.each(['wasm', 'typescript'] as const)('eigenSymmetric on %s', (backend) => {
  const workspace = new MatrixWorkspace({ backend })

  it('takes any symmetric matrix apart: orthonormal vectors, descending values, and their product is it', () => {
    fc.assert(
      fc.property(matrices, ({ matrix, n }) => {
        const { values, vectors } = eigenSymmetric(matrix, n, workspace)
        const tolerance = 1e-13 * n
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let inner = 0
            let product = 0
            for (let f = 0; f < n; f++) {
              inner += vectors[i * n + f] * vectors[j * n + f]
              product += values[f] * vectors[f * n + i] * vectors[f * n + j]
            }
            expect(Math.abs(inner - (i === j ? 1 : 0))).toBeLessThan(tolerance)
            expect(Math.abs(product - matrix[i * n + j])).toBeLessThan(tolerance * size(matrix))
          }
        expect([...values]).toEqual([...values].sort((a, b) => b - a))
      }),
    )
  })

  it('gives every vector the sign that makes its largest component positive', () => {
    const { values, vectors } = eigenSymmetric(Float64Array.of(2, -1, -1, 2), 2, workspace)
    const half = Math.SQRT1_2
    for (const [at, value] of [3, 1].entries()) expect(values[at]).toBeCloseTo(value, 12)
    for (const [at, value] of [half, half].entries()) expect(vectors[2 + at]).toBeCloseTo(value, 12)
    expect(Math.max(...vectors.subarray(0, 2))).toBeCloseTo(half, 12)
  })

  it('leaves the matrix as it was', () => {
    const matrix = Float64Array.of(2, 1, 1, 3)
    eigenSymmetric(matrix, 2, workspace)
    expect([...matrix]).toEqual([2, 1, 1, 3])
  })

  it('refuses what is not finite', () => {
    expect(codeOf(() => eigenSymmetric(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2, workspace))).toBe(
      'DIVERGED',
    )
  })

  it('keeps tiny and huge numbers apart from overflow', () => {
    for (const scale of [1e-160, 1e160]) {
      const { values } = eigenSymmetric(
        Float64Array.of(2, 1, 1, 1, 3, 1, 1, 1, 4).map((value) => value * scale),
        3,
        workspace,
      )
      expect(values.reduce((sum, value) => sum + value / scale, 0)).toBeCloseTo(9, 10)
    }
  })
})
