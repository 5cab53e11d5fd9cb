import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import {
  gram,
  invertFactor,
  type MatrixWorkspace,
  multiplyTransposed,
} from '../../src/linear-algebra/index.js'
import { filled, numbersOf, workspaceOf } from './matrices.js'

afterAll(endThreads)

/** I + B B' / n, row by row. */
function positive(n: number, seed: number): number[][] {
  const b = numbersOf(n * n, seed)
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => {
      let sum = i === j ? 1 : 0
      for (let f = 0; f < n; f++) sum += (b[i * n + f] * b[j * n + f]) / n
      return sum
    }),
  )
}

/** With anything below the diagonal, which is not to be read. */
function upperOf(workspace: MatrixWorkspace, rows: readonly (readonly number[])[]) {
  const A = workspace.matrix(rows.length, rows.length)
  for (const [i, row] of rows.entries())
    for (const [j, value] of row.entries()) A.data[i * A.stride + j] = j < i ? 7 : value
  return A
}

describe('invertFactor', () => {
  test.each(['wasm', 'typescript'] as const)(
    'gives the inverse of the factor: L^-1 A L^-T = I, on %s',
    (backend) => {
      const sizes = fc.record({
        n: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(63, 64, 65, 97)),
        seed: fc.nat(99),
      })
      fc.assert(
        fc.property(sizes, ({ n, seed }) => {
          const workspace = workspaceOf({ backend })
          const rows = positive(n, seed)
          const A = upperOf(workspace, rows)
          expect(invertFactor(workspace, A)).toBe(true)
          const whole = workspace.matrix(n, n)
          for (const [i, row] of rows.entries()) whole.data.set(row, i * whole.stride)
          const [half, product] = [workspace.matrix(n, n), workspace.matrix(n, n)]
          multiplyTransposed(workspace, half, A, whole)
          multiplyTransposed(workspace, product, half, A)
          for (let i = 0; i < n; i++)
            for (let j = 0; j < A.stride; j++) {
              if (j > i) expect(A.data[i * A.stride + j]).toBe(0)
              if (j < n) expect(product.data[i * A.stride + j]).toBeCloseTo(i === j ? 1 : 0, 4)
            }
        }),
        { numRuns: 40 },
      )
    },
  )

  test.each([2, 3])('gives the same bits on %d threads', (threads) => {
    const [one, more] = [1, threads].map((n) => {
      const workspace = workspaceOf({ threads: n })
      const A = upperOf(workspace, positive(390, 1))
      invertFactor(workspace, A)
      return A.data
    })
    expect(more).toEqual(one)
  })

  test.each(['wasm', 'typescript'] as const)(
    'tells a matrix that is not positive definite, on %s',
    (backend) => {
      const workspace = workspaceOf({ backend })
      expect(
        invertFactor(
          workspace,
          upperOf(workspace, [
            [1, 2],
            [2, 1],
          ]),
        ),
      ).toBe(false)
      expect(invertFactor(workspace, upperOf(workspace, [[0]]))).toBe(false)
      expect(invertFactor(workspace, upperOf(workspace, [[Number.NaN]]))).toBe(false)
    },
  )

  test('refuses a matrix that is not square', () => {
    const workspace = workspaceOf()
    expect(() => invertFactor(workspace, workspace.matrix(2, 3))).toThrow(
      expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
    )
  })
})

describe('a lower triangle', () => {
  test.each(['wasm', 'typescript'] as const)(
    'is multiplied as the whole matrix would be, on %s',
    (backend) => {
      for (const n of [1, 5, 64, 67, 131]) {
        const workspace = workspaceOf({ backend })
        const L = filled(workspace, n, n, 1)
        for (let row = 0; row < n; row++) L.data.fill(0, row * L.stride + row + 1, (row + 1) * L.stride)
        const A = filled(workspace, 3, n, 2)
        const [whole, half] = [workspace.matrix(3, n), workspace.matrix(3, n)]
        multiplyTransposed(workspace, whole, A, L)
        multiplyTransposed(workspace, half, A, L, { isLower: true })
        for (const [at, value] of whole.data.entries()) expect(half.data[at]).toBeCloseTo(value, 4)
        const [all, lower] = [gram(workspace, L), gram(workspace, L, { isLower: true })]
        for (const [at, value] of all.entries()) expect(lower[at]).toBeCloseTo(value, 4)
      }
    },
  )
})
