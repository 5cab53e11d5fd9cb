import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace } from './matrix-workspace.js'
import { multiplyTransposedPlainly } from './reference/multiply-transposed.js'

/**
 * C = A B': every row of A times every row of B. Costs `m * n * k` multiply-adds; on several threads, rows of A are
 * shared out, and the bits stay the same. In WebAssembly sums are in single precision, in 4 lanes.
 *
 * @param C - m x n, written; shares no numbers with the others.
 * @param A - m x k
 * @param B - n x k
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 */
export function multiplyTransposed(workspace: MatrixWorkspace, C: Matrix, A: Matrix, B: Matrix): void {
  if (A.columns !== B.columns || C.rows !== A.rows || C.columns !== B.rows)
    throw new KernelError(
      'OUT_OF_BOUNDS',
      `C must be A.rows x B.rows and A and B equally wide, got ${shape(C)} for ${shape(A)} and ${shape(B)}`,
    )
  if (workspace.backend === 'typescript') {
    multiplyTransposedPlainly(C, A, B)
    return
  }
  const multiplyAdds = A.rows * B.rows * A.columns
  workspace.call('multiplyTransposed', A.rows, multiplyAdds, (first, end) => [
    C.address + first * C.rowBytes,
    C.rowBytes,
    A.address + first * A.rowBytes,
    A.rowBytes,
    B.address,
    B.rowBytes,
    end - first,
    B.rows,
    A.rowBytes,
  ])
}

function shape({ rows, columns }: Matrix): string {
  return `${rows} x ${columns}`
}
