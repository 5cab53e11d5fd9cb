import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { endThreads } from '../../src/index.js'
import {
  dotPairs,
  type Matrix,
  MatrixWorkspace,
  multiplySparse,
  rowSamplingScratch,
  SparseMatrix,
  type SparseRows,
  sampleRows,
} from '../../src/linear-algebra/index.js'

afterAll(endThreads)

const number = fc.double({ min: -2, max: 2, noNaN: true })

/** Rows of few to many entries, repeated columns among them. */
const sparseRows = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 5 }),
  )
  .chain(([nColumns, counts]) => {
    const n = counts.reduce((sum, count) => sum + count, 0)
    const offsets = Int32Array.from([
      0,
      ...counts.map((_, at) => counts.slice(0, at + 1).reduce((a, b) => a + b, 0)),
    ])
    return fc
      .tuple(
        fc.array(fc.nat({ max: nColumns - 1 }), { minLength: n, maxLength: n }),
        fc.array(number, { minLength: n, maxLength: n }),
      )
      .map(([columns, values]): SparseRows => {
        return {
          nRows: counts.length,
          nColumns,
          offsets,
          columns: Int32Array.from(columns),
          values: Float32Array.from(values),
        }
      })
  })

const random = (seed: number) => {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state / 2 ** 31
  }
}

function filled(workspace: MatrixWorkspace, rows: number, columns: number, next: () => number): Matrix {
  const matrix = workspace.matrix(rows, columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) matrix.data[row * matrix.stride + column] = next()
  return matrix
}

/** What both backends, and several threads, make of the same work. */
const onEach = <T>(work: (workspace: MatrixWorkspace) => T): [wasm: T, typescript: T] => [
  work(new MatrixWorkspace({ backend: 'wasm' })),
  work(new MatrixWorkspace({ backend: 'typescript' })),
]

function expectClose(found: Float32Array, expected: Float32Array, bound: number): void {
  expect(found.length).toBe(expected.length)
  for (const [at, value] of found.entries())
    expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(bound)
}

