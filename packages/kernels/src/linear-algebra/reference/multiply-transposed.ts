import type { Matrix } from '../matrix.js'

/** C = A B', summed in doubles. */
export function multiplyTransposedPlainly(C: Matrix, A: Matrix, B: Matrix): void {
  const [c, a, b] = [C.data, A.data, B.data]
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < B.rows; j++) {
      let sum = 0
      const [aRow, bRow] = [i * A.stride, j * B.stride]
      for (let f = 0; f < A.columns; f++) sum += a[aRow + f] * b[bRow + f]
      c[i * C.stride + j] = sum
    }
}
