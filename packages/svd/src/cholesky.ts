import { SvdError } from './errors.js'

/**
 * Solves `A x = b` for a symmetric positive definite A by Cholesky decomposition, in doubles, `n^3 / 3` flops.
 *
 * @param matrix - n x n, row-major; only the lower triangle is read. Overwritten by its factor L.
 * @param b - n long. Overwritten by the solution, which is also returned.
 * @throws {@link SvdError} SINGULAR when a pivot is not clearly positive.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, algorithm 4.2.1.
 */
export function solvePositiveDefinite(matrix: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column]
      const scale = Math.abs(sum)
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k]
      if (column < row) matrix[row * n + column] = sum / matrix[column * n + column]
      // What is left of a pivot after cancellation to rounding noise is no pivot.
      else if (sum > scale * n * Number.EPSILON) matrix[row * n + row] = Math.sqrt(sum)
      else
        throw new SvdError(
          'SINGULAR',
          'the ratings do not determine the solution; use a regularization above 0',
        )
    }
  }
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) b[row] -= matrix[row * n + k] * b[k]
    b[row] /= matrix[row * n + row]
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) b[row] -= matrix[k * n + row] * b[k]
    b[row] /= matrix[row * n + row]
  }
  return b
}
