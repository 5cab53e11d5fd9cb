import { describe, expect, test } from 'vitest'
import { eigenSymmetricInWasm, gram } from '../../src/linear-algebra/index.js'
import { filled, workspaceOf } from './matrices.js'

describe('eigenSymmetricInWasm', () => {
  test.each([1, 2, 7, 24, 65])('takes a Gram matrix of %d columns apart', (n) => {
    const workspace = workspaceOf()
    const matrix = gram(workspace, filled(workspace, n + 3, n, n))
    const { values, vectors } = eigenSymmetricInWasm(workspace, matrix, n)!
    const tolerance = 1e-12 * n
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let inner = 0
        let product = 0
        for (let f = 0; f < n; f++) {
          inner += vectors[i * n + f] * vectors[j * n + f]
          product += values[f] * vectors[f * n + i] * vectors[f * n + j]
        }
        expect(Math.abs(inner - (i === j ? 1 : 0))).toBeLessThan(tolerance)
        expect(Math.abs(product - matrix[i * n + j])).toBeLessThan(tolerance * n)
      }
  })

  test('has one value of every multiplicity where all are equal', () => {
    const identity = Float64Array.from({ length: 25 }, (_, at) => (at % 6 === 0 ? 3 : 0))
    const { values } = eigenSymmetricInWasm(workspaceOf(), identity, 5)!
    expect([...values]).toEqual([3, 3, 3, 3, 3])
  })
})
