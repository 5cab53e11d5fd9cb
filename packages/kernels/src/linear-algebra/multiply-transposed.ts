import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace } from './matrix-workspace.js'
import { multiplyTransposedPlainly } from './reference/multiply-transposed.js'

/** Rows of a lower triangle that are taken to be as long as the last of them; a multiple of four. */
const LOWER_ROWS = 64

/**
 * C = A B': every row of A times every row of B. Costs `m * n * k` multiply-adds; on several threads, rows of A are
 * shared out, and the bits stay the same. In WebAssembly sums are in single precision, in 4 lanes.
 *
 * @param C - m x n, written; shares no numbers with the others.
 * @param A - m x k
 * @param B - n x k
 * @param options.isLower - Whether B is zero above the diagonal, which is then not read. Default false.
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 */
export function multiplyTransposed(
  workspace: MatrixWorkspace,
  C: Matrix,
  A: Matrix,
  B: Matrix,
  { isLower = false }: { readonly isLower?: boolean } = {},
): void {
  if (A.columns !== B.columns || C.rows !== A.rows || C.columns !== B.rows)
    throw new KernelError(
      'OUT_OF_BOUNDS',
      `C must be A.rows x B.rows and A and B equally wide, got ${shape(C)} for ${shape(A)} and ${shape(B)}`,
    )
  if (workspace.backend === 'typescript') {
    multiplyTransposedPlainly(C, A, B)
    return
  }
  const step = isLower ? LOWER_ROWS : Math.max(1, B.rows)
  for (let row = 0; row < B.rows; row += step)
    multiplyRows(workspace, C, A, B, { row, count: Math.min(step, B.rows - row), isLower })
}

/** Some columns of C: the products with so many rows of B, from a row on that is a multiple of four. */
function multiplyRows(
  workspace: MatrixWorkspace,
  C: Matrix,
  A: Matrix,
  B: Matrix,
  { row, count, isLower }: { readonly row: number; readonly count: number; readonly isLower: boolean },
): void {
  const bytes = isLower ? Math.min(A.rowBytes, (row + LOWER_ROWS) * 4) : A.rowBytes
  workspace.call('multiplyTransposed', A.rows, (A.rows * count * bytes) / 4, (first, end) => [
    C.address + first * C.rowBytes + row * 4,
    C.rowBytes,
    A.address + first * A.rowBytes,
    A.rowBytes,
    B.address + row * B.rowBytes,
    B.rowBytes,
    end - first,
    count,
    bytes,
  ])
}

function shape({ rows, columns }: Matrix): string {
  return `${rows} x ${columns}`
}
