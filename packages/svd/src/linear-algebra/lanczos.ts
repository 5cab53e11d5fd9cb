import { createRandom } from '../random.js'
import { eigenTridiagonal } from './eigen-tridiagonal.js'

/** A symmetric positive semidefinite n x n matrix that is known by its products only. */
export interface SymmetricOperator {
  readonly n: number
  /** The product with a vector, n long. May reuse its answer's array. */
  times(vector: Float64Array): Float64Array
}

/** The largest eigenvalues and their eigenvectors. */
export interface TopEigen {
  /** k long, descending. Fewer than asked for when n is smaller. */
  readonly values: Float64Array
  /** k x n, row-major, orthonormal rows. */
  readonly vectors: Float64Array
  /** Products with the operator that were needed. */
  readonly nProducts: number
}

/** An eigenpair counts as found when its residual is this small against the largest eigenvalue. */
const TOLERANCE = 1e-5
/** More products than this many times k bring nothing that recommending would notice. */
const MAX_PRODUCTS_PER_PAIR = 8

/**
 * The k largest eigenvalues of a symmetric operator by Lanczos iteration with full reorthogonalisation, until every
 * residual is below 1e-5 of the largest eigenvalue. Deterministic by the seed of the starting vector.
 *
 * O(m (product + m n)) time and O(m n) memory with m products, typically 3 to 4 times k.
 *
 * @param k - An integer >= 1.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, chapter 10; Parlett, "The Symmetric Eigenvalue Problem".
 */
export function topEigen(operator: SymmetricOperator, k: number, seed: number): TopEigen {
  const { n } = operator
  const wanted = Math.min(k, n)
  const maxProducts = Math.min(n, MAX_PRODUCTS_PER_PAIR * wanted + 32)
  const random = createRandom(seed)
  const basis: Float64Array[] = []
  const diagonal: number[] = []
  const offDiagonal: number[] = []
  let next = randomUnit(n, basis, random)
  let checkAt = Math.min(maxProducts, 2 * wanted + 16)
  for (;;) {
    basis.push(next)
    const product = operator.times(next).slice()
    diagonal.push(dot(product, next))
    // Latest first: what the recurrence takes away is largest, and the rest is rounding noise, for which once is enough.
    addScaled(product, next, -diagonal[basis.length - 1])
    if (basis.length > 1) addScaled(product, basis[basis.length - 2], -offDiagonal[basis.length - 2])
    const length = orthogonalise(product, basis)
    const exhausted = basis.length === n
    // An invariant subspace: what is left is orthogonal to it, and is sought from another start.
    const isInvariant = !(length > Number.EPSILON * n * Math.abs(diagonal[0]))
    offDiagonal.push(isInvariant ? 0 : length)
    const isCheck = basis.length === checkAt || exhausted
    if (isCheck && (exhausted || basis.length >= maxProducts || hasConverged(diagonal, offDiagonal, wanted)))
      break
    if (isCheck) checkAt = Math.min(maxProducts, checkAt + Math.ceil(wanted / 4))
    next = isInvariant ? randomUnit(n, basis, random) : scaled(product, 1 / length)
  }
  return { ...ritzPairs(diagonal, offDiagonal, basis, wanted), nProducts: basis.length }
}

/** Whether the residuals of the `wanted` largest Ritz pairs are small: the last components of their vectors tell. */
function hasConverged(diagonal: readonly number[], offDiagonal: readonly number[], wanted: number): boolean {
  const m = diagonal.length
  const values = Float64Array.from(diagonal)
  const lastComponents = new Float64Array(m)
  lastComponents[m - 1] = 1
  eigenTridiagonal(values, Float64Array.from(offDiagonal), lastComponents)
  const order = descending(values)
  const bound = TOLERANCE * values[order[0]]
  return order.slice(0, wanted).every((at) => offDiagonal[m - 1] * Math.abs(lastComponents[at]) <= bound)
}

function ritzPairs(
  diagonal: readonly number[],
  offDiagonal: readonly number[],
  basis: readonly Float64Array[],
  wanted: number,
) {
  const m = diagonal.length
  const n = basis[0].length
  const all = Float64Array.from(diagonal)
  const rows = new Float64Array(m * m)
  for (let at = 0; at < m; at++) rows[at * m + at] = 1
  eigenTridiagonal(all, Float64Array.from(offDiagonal), rows)
  const order = descending(all).slice(0, wanted)
  const vectors = new Float64Array(wanted * n)
  for (const [place, at] of order.entries())
    addScaledRows(vectors.subarray(place * n, (place + 1) * n), basis, rows.subarray(at * m, (at + 1) * m))
  return { values: Float64Array.from(order, (at) => all[at]), vectors }
}

/** `sum += factors . rows`, four rows at a time. */
function addScaledRows(sum: Float64Array, rows: readonly Float64Array[], factors: Float64Array): void {
  let at = 0
  for (; at + 3 < rows.length; at += 4) {
    const [a, b, c, d] = [rows[at], rows[at + 1], rows[at + 2], rows[at + 3]]
    const [fa, fb, fc, fd] = [factors[at], factors[at + 1], factors[at + 2], factors[at + 3]]
    for (let j = 0; j < sum.length; j++) sum[j] += fa * a[j] + fb * b[j] + (fc * c[j] + fd * d[j])
  }
  for (; at < rows.length; at++) addScaled(sum, rows[at], factors[at])
}

function descending(values: Float64Array): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b)
}

/** A random unit vector, orthogonal to the basis. */
function randomUnit(n: number, basis: readonly Float64Array[], random: ReturnType<typeof createRandom>) {
  const vector = Float64Array.from({ length: n }, () => random.normal(0, 1))
  const length = orthogonalise(vector, basis)
  return scaled(vector, 1 / length)
}

/** Takes from a vector what lies in the basis. @returns The length left. */
function orthogonalise(vector: Float64Array, basis: readonly Float64Array[]): number {
  const n = vector.length
  let at = 0
  for (; at + 3 < basis.length; at += 4) {
    const [a, b, c, d] = [basis[at], basis[at + 1], basis[at + 2], basis[at + 3]]
    let [sa, sb, sc, sd] = [0, 0, 0, 0]
    for (let j = 0; j < n; j++) {
      const v = vector[j]
      sa += a[j] * v
      sb += b[j] * v
      sc += c[j] * v
      sd += d[j] * v
    }
    for (let j = 0; j < n; j++) vector[j] -= sa * a[j] + sb * b[j] + (sc * c[j] + sd * d[j])
  }
  for (; at < basis.length; at++) addScaled(vector, basis[at], -dot(vector, basis[at]))
  return Math.sqrt(dot(vector, vector))
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  for (let at = 0; at < vector.length; at++) vector[at] *= factor
  return vector
}

/** Inner product, in four interleaved sums: the order is part of the result's bits. */
export function dot(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const whole = n - (n % 4)
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  for (let at = 0; at < whole; at += 4) {
    s0 += a[at] * b[at]
    s1 += a[at + 1] * b[at + 1]
    s2 += a[at + 2] * b[at + 2]
    s3 += a[at + 3] * b[at + 3]
  }
  for (let at = whole; at < n; at++) s0 += a[at] * b[at]
  return s0 + s1 + (s2 + s3)
}

/** `sum += factor * vector`. */
export function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] += factor * vector[at]
}
