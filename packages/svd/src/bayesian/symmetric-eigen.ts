/** Sweeps over all pairs; five or six are usual. */
const MAX_SWEEPS = 50

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations, O(n^3) a sweep.
 *
 * @param matrix - n x n, row-major; read only.
 * @returns Values, highest first, and vectors by row in that order, of length 1.
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, section 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) v[i * n + i] = 1
  const size = Math.hypot(...a)
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a, n) > 1e-15 * size; sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  const order = Array.from({ length: n }, (_, i) => i).sort((x, y) => a[y * n + y] - a[x * n + x])
  const vectors = new Float64Array(n * n)
  for (const [to, from] of order.entries()) vectors.set(v.subarray(from * n, (from + 1) * n), to * n)
  return { values: Float64Array.from(order, (i) => a[i * n + i]), vectors }
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += a[i * n + j] ** 2
  return Math.sqrt(2 * sum)
}

/** Makes a[p, q] zero; row p and q of v turn along. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]
  if (apq === 0) return
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  const turn = (array: Float64Array, x: number, y: number) => {
    const [ax, ay] = [array[x], array[y]]
    array[x] = c * ax - s * ay
    array[y] = s * ax + c * ay
  }
  for (let k = 0; k < n; k++) turn(a, k * n + p, k * n + q)
  for (let k = 0; k < n; k++) turn(a, p * n + k, q * n + k)
  for (let k = 0; k < n; k++) turn(v, p * n + k, q * n + k)
}
