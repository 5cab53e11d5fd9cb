import { createRandom } from '../random.js'
import { addScaled, dot } from './vectors.js'

/** Two are enough for an eigenvalue that is far from others; the third is for those that are not. */
const ITERATIONS = 3

/**
 * Eigenvectors of a symmetric tridiagonal matrix T by inverse iteration, for eigenvalues that are known to rounding: a
 * few of them cost much less than QL would take for all. O(n k^2) for k of them.
 *
 * @param diagonal - n long.
 * @param offDiagonal - n long: `offDiagonal[i]` couples i and i + 1; the last is not read.
 * @param values - k eigenvalues; one that is repeated gets as many vectors.
 * @returns k x n, row-major, orthonormal rows.
 * @see Jessup, Ipsen, "Improving the accuracy of inverse iteration", SIAM J. Sci. Stat. Comput. 13(2), 1992.
 */
export function eigenvectorsTridiagonal(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  values: Float64Array,
): Float64Array {
  const n = diagonal.length
  const size = diagonal.reduce(
    (most, value, at) => Math.max(most, Math.abs(value), at + 1 < n ? offDiagonal[at] : 0),
    0,
  )
  const random = createRandom(0)
  const vectors = new Float64Array(values.length * n)
  const rowOf = (at: number) => vectors.subarray(at * n, (at + 1) * n)
  for (const [at, value] of values.entries()) {
    const factors = factorise(diagonal, offDiagonal, value, Number.EPSILON * (size || 1))
    const vector = rowOf(at)
    for (let row = 0; row < n; row++) vector[row] = random.normal(0, 1)
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      solve(factors, vector)
      normalise(vector)
      // Against all others, not only those of close values: there are few.
      for (let other = 0; other < at; other++) addScaled(vector, rowOf(other), -dot(vector, rowOf(other)))
      normalise(vector)
    }
  }
  return vectors
}

/** T - value = P L U with rows swapped for the larger pivot: U has two diagonals above its own. */
interface Factors {
  readonly pivots: Float64Array
  readonly first: Float64Array
  readonly second: Float64Array
  readonly multipliers: Float64Array
  readonly isSwapped: Uint8Array
}

/** @param least - What a pivot is at least: value is an eigenvalue, so that one of them is 0 but for rounding. */
function factorise(diagonal: Float64Array, offDiagonal: Float64Array, value: number, least: number): Factors {
  const n = diagonal.length
  const pivots = diagonal.map((own) => own - value)
  const first = offDiagonal.slice()
  const second = new Float64Array(n)
  const multipliers = new Float64Array(n)
  const isSwapped = new Uint8Array(n)
  first[n - 1] = 0
  for (let i = 0; i + 1 < n; i++) {
    const below = offDiagonal[i]
    if (Math.abs(pivots[i]) >= Math.abs(below)) {
      if (Math.abs(pivots[i]) < least) pivots[i] = least
      multipliers[i] = below / pivots[i]
      pivots[i + 1] -= multipliers[i] * first[i]
    } else {
      isSwapped[i] = 1
      multipliers[i] = pivots[i] / below
      const [own, next] = [first[i], pivots[i + 1]]
      pivots[i] = below
      first[i] = next
      second[i] = first[i + 1]
      pivots[i + 1] = own - multipliers[i] * next
      first[i + 1] *= -multipliers[i]
    }
  }
  if (Math.abs(pivots[n - 1]) < least) pivots[n - 1] = least
  return { pivots, first, second, multipliers, isSwapped }
}

/** x becomes (T - value)^-1 x. */
function solve({ pivots, first, second, multipliers, isSwapped }: Factors, x: Float64Array): void {
  const n = x.length
  for (let i = 0; i + 1 < n; i++) {
    if (isSwapped[i]) {
      const own = x[i]
      x[i] = x[i + 1]
      x[i + 1] = own
    }
    x[i + 1] -= multipliers[i] * x[i]
  }
  for (let i = n - 1; i >= 0; i--) {
    if (i + 1 < n) x[i] -= first[i] * x[i + 1]
    if (i + 2 < n) x[i] -= second[i] * x[i + 2]
    x[i] /= pivots[i]
  }
}

function normalise(x: Float64Array): void {
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  for (let at = 0; at < x.length; at++) x[at] /= largest
  const length = Math.sqrt(dot(x, x))
  for (let at = 0; at < x.length; at++) x[at] /= length
}
