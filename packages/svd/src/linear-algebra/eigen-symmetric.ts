import { eigenSymmetricInWasm, type MatrixWorkspace } from '@redux/kernels/linear-algebra'
import { SvdError } from '../errors.js'
import { eigenTridiagonal } from './eigen-tridiagonal.js'

/** Squares below this have lost digits to underflow; beside 1, what they are squares of is nothing. */
const NEGLIGIBLE = 1e-290

/** A = V' diag(values) V. */
export interface SymmetricEigen {
  /** n long, descending. */
  readonly values: Float64Array
  /** n x n, row-major: row j is the eigenvector of value j, of length 1, its largest component positive. */
  readonly vectors: Float64Array
}

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonalisation, then implicit QL. About
 * `9 n^3` flops, all of them along rows: some milliseconds for n = 128.
 *
 * @param matrix - n x n, row-major, symmetric.
 * @param workspace - Computes with the kernels, some times as fast, if there are any.
 * @throws {@link SvdError} DIVERGED for numbers that are not finite.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, section 8.3.
 */
export function eigenSymmetric(matrix: Float64Array, n: number, workspace?: MatrixWorkspace): SymmetricEigen {
  if (matrix.some((value) => !Number.isFinite(value)))
    throw new SvdError('DIVERGED', 'the matrix is not finite')
  if (workspace?.backend === 'wasm') {
    const found = eigenSymmetricInWasm(workspace, matrix, n)
    if (found !== undefined) return ordered(found.values, found.vectors)
  }
  const scale = largestOf(matrix, n)
  const work = matrix.map((value) => value / scale)
  const diagonal = new Float64Array(n)
  const offDiagonal = new Float64Array(n)
  const reflectors = tridiagonalize(work, n, diagonal, offDiagonal)
  const vectors = accumulate(reflectors, n)
  for (const numbers of [diagonal, offDiagonal])
    for (const [at, value] of numbers.entries()) if (Math.abs(value) < NEGLIGIBLE) numbers[at] = 0
  eigenTridiagonal(diagonal, offDiagonal, vectors)
  return ordered(
    diagonal.map((value) => value * scale),
    vectors,
  )
}

/** The largest number of the lower triangle, by size; 1 where all are 0. */
function largestOf(matrix: Float64Array, n: number): number {
  let largest = 0
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++)
      largest = Math.max(largest, Math.abs(matrix[row * n + column]))
  return largest || 1
}

/** I - beta v v', where v is 0 before row `first`. */
interface Reflector {
  readonly v: Float64Array
  readonly beta: number
  readonly first: number
}

/** Takes the matrix to T by reflectors, the first of which comes first. Destroys its lower triangle. */
function tridiagonalize(
  a: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): Reflector[] {
  const reflectors: Reflector[] = []
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = a[k * n + k]
    const v = new Float64Array(n)
    for (let row = k + 1; row < n; row++) v[row] = a[row * n + k]
    offDiagonal[k] = reflect(v, k + 1)
    const beta = v[k + 1] === 0 ? 0 : 1 / v[k + 1]
    reflectors.push({ v, beta, first: k + 1 })
    if (beta !== 0) applyBothSides(a, n, v, beta, k + 1)
  }
  if (n > 0) diagonal[n - 1] = a[n * n - 1]
  return reflectors
}

/**
 * Makes of x the v of the reflector that leaves only its first component, with beta = 1 / v[first]; all 0 where there is
 * nothing to do. @returns What becomes of that component.
 */
function reflect(x: Float64Array, first: number): number {
  const head = x[first]
  let squares = 0
  for (let row = first + 1; row < x.length; row++) squares += x[row] * x[row]
  if (squares < NEGLIGIBLE) {
    x[first] = 0
    return head
  }
  const norm = Math.sqrt(squares + head * head) * (head < 0 ? -1 : 1)
  // Scaled so that v'v = 2 v[first].
  for (let row = first; row < x.length; row++) x[row] /= norm
  x[first] += 1
  return -norm
}

/** A := (I - beta v v') A (I - beta v v'), the lower triangle from `first` on. */
function applyBothSides(a: Float64Array, n: number, v: Float64Array, beta: number, first: number): void {
  const p = new Float64Array(n)
  for (let row = first; row < n; row++) {
    const start = row * n
    const factor = v[row]
    let sum = 0
    for (let column = first; column < row; column++) {
      const value = a[start + column]
      sum += value * v[column]
      p[column] += value * factor
    }
    p[row] += sum + a[start + row] * factor
  }
  let inner = 0
  for (let row = first; row < n; row++) inner += p[row] * v[row]
  for (let row = first; row < n; row++) p[row] = beta * (p[row] - (beta / 2) * inner * v[row])
  for (let row = first; row < n; row++) {
    const start = row * n
    const [vRow, pRow] = [v[row], p[row]]
    for (let column = first; column <= row; column++) a[start + column] -= vRow * p[column] + pRow * v[column]
  }
}

/** Rows of the product of all reflectors, transposed. */
function accumulate(reflectors: readonly Reflector[], n: number): Float64Array {
  const rows = new Float64Array(n * n)
  for (let row = 0; row < n; row++) rows[row * n + row] = 1
  for (const { v, beta, first } of reflectors.toReversed()) {
    if (beta === 0) continue
    // Rows before `first` are still those of the identity there.
    for (let row = first; row < n; row++) {
      const start = row * n
      const factor = beta * dot(rows, start, v, first)
      for (let column = first; column < n; column++) rows[start + column] -= factor * v[column]
    }
  }
  return rows
}

/** The product of a row with a vector from component `first` on, in four interleaved sums. */
function dot(rows: Float64Array, start: number, v: Float64Array, first: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  let at = first
  for (; at + 3 < v.length; at += 4) {
    s0 += rows[start + at] * v[at]
    s1 += rows[start + at + 1] * v[at + 1]
    s2 += rows[start + at + 2] * v[at + 2]
    s3 += rows[start + at + 3] * v[at + 3]
  }
  for (; at < v.length; at++) s0 += rows[start + at] * v[at]
  return s0 + s1 + (s2 + s3)
}

/** Sorts by eigenvalue, descending, and settles signs. */
function ordered(values: Float64Array, vectors: Float64Array): SymmetricEigen {
  const n = values.length
  const order = Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b)
  const sorted = new Float64Array(n * n)
  for (const [to, from] of order.entries()) {
    const vector = vectors.subarray(from * n, (from + 1) * n)
    let largest = 0
    for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value
    const sign = largest < 0 ? -1 : 1
    for (let at = 0; at < n; at++) sorted[to * n + at] = sign * vector[at]
  }
  return { values: Float64Array.from(order, (from) => values[from]), vectors: sorted }
}
