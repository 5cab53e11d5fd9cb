import type { Matrix } from './matrix.js'
import type { MatrixWorkspace } from './matrix-workspace.js'
import { gramPlainly } from './reference/gram.js'

/**
 * The Gram matrix A'A. In WebAssembly 64 rows at a time are summed in single precision, and these sums in doubles, so
 * that errors do not grow with the number of rows. Costs half of `rows * columns^2` multiply-adds; on several threads,
 * rows of the result are shared out, and the bits stay the same.
 *
 * @param options.isLower - Whether A is square with zeros above the diagonal: then a third of that. Default false.
 * @returns columns x columns, row-major, symmetric.
 */
export function gram(
  workspace: MatrixWorkspace,
  A: Matrix,
  { isLower = false }: { readonly isLower?: boolean } = {},
): Float64Array {
  if (workspace.backend === 'typescript') return gramPlainly(A)
  const { columns, rows, stride } = A
  const doubles = stride * stride * 2
  const scratch = workspace.scratch(doubles + stride * stride)
  scratch.view.fill(0, 0, doubles + stride * stride)
  const { address } = scratch
  workspace.callParts(
    'gram',
    panelBounds(stride / 4, workspace.partsOf((rows * stride * stride) / 2)),
    (first, end) => [address, A.address, rows, stride, first, end, Number(isLower), address + doubles * 4],
  )
  const sums = new Float64Array(scratch.view.buffer, address, stride * stride)
  const gram = new Float64Array(columns * columns)
  for (let i = 0; i < columns; i++)
    for (let j = i; j < columns; j++) {
      gram[i * columns + j] = sums[i * stride + j]
      gram[j * columns + i] = sums[i * stride + j]
    }
  return gram
}

/** Cuts the upper triangle of a matrix of n x n blocks into parts of whole rows that are about equally large. */
function panelBounds(n: number, nParts: number): number[] {
  return Array.from({ length: nParts + 1 }, (_, part) => Math.round(n * (1 - Math.sqrt(1 - part / nParts))))
}