describe('the kernels of Gibbs sampling', () => {
  test('multiplySparse is the sum over entries, in both backends', () => {
    fc.assert(
      fc.property(sparseRows, fc.integer({ min: 1, max: 45 }), (rows, width) => {
        const [wasm, plain] = onEach((workspace) => {
          const S = new SparseMatrix(workspace, rows)
          const B = filled(workspace, rows.nColumns, width, random(1))
          const C = workspace.matrix(rows.nRows, width)
          multiplySparse(workspace, C, S, B)
          return C.data.slice()
        })
        expectClose(wasm, plain, 1e-4)
      }),
    )
  })

  test('dotPairs multiplies the rows that entries name, in both backends', () => {
    fc.assert(
      fc.property(sparseRows, fc.integer({ min: 1, max: 21 }), (rows, width) => {
        const [wasm, plain] = onEach((workspace) => {
          const S = new SparseMatrix(workspace, rows)
          const A = filled(workspace, rows.nRows, width, random(1))
          const B = filled(workspace, rows.nColumns, width, random(2))
          const dots = workspace.array(Float32Array, rows.values.length)
          dotPairs(workspace, dots, S, A, B)
          return dots.view.slice()
        })
        expectClose(wasm, plain, 1e-4)
      }),
    )
  })

  /** Rows of one side, drawn; slots that are not drawn hold what they held. */
  const drawn = (workspace: MatrixWorkspace, ratings: SparseRows, nFactors: number, ownSlot: number) => {
    const next = random(3)
    const d = nFactors + 1
    const others = filled(workspace, ratings.nColumns, nFactors + 2, next)
    const wide = workspace.matrix(ratings.nColumns, nFactors + 3)
    for (let row = 0; row < ratings.nColumns; row++) {
      wide.data.set(
        others.data.subarray(row * others.stride, row * others.stride + nFactors + 2),
        row * wide.stride,
      )
      wide.data[row * wide.stride + ownSlot] = 1
    }
    const priorPrecision = workspace.array(Float64Array, d * d)
    for (let a = 0; a < d; a++) priorPrecision.view[a * d + a] = 1 + a / 4
    const normals = workspace.array(Float32Array, ratings.nRows * d)
    const priorInformation = filled(workspace, ratings.nRows, d, next)
    const rows = workspace.matrix(ratings.nRows, nFactors + 3)
    const scratch = workspace.array(Uint8Array, rowSamplingScratch(workspace, nFactors))
    const matrix = new SparseMatrix(workspace, ratings)
    for (let at = 0; at < normals.view.length; at++) normals.view[at] = next()
    const shared = { ratings: matrix, others: wide, rows, nFactors, ownSlot, noisePrecision: 1.7 }
    sampleRows(workspace, { ...shared, priorPrecision, priorInformation, normals, scratch })
    return rows.data.slice()
  }

  test('sampleRows draws the same rows in both backends, for every width and both slots', () => {
    fc.assert(
      fc.property(sparseRows, fc.integer({ min: 1, max: 21 }), fc.boolean(), (ratings, nFactors, second) => {
        const ownSlot = second ? nFactors + 1 : nFactors
        const [wasm, plain] = onEach((workspace) => drawn(workspace, ratings, nFactors, ownSlot))
        expectClose(wasm, plain, 2e-3)
      }),
    )
  })

  test('sampleRows draws the same bits on two threads', () => {
    const nRows = 400
    const offsets = Int32Array.from({ length: nRows + 1 }, (_, row) => row * 60)
    const columns = Int32Array.from({ length: nRows * 60 }, (_, at) => (at * 7) % 90)
    const values = Float32Array.from(columns, (column) => (column % 5) - 2)
    const ratings = { nRows, nColumns: 90, offsets, columns, values }
    const on = (threads: number) => drawn(new MatrixWorkspace({ backend: 'wasm', threads }), ratings, 16, 16)
    expect(on(2)).toEqual(on(1))
  })

  test('a row without ratings is drawn from its prior', () => {
    const ratings = {
      nRows: 1,
      nColumns: 1,
      offsets: new Int32Array(2),
      columns: new Int32Array(),
      values: new Float32Array(),
    }
    for (const backend of ['wasm', 'typescript'] as const) {
      const workspace = new MatrixWorkspace({ backend })
      const priorPrecision = workspace.array(Float64Array, 4)
      priorPrecision.view.set([4, 0, 0, 9])
      const priorInformation = workspace.matrix(1, 2)
      priorInformation.data.set([8, -9])
      const normals = workspace.array(Float32Array, 2)
      normals.view.set([1, -3])
      const [rows, others] = [workspace.matrix(1, 4), workspace.matrix(1, 4)]
      const scratch = workspace.array(Uint8Array, rowSamplingScratch(workspace, 1))
      const matrix = new SparseMatrix(workspace, ratings)
      const sampling = {
        ratings: matrix,
        others,
        rows,
        nFactors: 1,
        ownSlot: 2,
        noisePrecision: 1,
        normals,
        scratch,
      }
      sampleRows(workspace, { ...sampling, priorPrecision, priorInformation })
      // Means 2 and -1, deviations 1/2 and 1/3.
      expectClose(rows.data, Float32Array.of(2.5, 0, -2, 0), 1e-6)
    }
  })

  test('shapes that do not fit are refused', () => {
    const workspace = new MatrixWorkspace()
    const rows = {
      nRows: 1,
      nColumns: 2,
      offsets: Int32Array.of(0, 1),
      columns: Int32Array.of(1),
      values: Float32Array.of(1),
    }
    const S = new SparseMatrix(workspace, rows)
    const [narrow, wide] = [workspace.matrix(2, 3), workspace.matrix(1, 4)]
    expect(() => multiplySparse(workspace, wide, S, narrow)).toThrow(
      expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
    )
    expect(() => dotPairs(workspace, workspace.array(Float32Array, 2), S, wide, wide)).toThrow(
      expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
    )
    for (const wrong of [
      { columns: Int32Array.of(2) },
      { offsets: Int32Array.of(0, 2) },
      { offsets: Int32Array.of(0) },
    ])
      expect(() => new SparseMatrix(workspace, { ...rows, ...wrong })).toThrow(
        expect.objectContaining({ code: 'OUT_OF_BOUNDS' }),
      )
  })
})
