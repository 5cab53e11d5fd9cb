import type { Matrix } from '../matrix.js'

/** C += A B, summed in doubles. */
export function addProductPlainly(C: Matrix, A: Matrix, B: Matrix, isLower: boolean): void {
  const [c, a, b] = [C.data, A.data, B.data]
  const sums = new Float64Array(C.columns)
  for (let i = 0; i < A.rows; i++) {
    sums.set(c.subarray(i * C.stride, i * C.stride + C.columns))
    for (let row = 0; row < B.rows; row++) {
      const factor = a[i * A.stride + row]
      const end = isLower ? Math.min(B.columns, row + 1) : B.columns
      for (let column = 0; column < end; column++) sums[column] += factor * b[row * B.stride + column]
    }
    c.set(sums, i * C.stride)
  }
}
