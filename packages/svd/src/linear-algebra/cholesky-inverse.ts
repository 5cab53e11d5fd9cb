import { SvdError } from '../errors.js'

/**
 * The inverse of the Cholesky factor of a symmetric positive definite matrix A = L L': the lower triangular L^-1, in
 * doubles, 2 n^3 / 3 flops.
 *
 * @param matrix - n x n, row-major; only the lower triangle is read. Overwritten by L^-1; what lies above the diagonal
 *   stays and means nothing.
 * @throws {@link SvdError} SINGULAR when a pivot is not positive.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, sections 3.1 and 4.2.
 */
export function invertCholesky(matrix: Float64Array, n: number): void {
  for (let row = 0; row < n; row += 4) factoriseRows(matrix, n, row, Math.min(row + 4, n))
  for (let row = 0; row < n; row++) invertRow(matrix, n, row)
}

/** Rows from..to - 1 of L, when those above are done. */
function factoriseRows(matrix: Float64Array, n: number, from: number, to: number): void {
  const isWholeTile = to - from === 4
  if (isWholeTile) subtractDots(matrix, n, from)
  for (let row = from; row < to; row++)
    for (let column = isWholeTile ? from : 0; column <= row; column++) {
      let sum = matrix[row * n + column]
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k] * matrix[column * n + k]
      if (column < row) matrix[row * n + column] = sum / matrix[column * n + column]
      else if (sum > 0) matrix[row * n + row] = Math.sqrt(sum)
      else throw new SvdError('SINGULAR', 'a matrix that must be positive definite is not')
    }
}

/** Columns 0..from - 1 of the four rows at `from`: one row above is read once for all four. */
function subtractDots(matrix: Float64Array, n: number, from: number): void {
  const [r0, r1, r2, r3] = [from * n, (from + 1) * n, (from + 2) * n, (from + 3) * n]
  for (let column = 0; column < from; column++) {
    const above = column * n
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    let [t0, t1, t2, t3] = [0, 0, 0, 0]
    let k = 0
    for (; k + 1 < column; k += 2) {
      const a = matrix[above + k]
      const b = matrix[above + k + 1]
      s0 += matrix[r0 + k] * a
      t0 += matrix[r0 + k + 1] * b
      s1 += matrix[r1 + k] * a
      t1 += matrix[r1 + k + 1] * b
      s2 += matrix[r2 + k] * a
      t2 += matrix[r2 + k + 1] * b
      s3 += matrix[r3 + k] * a
      t3 += matrix[r3 + k + 1] * b
    }
    if (k < column) {
      const a = matrix[above + k]
      s0 += matrix[r0 + k] * a
      s1 += matrix[r1 + k] * a
      s2 += matrix[r2 + k] * a
      s3 += matrix[r3 + k] * a
    }
    const pivot = matrix[above + column]
    matrix[r0 + column] = (matrix[r0 + column] - s0 - t0) / pivot
    matrix[r1 + column] = (matrix[r1 + column] - s1 - t1) / pivot
    matrix[r2 + column] = (matrix[r2 + column] - s2 - t2) / pivot
    matrix[r3 + column] = (matrix[r3 + column] - s3 - t3) / pivot
  }
}

/** Row `row` of L^-1 in place of that of L, when those above are done: four of them are added at a time. */
function invertRow(matrix: Float64Array, n: number, row: number): void {
  const start = row * n
  const factors = matrix.slice(start, start + row)
  const scale = 1 / matrix[start + row]
  matrix.fill(0, start, start + row)
  let k = 0
  for (; k + 3 < row; k += 4) {
    const [f0, f1, f2, f3] = [
      factors[k] * scale,
      factors[k + 1] * scale,
      factors[k + 2] * scale,
      factors[k + 3] * scale,
    ]
    const [a0, a1, a2, a3] = [k * n, (k + 1) * n, (k + 2) * n, (k + 3) * n]
    for (let j = 0; j <= k; j++)
      matrix[start + j] -=
        f0 * matrix[a0 + j] + f1 * matrix[a1 + j] + f2 * matrix[a2 + j] + f3 * matrix[a3 + j]
    for (let above = k + 1; above < k + 4; above++)
      for (let j = k + 1; j <= above; j++) matrix[start + j] -= factors[above] * scale * matrix[above * n + j]
  }
  for (; k < row; k++)
    for (let j = 0; j <= k; j++) matrix[start + j] -= factors[k] * scale * matrix[k * n + j]
  matrix[start + row] = scale
}
