import { SvdError } from '../errors.js'
import type { NormalSource } from './normal-source.js'

/** A precision matrix that was drawn, and what makes vectors of it. */
export interface PrecisionDraw {
  /** d x d, row-major, symmetric. */
  readonly precision: Float64Array
  /** d x d, row-major, any square: z' times it is Normal(0, precision^-1) for a row z' of standard normals. */
  readonly root: Float64Array
}

/**
 * Draws a precision matrix from the Wishart distribution with density ∝ |Λ|^((ν - d - 1) / 2) exp(-tr(S Λ) / 2), whose
 * mean is ν S^-1, by Bartlett's decomposition: with S = C C' and A lower triangular, its squared diagonal chi-square
 * with ν, ν - 1, … degrees of freedom and standard normals below it, Λ = C'^-1 A A' C^-1.
 *
 * @param scatter - S, d x d, row-major, symmetric positive definite; only the lower triangle is read. Kept.
 * @param degreesOfFreedom - ν > d - 1.
 * @throws {@link SvdError} DIVERGED when S is not positive definite.
 * @see Smith, Hocking, "Algorithm AS 53: Wishart variate generator", Applied Statistics 21, 1972.
 */
export function drawWishart(
  scatter: Float64Array,
  degreesOfFreedom: number,
  d: number,
  normals: NormalSource,
): PrecisionDraw {
  const C = choleskyFactor(scatter, d)
  const A = new Float64Array(d * d)
  for (let row = 0; row < d; row++) {
    for (let column = 0; column < row; column++) A[row * d + column] = normals.normal()
    A[row * d + row] = Math.sqrt(2 * normals.gamma((degreesOfFreedom - row) / 2))
  }
  // Λ = T T' with T = C'^-1 A, so its inverse is V V' with V = T'^-1 = C A'^-1, and `root` is V'.
  const inverse = invertLower(A, d)
  const root = new Float64Array(d * d)
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++)
      for (let c = 0; c <= Math.min(a, b); c++) root[a * d + b] += inverse[a * d + c] * C[b * d + c]
  const T = new Float64Array(d * d)
  const Cinverse = invertLower(C, d)
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++)
      for (let c = Math.max(a, b); c < d; c++) T[a * d + b] += Cinverse[c * d + a] * A[c * d + b]
  const precision = new Float64Array(d * d)
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++)
      for (let c = 0; c < d; c++) precision[a * d + b] += T[a * d + c] * T[b * d + c]
  return { precision, root }
}

/**
 * The lower triangular L with L L' = `matrix`.
 *
 * @throws {@link SvdError} DIVERGED when there is none.
 */
export function choleskyFactor(matrix: Float64Array, d: number): Float64Array {
  const L = new Float64Array(d * d)
  for (let row = 0; row < d; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * d + column]
      for (let c = 0; c < column; c++) sum -= L[row * d + c] * L[column * d + c]
      if (column < row) L[row * d + column] = sum / L[column * d + column]
      else if (sum > 0) L[row * d + row] = Math.sqrt(sum)
      else throw new SvdError('DIVERGED', 'a precision matrix left the positive definite ones')
    }
  return L
}

/** The inverse of a lower triangular matrix. */
export function invertLower(L: Float64Array, d: number): Float64Array {
  const inverse = new Float64Array(d * d)
  for (let column = 0; column < d; column++) {
    inverse[column * d + column] = 1 / L[column * d + column]
    for (let row = column + 1; row < d; row++) {
      let sum = 0
      for (let c = column; c < row; c++) sum -= L[row * d + c] * inverse[c * d + column]
      inverse[row * d + column] = sum / L[row * d + row]
    }
  }
  return inverse
}
