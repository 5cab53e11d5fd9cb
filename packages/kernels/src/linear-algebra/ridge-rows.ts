import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace, WorkspaceArray } from './matrix-workspace.js'
import { solveRidgeRowsPlainly } from './reference/ridge-rows.js'

/** The regressions of {@link solveRidgeRows}, one for each row, in compressed rows. */
export interface RidgeProblems {
  /** nRows + 1 long, ascending from 0: the entries of row u are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Row of Y of every entry. */
  readonly entries: Int32Array
  /** What each entry counts, > 0. */
  readonly confidences: Float32Array
  /** What the product with its row of Y should be. */
  readonly targets: Float32Array
  /** Penalty of every row, > 0. */
  readonly regularization: Float32Array
}

/** {@link RidgeProblems} in a workspace. */
export class RidgeRows {
  readonly nRows: number
  readonly offsets: WorkspaceArray<Int32ArrayConstructor>
  readonly entries: WorkspaceArray<Int32ArrayConstructor>
  readonly confidences: WorkspaceArray<Float32ArrayConstructor>
  readonly targets: WorkspaceArray<Float32ArrayConstructor>
  readonly regularization: WorkspaceArray<Float32ArrayConstructor>
  readonly losses: WorkspaceArray<Float64ArrayConstructor>
  /** Rows of Y that the entries ask for. */
  readonly nOthers: number

  /** @throws {@link KernelError} OUT_OF_BOUNDS when the arrays contradict each other. */
  constructor(workspace: MatrixWorkspace, problems: RidgeProblems) {
    const { offsets, entries, confidences, targets, regularization } = problems
    this.nRows = regularization.length
    checkProblems(problems)
    this.nOthers = entries.reduce((most, entry) => Math.max(most, entry + 1), 0)
    this.offsets = workspace.array(Int32Array, offsets.length)
    this.entries = workspace.array(Int32Array, entries.length)
    this.confidences = workspace.array(Float32Array, confidences.length)
    this.targets = workspace.array(Float32Array, targets.length)
    this.regularization = workspace.array(Float32Array, regularization.length)
    this.losses = workspace.array(Float64Array, this.nRows)
    this.offsets.view.set(offsets)
    this.entries.view.set(entries)
    this.confidences.view.set(confidences)
    this.targets.view.set(targets)
    this.regularization.view.set(regularization)
  }
}

/**
 * Weighted ridge regressions that share a diagonal penalty: for each row u, with D = diag(spectrum) + regularization_u,
 *
 *     w_u = argmin  sum over entries i of confidence_i (target_i - w . y_i)^2  +  w' D w
 *
 * A row of n entries is solved in n unknowns where n is at most k, the number of factors, by the identity of Woodbury:
 * about `n^2 k / 2 + n^3 / 6` multiply-adds; longer rows take `n k^2 / 2 + k^3 / 6`. In WebAssembly all is in single
 * precision. On several threads rows are shared out, and the bits stay the same.
 *
 * @param W - nRows x k, written.
 * @param Y - nOthers x k
 * @param spectrum - k long, >= 0.
 * @returns The sum of all minima.
 * @throws {@link KernelError} OUT_OF_BOUNDS when shapes do not fit.
 */
export function solveRidgeRows(
  workspace: MatrixWorkspace,
  W: Matrix,
  Y: Matrix,
  spectrum: Float32Array,
  rows: RidgeRows,
): number {
  if (
    W.rows !== rows.nRows ||
    Y.rows < rows.nOthers ||
    W.columns !== Y.columns ||
    spectrum.length !== W.columns
  )
    throw new KernelError(
      'OUT_OF_BOUNDS',
      `W must be ${rows.nRows} and Y at least ${rows.nOthers} rows of ${spectrum.length}, got ${W.rows} x ${W.columns} and ${Y.rows} x ${Y.columns}`,
    )
  if (workspace.backend === 'typescript') solveRidgeRowsPlainly(W, Y, spectrum, rows)
  else solveInWasm(workspace, W, Y, spectrum, rows)
  // One after the other, so that the sum does not depend on who solved what.
  return rows.losses.view.reduce((sum, loss) => sum + loss, 0)
}

function solveInWasm(
  workspace: MatrixWorkspace,
  W: Matrix,
  Y: Matrix,
  spectrum: Float32Array,
  rows: RidgeRows,
): void {
  const { stride, rowBytes } = W
  const bounds = equalParts(workspace, rows, stride)
  const nScratch = scratchNumbers(stride)
  const scratch = workspace.scratch(stride + nScratch * (bounds.length - 1))
  scratch.view.fill(0, 0, stride)
  scratch.view.set(spectrum)
  const { offsets, entries, confidences, targets, regularization, losses } = rows
  workspace.callParts('solveRidgeRows', bounds, (first, end, part) => [
    W.address,
    Y.address,
    rowBytes,
    scratch.address,
    regularization.address,
    offsets.address,
    entries.address,
    confidences.address,
    targets.address,
    losses.address,
    first,
    end,
    mostDual(stride),
    scratch.address + (stride + part * nScratch) * 4,
  ])
}

/** The most entries for which a row is solved in as many unknowns. */
function mostDual(stride: number): number {
  return stride
}

/** What the kernel takes meanwhile: two rows, three vectors, a system, and the rows that are collected. */
function scratchNumbers(stride: number): number {
  const most = Math.max(mostDual(stride), stride)
  return 2 * stride + 3 * most + most * most + Math.max(most, 64) * stride
}

/** Cuts the rows into parts that cost about the same. */
function equalParts(workspace: MatrixWorkspace, { nRows, offsets }: RidgeRows, k: number): number[] {
  const starts = offsets.view
  const cost = (row: number) => {
    const n = starts[row + 1] - starts[row]
    return n <= mostDual(k) ? (n * n * k) / 2 + n ** 3 / 6 : (n * k * k) / 2 + k ** 3 / 6
  }
  let total = 0
  for (let row = 0; row < nRows; row++) total += cost(row)
  const nParts = workspace.partsOf(total)
  const bounds = [0]
  let done = 0
  for (let row = 0; row < nRows && bounds.length < nParts; row++) {
    done += cost(row)
    if (done * nParts >= total * bounds.length) bounds.push(row + 1)
  }
  return [...bounds, nRows]
}

function checkProblems({ offsets, entries, confidences, targets, regularization }: RidgeProblems): void {
  const refuse = (message: string): never => {
    throw new KernelError('OUT_OF_BOUNDS', message)
  }
  if (offsets.length !== regularization.length + 1 || offsets[0] !== 0)
    refuse(`offsets must be ${regularization.length + 1} long and begin with 0`)
  if (offsets.some((offset, row) => row > 0 && offset < offsets[row - 1])) refuse('offsets must ascend')
  const nEntries = offsets[offsets.length - 1]
  if ([entries, confidences, targets].some(({ length }) => length !== nEntries))
    refuse(`entries, confidences and targets must be ${nEntries} long`)
  if (entries.some((entry) => entry < 0)) refuse('entries must be rows')
}
