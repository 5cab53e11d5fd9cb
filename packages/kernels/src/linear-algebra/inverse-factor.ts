import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace } from './matrix-workspace.js'
import { invertFactorPlainly } from './reference/inverse-factor.js'

/** Rows that are eliminated at a time, a multiple of four: few enough to stay in the second cache. */
const PANEL = 64

/**
 * The inverse of the Cholesky factor of a symmetric positive definite matrix A = L L': L^-1, in place of A. About
 * `n^3 / 3` multiply-adds, in WebAssembly in single precision; on several threads rows are shared out, and the bits stay
 * the same.
 *
 * @param A - n x n, of which the upper triangle is read. Lower triangular afterwards, with zeros above the diagonal.
 * @returns Whether A was positive definite; if not, what A holds afterwards means nothing.
 * @throws {@link KernelError} OUT_OF_BOUNDS when A is not square.
 */
export function invertFactor(workspace: MatrixWorkspace, A: Matrix): boolean {
  if (A.rows !== A.columns)
    throw new KernelError('OUT_OF_BOUNDS', `A must be square, got ${A.rows} x ${A.columns}`)
  if (workspace.backend === 'typescript') invertFactorPlainly(A)
  else invertInWasm(workspace, A)
  const { data, stride, rows } = A
  for (let row = 0; row < rows; row++)
    if (!(data[row * stride + row] < Number.POSITIVE_INFINITY)) return false
  return true
}

/** In a square of whole fours, which A may not be. */
function invertInWasm(workspace: MatrixWorkspace, A: Matrix): void {
  const { rows, stride: n, rowBytes } = A
  const { view, address } = workspace.scratch(n * n + PANEL * PANEL)
  const a = A.data
  for (let row = 0; row < n; row++) {
    view.fill(0, row * n, row * n + n)
    if (row < rows) view.set(a.subarray(row * n + row, row * n + n), row * n + row)
    else view[row * n + row] = 1
  }
  for (let first = 0; first < n; first += PANEL) {
    const count = Math.min(PANEL, n - first)
    workspace.callOnce('eliminatePanel', [address, rowBytes, first, count, address + n * n * 4])
    const below = (first + count) / 4
    const nFours = n / 4 - below
    const nParts = Math.min(workspace.partsOf((nFours * 4 * n * count) / 2), nFours)
    workspace.callParts(
      'eliminateBelow',
      Array.from({ length: nParts + 1 }, (_, part) => below + Math.floor((nFours * part) / nParts)),
      (from, to) => [address, rowBytes, first, count, from, to],
    )
  }
  for (let row = 0; row < rows; row++) {
    a.set(view.subarray(row * n, row * n + row + 1), row * n)
    a.fill(0, row * n + row + 1, row * n + n)
  }
}
