import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { featuresOf, mostRated } from '../../src/bayesian/features.js'
import { type Entry, gramPlusIdentity, sparseRows, transposed } from '../../src/bayesian/sparse.js'
import { symmetricEigen } from '../../src/bayesian/symmetric-eigen.js'

const entries: fc.Arbitrary<Entry[][]> = fc.array(
  fc.array(fc.record({ column: fc.nat({ max: 4 }), value: fc.integer({ min: -3, max: 3 }) }), {
    maxLength: 6,
  }),
  { minLength: 1, maxLength: 6 },
)

/** As a full matrix; what is given twice counts twice. */
const dense = ({ nRows, nColumns, offsets, columns, values }: ReturnType<typeof sparseRows>) => {
  const full = Array.from({ length: nRows }, () => new Array<number>(nColumns).fill(0))
  for (let row = 0; row < nRows; row++)
    for (let at = offsets[row]; at < offsets[row + 1]; at++) full[row][columns[at]] += values[at]
  return full
}

describe('sparse rows', () => {
  it('are transposed to the same matrix, turned', () => {
    fc.assert(
      fc.property(entries, (rows) => {
        const matrix = sparseRows(rows, 5)
        const full = dense(matrix)
        expect(dense(transposed(matrix))).toEqual(
          Array.from({ length: 5 }, (_, c) => full.map((row) => row[c])),
        )
      }),
    )
  })

  it('have the Gram matrix of the full one', () => {
    fc.assert(
      fc.property(entries, (rows) => {
        const matrix = sparseRows(rows, 5)
        const gram = gramPlusIdentity(matrix)
        for (let a = 0; a < 5; a++)
          for (let b = 0; b <= a; b++) {
            const inner = dense(matrix).reduce((sum, row) => sum + row[a] * row[b], a === b ? 1 : 0)
            expect(gram[a * 5 + b]).toBeCloseTo(inner, 8)
          }
      }),
    )
  })
})

describe('featuresOf', () => {
  const sources = {
    ids: ['ann', 'bob', 'cid'],
    rated: (row: number) => [[0, 2, 2], [5], []][row],
    implicitColumns: new Map([
      [0, 0],
      [2, 1],
    ]),
    implicitWeight: 2,
    side: new Map([['cid', ['tall', 'old']]]),
    sideWeight: 3,
  }

  it('puts the constant first, then what was rated, then side information, and one row for the unknown', () => {
    const half = Math.fround(2 / Math.SQRT2)
    const third = Math.fround(3 / Math.SQRT2)
    expect(dense(featuresOf(sources))).toEqual([
      [1, half, half, 0, 0],
      [1, 0, 0, 0, 0],
      [1, 0, 0, third, third],
      [1, 0, 0, 0, 0],
    ])
  })

  it('leaves out what has no weight', () => {
    const { offsets } = featuresOf({ ...sources, implicitWeight: 0, sideWeight: 0 })
    expect([...offsets]).toEqual([0, 1, 2, 3, 4])
  })

  it('takes the most rated, the first of equals, and none without ratings', () => {
    const counts = Int32Array.of(1, 5, 0, 5, 2)
    expect([...mostRated(counts, 3)]).toEqual([
      [1, 0],
      [3, 1],
      [4, 2],
    ])
    expect(mostRated(counts, 9).size).toBe(4)
  })
})

describe('symmetricEigen', () => {
  it('takes a matrix apart and puts it together again', () => {
    const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(values, (triangle) => {
        const n = 5
        const at = (a: number, b: number) =>
          triangle[(Math.max(a, b) * (Math.max(a, b) + 1)) / 2 + Math.min(a, b)]
        const matrix = Float64Array.from({ length: n * n }, (_, i) => at(Math.floor(i / n), i % n))
        const { values, vectors } = symmetricEigen(matrix, n)
        expect([...values]).toEqual([...values].sort((a, b) => b - a))
        for (let a = 0; a < n; a++)
          for (let b = 0; b < n; b++) {
            const sum = values.reduce((s, value, v) => s + value * vectors[v * n + a] * vectors[v * n + b], 0)
            expect(sum).toBeCloseTo(matrix[a * n + b], 9)
          }
      }),
    )
  })
})
