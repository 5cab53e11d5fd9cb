import { SvdError } from '../errors.js'

/** Iterations for one eigenvalue; 30 is what EISPACK allows, and two or three are usual. */
const MAX_ITERATIONS = 60

/**
 * Eigenvalues of a symmetric tridiagonal matrix T by implicit QL, and T's eigenvectors applied to given rows.
 *
 * @param diagonal - n long. Overwritten by the eigenvalues, in no order.
 * @param offDiagonal - n long: `offDiagonal[i]` couples i and i + 1; the last is not read. Destroyed.
 * @param vectors - n x width, row-major: starts as some matrix B with B' (width x n), ends as its product with the
 *   eigenvectors; row j then belongs to eigenvalue j. With the identity, rows end as eigenvectors of T; with one
 *   column e_n, as their last components. O(n^2 width).
 * @throws {@link SvdError} DIVERGED for numbers that are not finite.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, section 8.3; Bowdler, Martin, Reinsch, Wilkinson, "The QR
 *   and QL algorithms for symmetric matrices", Numerische Mathematik 11, 1968.
 */
export function eigenTridiagonal(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  vectors: Float64Array,
): void {
  const n = diagonal.length
  const width = n === 0 ? 0 : vectors.length / n
  if (n > 0) offDiagonal[n - 1] = 0
  // Of the size of the whole: between diagonal entries that are rounding noise themselves, noise would never fall off.
  const negligible = Number.EPSILON * largest(diagonal, offDiagonal)
  for (let first = 0; first < n; first++) {
    for (let iteration = 0; ; iteration++) {
      const last = endOfBlock(offDiagonal, first, negligible)
      if (last === first) break
      if (iteration === MAX_ITERATIONS || !Number.isFinite(diagonal[last]))
        throw new SvdError('DIVERGED', 'an eigenvalue could not be found; are all values finite?')
      qlStep(diagonal, offDiagonal, vectors, width, first, last)
    }
  }
}

/** Last row of the block from `first` on whose rows are still coupled. */
function endOfBlock(offDiagonal: Float64Array, first: number, negligible: number): number {
  let last = first
  while (last < offDiagonal.length - 1 && Math.abs(offDiagonal[last]) > negligible) last++
  return last
}

/** Largest number, in absolute value. */
function largest(...arrays: readonly Float64Array[]): number {
  let size = 0
  for (const array of arrays) for (const value of array) size = Math.max(size, Math.abs(value))
  return size
}

/** One implicit QL step with Wilkinson's shift on rows first..last. */
function qlStep(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  vectors: Float64Array,
  width: number,
  first: number,
  last: number,
): void {
  const half = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first])
  const root = Math.hypot(half, 1)
  let g = diagonal[last] - diagonal[first] + offDiagonal[first] / (half + (half < 0 ? -root : root))
  let sine = 1
  let cosine = 1
  let shift = 0
  for (let i = last - 1; i >= first; i--) {
    const f = sine * offDiagonal[i]
    const b = cosine * offDiagonal[i]
    const length = Math.hypot(f, g)
    offDiagonal[i + 1] = length
    if (length === 0) {
      // The block falls apart: what was found so far is kept.
      diagonal[i + 1] -= shift
      offDiagonal[last] = 0
      return
    }
    sine = f / length
    cosine = g / length
    g = diagonal[i + 1] - shift
    const r = (diagonal[i] - g) * sine + 2 * cosine * b
    shift = sine * r
    diagonal[i + 1] = g + shift
    g = cosine * r - b
    rotateRows(vectors, width, i, sine, cosine)
  }
  diagonal[first] -= shift
  offDiagonal[first] = g
  offDiagonal[last] = 0
}

/** Rows i and i + 1 turned against each other. */
function rotateRows(vectors: Float64Array, width: number, i: number, sine: number, cosine: number): void {
  const start = i * width
  for (let at = start; at < start + width; at++) {
    const a = vectors[at]
    const b = vectors[at + width]
    vectors[at + width] = sine * a + cosine * b
    vectors[at] = cosine * a - sine * b
  }
}
