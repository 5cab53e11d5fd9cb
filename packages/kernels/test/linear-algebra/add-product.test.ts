import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import { addProduct } from '../../src/linear-algebra/index.js'
import { filled, numbersOf, workspaceOf } from './matrices.js'

afterAll(endThreads)

const shapes = fc.record({
  m: fc.nat(5),
  n: fc.integer({ min: 1, max: 21 }),
  k: fc.nat(40),
  seed: fc.nat(999),
})

describe('addProduct', () => {
  test.each(['wasm', 'typescript'] as const)('adds the product of any two matrices, on %s', (backend) => {
    fc.assert(
      fc.property(shapes, ({ m, n, k, seed }) => {
        const workspace = workspaceOf({ backend })
        const C = filled(workspace, m, n, seed + 2)
        addProduct(workspace, C, filled(workspace, m, k, seed), filled(workspace, k, n, seed + 1))
        const [a, b, c] = [numbersOf(m * k, seed), numbersOf(k * n, seed + 1), numbersOf(m * n, seed + 2)]
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) {
            let sum = c[i * n + j]
            for (let f = 0; f < k; f++) sum += a[i * k + f] * b[f * n + j]
            expect(Math.abs(C.data[i * C.stride + j] - sum)).toBeLessThanOrEqual(1e-6 * (k + 1))
          }
      }),
    )
  })

  test.each(['wasm', 'typescript'] as const)(
    'does not read a lower triangle above its fours, on %s',
    (backend) => {
      const workspace = workspaceOf({ backend })
      const [A, L] = [filled(workspace, 3, 13, 1), filled(workspace, 13, 13, 2)]
      for (let row = 0; row < 13; row++) L.data.fill(0, row * L.stride + row + 1, (row + 1) * L.stride)
      const [whole, half] = [workspace.matrix(3, 13), workspace.matrix(3, 13)]
      addProduct(workspace, whole, A, L)
      addProduct(workspace, half, A, L, { isLower: true })
      expect(half.data).toEqual(whole.data)
    },
  )

  test('gives the same bits on threads, and for a row wherever it stands', () => {
    const [one, two] = [1, 2].map((threads) => {
      const workspace = workspaceOf({ threads })
      const [A, B, C] = [
        filled(workspace, 67, 301, 1),
        filled(workspace, 301, 311, 2),
        workspace.matrix(67, 311),
      ]
      addProduct(workspace, C, A, B)
      const single = workspace.matrix(1, 311)
      addProduct(workspace, single, A.rowsBetween(33, 34), B)
      expect(single.data).toEqual(C.rowsBetween(33, 34).data)
      return C.data
    })
    expect(two).toEqual(one)
  })

  test('refuses matrices that do not fit', () => {
    const workspace = workspaceOf()
    const refused = expect.objectContaining({ code: 'OUT_OF_BOUNDS' })
    expect(() =>
      addProduct(workspace, workspace.matrix(2, 3), workspace.matrix(2, 4), workspace.matrix(5, 3)),
    ).toThrowError(refused)
  })
})
