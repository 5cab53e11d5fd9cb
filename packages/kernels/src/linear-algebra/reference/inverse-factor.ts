import type { Matrix } from '../matrix.js'
import { factorizePlainly } from './cholesky.js'

/** L^-1 of A = L L' in place of A, of which the upper triangle is read; in doubles, zeros above. */
export function invertFactorPlainly({ rows: n, stride, data }: Matrix): void {
  const factor = new Float64Array(n * n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) factor[row * n + column] = data[column * stride + row]
  factorizePlainly(factor, n)
  const inverse = new Float64Array(n * n)
  for (let row = 0; row < n; row++) {
    const own = row * n
    inverse[own + row] = 1
    for (let above = 0; above < row; above++)
      for (let column = 0; column <= above; column++)
        inverse[own + column] -= factor[own + above] * inverse[above * n + column]
    for (let column = 0; column <= row; column++) inverse[own + column] /= factor[own + row]
    data.set(inverse.subarray(own, own + n), row * stride)
  }
}
