import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace } from './matrix-workspace.js'
import { addProductPlainly } from './reference/add-product.js'

/**
 * C += A B. Costs `m * n * k` multiply-adds, along the rows of B, so that it is made for few rows of A: where there are
 * many, `multiplyTransposed` takes half the time. On several threads rows of A are shared out, and the bits stay the
 * same. In WebAssembly sums are in single precision.
 *
 * @param C - m x n; shares no numbers with the others.
 * @param A - m x k
 * @param B - k x n
 * @param options.isLower - Whether B is zero above the diagonal, which is then not read. Default false.
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 */
export function addProduct(
  workspace: MatrixWorkspace,
  C: Matrix,
  A: Matrix,
  B: Matrix,
  { isLower = false }: { readonly isLower?: boolean } = {},
): void {
  if (A.columns !== B.rows || C.rows !== A.rows || C.columns !== B.columns)
    throw new KernelError('OUT_OF_BOUNDS', 'C must be A.rows x B.columns, and A as wide as B is high')
  if (workspace.backend === 'typescript') {
    addProductPlainly(C, A, B, isLower)
    return
  }
  const multiplyAdds = (A.rows * B.rows * B.columns) / (isLower ? 2 : 1)
  workspace.call('addProduct', A.rows, multiplyAdds, (first, end) => [
    C.address + first * C.rowBytes,
    C.rowBytes,
    A.address + first * A.rowBytes,
    A.rowBytes,
    B.address,
    B.rowBytes,
    end - first,
    B.rows,
    B.rowBytes,
    Number(isLower),
  ])
}
