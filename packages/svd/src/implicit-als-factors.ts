import { gram, type Matrix, MatrixWorkspace, multiplyTransposed } from '@redux/kernels/linear-algebra'
import { denseFactors } from './factors.js'
import { eigenBasis, rotate } from './implicit-als-basis.js'
import type { ResolvedImplicitALSOptions } from './implicit-als-options.js'

/** Queries that are scored at a time, where their scores are no more than 4 million: 16 MB. */
const BATCH = 64
const MOST_SCORES = 4_000_000
/** Products of columns may be this far from 0, against their lengths, to count as orthogonal: single precision. */
const TOLERANCE = 1e-4

/**
 * The factors of all users and items in the memory of the kernels, in a basis where the items' Gram matrix is diagonal,
 * so that folding in needs no more than its diagonal.
 */
export class ImplicitALSFactors {
  readonly users: Matrix
  readonly items: Matrix
  /** The diagonal of the items' Gram matrix, nFactors long. */
  readonly spectrum: Float64Array
  /** The average user, nFactors long. */
  readonly meanUser: Float64Array
  readonly #workspace: MatrixWorkspace
  readonly #queries: Matrix
  readonly #scores: Matrix

  /** @param fill - Writes both sides' rows, in any basis. */
  constructor(
    nUsers: number,
    nItems: number,
    options: ResolvedImplicitALSOptions,
    fill: (users: Matrix, items: Matrix) => void,
  ) {
    this.#workspace = new MatrixWorkspace(options)
    const users = this.#workspace.matrix(nUsers, options.nFactors)
    const items = this.#workspace.matrix(nItems, options.nFactors)
    fill(users, items)
    const turned = turnedToAxes(this.#workspace, users, items)
    this.users = turned.users
    this.items = turned.items
    this.spectrum = turned.spectrum
    this.meanUser = meanRow(this.users)
    // Here and not when they are needed, for the factors would move.
    const nAtOnce = Math.max(1, Math.min(BATCH, Math.floor(MOST_SCORES / Math.max(1, nItems))))
    this.#queries = this.#workspace.matrix(nAtOnce, options.nFactors)
    this.#scores = this.#workspace.matrix(nAtOnce, nItems)
  }

  /** A row of the items, without padding: a view. */
  itemFactors(row: number): Float32Array {
    const { data, stride, columns } = this.items
    return data.subarray(row * stride, row * stride + columns)
  }

  /** A user's factors, in doubles. */
  userFactors(row: number): Float64Array {
    const { data, stride, columns } = this.users
    return Float64Array.from(data.subarray(row * stride, row * stride + columns))
  }

  /** Products with all items, an array for each vector. */
  scores(vectors: readonly Float64Array[]): Float32Array[] {
    const scores: Float32Array[] = []
    const { rows } = this.items
    for (let first = 0; first < vectors.length; first += this.#queries.rows) {
      const batch = vectors.slice(first, first + this.#queries.rows)
      const queries = this.#queries.rowsBetween(0, batch.length)
      const products = this.#scores.rowsBetween(0, batch.length)
      for (const [row, vector] of batch.entries()) queries.data.set(vector, row * queries.stride)
      multiplyTransposed(this.#workspace, products, queries, this.items)
      const { data, stride } = products
      for (let row = 0; row < batch.length; row++) scores.push(data.slice(row * stride, row * stride + rows))
    }
    return scores
  }

  /** The Gram matrix of all users, nFactors x nFactors. */
  userGram(): Float64Array {
    return gram(this.#workspace, this.users)
  }

  /** Copies, without padding: nUsers x nFactors and nItems x nFactors. */
  get dense(): { readonly users: Float32Array; readonly items: Float32Array } {
    return {
      users: denseFactors(this.users.data, this.users.columns),
      items: denseFactors(this.items.data, this.items.columns),
    }
  }
}

interface Turned {
  readonly users: Matrix
  readonly items: Matrix
  readonly spectrum: Float64Array
}

/** Turns both sides to where the items' columns are orthogonal, unless they are. */
function turnedToAxes(workspace: MatrixWorkspace, users: Matrix, items: Matrix): Turned {
  const sums = gram(workspace, items)
  if (isDiagonal(sums, items.columns)) return { users, items, spectrum: diagonalOf(sums, items.columns) }
  const basis = eigenBasis(workspace, items)
  const axes = workspace.matrix(items.columns, items.columns)
  const turn = (rows: Matrix) => {
    const turned = workspace.matrix(rows.rows, rows.columns)
    rotate(workspace, turned, rows, basis, axes)
    return turned
  }
  return { users: turn(users), items: turn(items), spectrum: basis.spectrum }
}

function isDiagonal(matrix: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++)
      if (matrix[i * n + j] ** 2 > TOLERANCE ** 2 * matrix[i * n + i] * matrix[j * n + j]) return false
  return true
}

function diagonalOf(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, f) => matrix[f * n + f])
}

function meanRow({ data, rows, columns, stride }: Matrix): Float64Array {
  const mean = new Float64Array(columns)
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < columns; f++) mean[f] += data[row * stride + f] / rows
  return mean
}
