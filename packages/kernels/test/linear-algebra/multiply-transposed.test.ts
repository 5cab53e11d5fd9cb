import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import { multiplyTransposed } from '../../src/linear-algebra/index.js'
import { filled, numbersOf, workspaceOf } from './matrices.js'

afterAll(endThreads)

const shapes = fc.record({
  m: fc.nat(9),
  n: fc.nat(13),
  k: fc.integer({ min: 1, max: 21 }),
  seed: fc.nat(999),
})

/** C = A B' for waves of numbers, by the textbook, in doubles. */
function expected(m: number, n: number, k: number, seed: number): number[] {
  const [a, b] = [numbersOf(m * k, seed), numbersOf(n * k, seed + 1)]
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = 0
    for (let f = 0; f < k; f++) sum += a[i * k + f] * b[j * k + f]
    return sum
  })
}

function product(m: number, n: number, k: number, seed: number, options = {}) {
  const workspace = workspaceOf(options)
  const C = workspace.matrix(m, n)
  const [A, B] = [filled(workspace, m, k, seed), filled(workspace, n, k, seed + 1)]
  C.data.fill(Number.NaN)
  multiplyTransposed(workspace, C, A, B)
  return C
}

describe('multiplyTransposed', () => {
  test.each(['wasm', 'typescript'] as const)('is the product of any two matrices, on %s', (backend) => {
    fc.assert(
      fc.property(shapes, ({ m, n, k, seed }) => {
        const C = product(m, n, k, seed, { backend })
        for (const [at, value] of expected(m, n, k, seed).entries()) {
          const place = Math.floor(at / n) * C.stride + (at % n)
          expect(Math.abs(C.data[place] - value)).toBeLessThanOrEqual(1e-6 * k)
        }
      }),
    )
  })

  test('leaves zeros in the padding, so that a product can be a factor', () => {
    const C = product(3, 5, 7, 1)
    for (let row = 0; row < 3; row++)
      expect([...C.data.subarray(row * 8 + 5, row * 8 + 8)]).toEqual([0, 0, 0])
  })

  test.each([2, 3])('gives the same bits on %d threads', (threads) => {
    expect(product(301, 257, 65, 3, { threads }).data).toEqual(product(301, 257, 65, 3).data)
  })

  test('gives a row the same bits wherever it stands', () => {
    const workspace = workspaceOf()
    const [A, B] = [filled(workspace, 5, 12, 1), filled(workspace, 6, 12, 2)]
    const [all, one] = [workspace.matrix(5, 6), workspace.matrix(1, 6)]
    multiplyTransposed(workspace, all, A, B)
    for (let row = 0; row < 5; row++) {
      multiplyTransposed(workspace, one, A.rowsBetween(row, row + 1), B)
      expect(one.data).toEqual(all.rowsBetween(row, row + 1).data)
    }
  })

  test('refuses matrices that do not fit', () => {
    const workspace = workspaceOf()
    const [A, B, C] = [workspace.matrix(2, 3), workspace.matrix(4, 3), workspace.matrix(2, 4)]
    const refused = expect.objectContaining({ code: 'OUT_OF_BOUNDS' })
    expect(() => multiplyTransposed(workspace, C, A, workspace.matrix(4, 5))).toThrowError(refused)
    expect(() => multiplyTransposed(workspace, C, B, A)).toThrowError(refused)
    expect(() => A.rowsBetween(1, 3)).toThrowError(refused)
  })
})
