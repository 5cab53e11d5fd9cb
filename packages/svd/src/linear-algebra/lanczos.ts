import { MatrixWorkspace, OrthonormalRows } from '@redux/kernels/linear-algebra'
import { createRandom } from '../random.js'
import { eigenTridiagonal } from './eigen-tridiagonal.js'
import { eigenvectorsTridiagonal } from './eigenvectors-tridiagonal.js'
import { addScaled, dot } from './vectors.js'

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
 * @param workspace - Where the basis lies.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, chapter 10; Parlett, "The Symmetric Eigenvalue Problem".
 */
export function topEigen(
  operator: SymmetricOperator,
  k: number,
  seed: number,
  workspace = new MatrixWorkspace(),
): TopEigen {
  const { n } = operator
  const wanted = Math.min(k, n)
  const maxProducts = Math.min(n, MAX_PRODUCTS_PER_PAIR * wanted + 32)
  const random = createRandom(seed)
  const basis = new OrthonormalRows(workspace, n)
  const diagonal: number[] = []
  const offDiagonal: number[] = []
  let next = randomUnit(basis, random)
  let previous = next
  let checkAt = Math.min(maxProducts, 2 * wanted + 16)
  for (;;) {
    basis.push(next)
    const product = operator.times(next).slice()
    diagonal.push(dot(product, next))
    // Latest first: what the recurrence takes away is largest, and the rest is rounding noise, for which once is enough.
    addScaled(product, next, -diagonal[basis.size - 1])
    if (basis.size > 1) addScaled(product, previous, -offDiagonal[basis.size - 2])
    const length = orthogonalise(product, basis)
    const exhausted = basis.size === n
    // An invariant subspace: what is left is orthogonal to it, and is sought from another start.
    const isInvariant = !(length > Number.EPSILON * n * Math.abs(diagonal[0]))
    offDiagonal.push(isInvariant ? 0 : length)
    const isCheck = basis.size === checkAt || exhausted
    if (isCheck && (exhausted || basis.size >= maxProducts || hasConverged(diagonal, offDiagonal, wanted)))
      break
    if (isCheck) checkAt = Math.min(maxProducts, checkAt + Math.ceil(wanted / 4))
    previous = next
    next = isInvariant ? randomUnit(basis, random) : scaled(product, 1 / length)
  }
  return { ...ritzPairs(diagonal, offDiagonal, basis, wanted), nProducts: basis.size }
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
  basis: OrthonormalRows,
  wanted: number,
) {
  const [m, n] = [basis.size, basis.n]
  const all = Float64Array.from(diagonal)
  eigenTridiagonal(all, Float64Array.from(offDiagonal), new Float64Array())
  const values = all.sort().reverse().slice(0, wanted)
  const rows = eigenvectorsTridiagonal(Float64Array.from(diagonal), Float64Array.from(offDiagonal), values)
  const vectors = new Float64Array(wanted * n)
  for (let at = 0; at < wanted; at++)
    basis.addTo(vectors.subarray(at * n, (at + 1) * n), rows.subarray(at * m, (at + 1) * m))
  return { values, vectors }
}

function descending(values: Float64Array): number[] {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b)
}

/** A random unit vector, orthogonal to the basis. */
function randomUnit(basis: OrthonormalRows, random: ReturnType<typeof createRandom>) {
  const vector = Float64Array.from({ length: basis.n }, () => random.normal(0, 1))
  const length = orthogonalise(vector, basis)
  return scaled(vector, 1 / length)
}

/** Takes from a vector what lies in the basis. @returns The length left. */
function orthogonalise(vector: Float64Array, basis: OrthonormalRows): number {
  basis.orthogonalise(vector)
  return Math.sqrt(dot(vector, vector))
}

function scaled(vector: Float64Array, factor: number): Float64Array {
  for (let at = 0; at < vector.length; at++) vector[at] *= factor
  return vector
}
