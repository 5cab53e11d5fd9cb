import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import { gram } from '../../src/linear-algebra/index.js'
import { filled, numbersOf, workspaceOf } from './matrices.js'

afterAll(endThreads)

describe('gram', () => {
  test.each(['wasm', 'typescript'] as const)("is A'A of any matrix, on %s", (backend) => {
    const shapes = fc.record({
      rows: fc.nat(140),
      columns: fc.integer({ min: 1, max: 21 }),
      seed: fc.nat(999),
    })
    fc.assert(
      fc.property(shapes, ({ rows, columns, seed }) => {
        const workspace = workspaceOf({ backend })
        const sums = gram(workspace, filled(workspace, rows, columns, seed))
        const a = numbersOf(rows * columns, seed)
        expect(sums).toHaveLength(columns * columns)
        for (let i = 0; i < columns; i++)
          for (let j = 0; j < columns; j++) {
            let sum = 0
            for (let row = 0; row < rows; row++) sum += a[row * columns + i] * a[row * columns + j]
            expect(Math.abs(sums[i * columns + j] - sum)).toBeLessThanOrEqual(2e-7 * (rows + 4))
          }
      }),
    )
  })

  test('loses nothing over many rows, where single precision would', () => {
    const workspace = workspaceOf()
    const rows = 400_000
    const A = workspace.matrix(rows, 4)
    A.data.fill(0.1)
    // Summed in single precision this is off by about 1 %.
    expect(gram(workspace, A)[0] / (rows * Math.fround(0.1) ** 2)).toBeCloseTo(1, 5)
  })

  test.each([2, 3])('gives the same bits on %d threads', (threads) => {
    const sums = [1, threads].map((n) => {
      const workspace = workspaceOf({ threads: n })
      return gram(workspace, filled(workspace, 3000, 67, 1))
    })
    expect(sums[1]).toEqual(sums[0])
  })

  test('can be asked again, after matrices of other shapes', () => {
    const workspace = workspaceOf()
    const A = filled(workspace, 50, 9, 1)
    const first = gram(workspace, A)
    gram(workspace, filled(workspace, 20, 30, 2))
    expect(gram(workspace, A)).toEqual(first)
  })
})
