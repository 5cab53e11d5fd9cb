import { expect, test } from 'vitest'
import { OrthonormalRows } from '../../src/linear-algebra/index.js'
import { numbersOf, workspaceOf } from './matrices.js'

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * b[at], 0)

test.each(['wasm', 'typescript'] as const)(
  'vectors are made orthogonal to all rows, and rows added up, on %s',
  (backend) => {
    const n = 71
    const rows = new OrthonormalRows(workspaceOf({ backend }), n)
    const vectors: Float64Array[] = []
    for (let at = 0; at < 67; at++) {
      const vector = Float64Array.from(numbersOf(n, at))
      for (let twice = 0; twice < 2; twice++) rows.orthogonalise(vector)
      const length = Math.sqrt(dot(vector, vector))
      const unit = vector.map((value) => value / length)
      for (const other of vectors) expect(Math.abs(dot(unit, other))).toBeLessThan(1e-9)
      rows.push(unit)
      vectors.push(unit)
    }
    expect(rows.size).toBe(67)
    const factors = Float64Array.from(numbersOf(67, 5))
    const sum = new Float64Array(n).fill(1)
    rows.addTo(sum, factors)
    for (let at = 0; at < n; at++)
      expect(sum[at]).toBeCloseTo(
        vectors.reduce((all, vector, row) => all + vector[at] * factors[row], 1),
        10,
      )
  },
)
