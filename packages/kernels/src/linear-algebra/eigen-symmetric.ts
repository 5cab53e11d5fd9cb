import type { MatrixWorkspace } from './matrix-workspace.js'

/**
 * Eigenvalues and eigenvectors of a symmetric matrix in doubles, by the kernels: about `9 n^3` flops, 3 ms for n = 128.
 * The workspace must run on `wasm`; the plain way is that of @redux/svd.
 *
 * @param matrix - n x n, row-major, both triangles, all finite.
 * @returns Values and, in the rows of `vectors`, unit vectors, in no order and with any sign; undefined when the
 *   iteration did not end.
 */
export function eigenSymmetricInWasm(
  workspace: MatrixWorkspace,
  matrix: Float64Array,
  n: number,
): { readonly values: Float64Array; readonly vectors: Float64Array } | undefined {
  const stride = 2 * Math.ceil(n / 2)
  const size = n * stride
  // In doubles: the matrix, the vectors, the values, and n + 3 rows for the kernel.
  const scratch = workspace.scratch(2 * (2 * size + stride + (n + 3) * stride))
  const doubles = new Float64Array(scratch.view.buffer, scratch.address, 2 * size + stride)
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++)
      doubles[row * stride + column] = matrix[row * n + column] / largest
    doubles.fill(0, row * stride + n, (row + 1) * stride)
  }
  const address = (doublesBefore: number) => scratch.address + doublesBefore * 8
  const found = workspace.callOnce('eigenSymmetric', [
    scratch.address,
    n,
    stride * 8,
    address(size),
    address(2 * size),
    address(2 * size + stride),
  ])
  if (!found) return undefined
  const vectors = new Float64Array(n * n)
  for (let row = 0; row < n; row++)
    vectors.set(doubles.subarray(size + row * stride, size + row * stride + n), row * n)
  return { values: doubles.slice(2 * size, 2 * size + n).map((value) => value * largest), vectors }
}
