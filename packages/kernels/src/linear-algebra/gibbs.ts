import { KernelError } from '../errors.js'
import type { Matrix } from './matrix.js'
import type { MatrixWorkspace, WorkspaceArray } from './matrix-workspace.js'
import { dotPairsPlainly, multiplySparsePlainly, sampleRowsPlainly } from './reference/gibbs.js'

/** A sparse matrix in compressed rows, as plain arrays. */
export interface SparseRows {
  readonly nRows: number
  readonly nColumns: number
  /** nRows + 1 long, ascending from 0. */
  readonly offsets: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** {@link SparseRows} in a workspace. */
export class SparseMatrix {
  readonly rows: number
  readonly columns: number
  readonly nEntries: number
  readonly offsets: WorkspaceArray<Int32ArrayConstructor>
  readonly columnOf: WorkspaceArray<Int32ArrayConstructor>
  readonly values: WorkspaceArray<Float32ArrayConstructor>

  /** @throws {@link KernelError} OUT_OF_BOUNDS when the rows contradict themselves. */
  constructor(workspace: MatrixWorkspace, { nRows, nColumns, offsets, columns, values }: SparseRows) {
    const ascending = offsets.every((offset, row) => (row === 0 ? offset === 0 : offset >= offsets[row - 1]!))
    const fits = offsets.length === nRows + 1 && offsets[nRows] === values.length
    if (!ascending || !fits || columns.length !== values.length)
      throw new KernelError(
        'OUT_OF_BOUNDS',
        `offsets must ascend from 0 to ${values.length} in ${nRows + 1} steps`,
      )
    const outside = columns.find((column) => column < 0 || column >= nColumns)
    if (outside !== undefined)
      throw new KernelError('OUT_OF_BOUNDS', `columns must be in 0..${nColumns - 1}, got ${outside}`)
    this.rows = nRows
    this.columns = nColumns
    this.nEntries = values.length
    this.offsets = workspace.array(Int32Array, offsets.length)
    this.offsets.view.set(offsets)
    this.columnOf = workspace.array(Int32Array, columns.length)
    this.columnOf.view.set(columns)
    this.values = workspace.array(Float32Array, values.length)
    this.values.view.set(values)
  }
}

/**
 * C = S B for a sparse S. `nEntries * B.columns` multiply-adds, in single precision; rows are shared out to threads.
 *
 * @param C - S.rows x B.columns, written.
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 */
export function multiplySparse(workspace: MatrixWorkspace, C: Matrix, S: SparseMatrix, B: Matrix): void {
  requireFit(
    C.rows === S.rows && S.columns === B.rows && C.columns === B.columns,
    'C must be S.rows x B.columns',
  )
  if (workspace.backend === 'typescript') {
    multiplySparsePlainly(C, S, B)
    return
  }
  workspace.call('multiplySparse', S.rows, S.nEntries * B.stride, (first, end) => [
    end - first,
    S.offsets.address + first * 4,
    S.columnOf.address,
    S.values.address,
    B.address,
    B.rowBytes,
    C.address + first * C.rowBytes,
  ])
}

/**
 * For every entry of a sparse matrix the product of the two rows it names: `dots[at] = A[row] . B[column]`.
 *
 * @param dots - As many as S has entries, written.
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 */
export function dotPairs(
  workspace: MatrixWorkspace,
  dots: WorkspaceArray<Float32ArrayConstructor>,
  S: SparseMatrix,
  A: Matrix,
  B: Matrix,
): void {
  const fits = S.rows === A.rows && S.columns === B.rows && A.columns === B.columns
  requireFit(
    fits && dots.view.length === S.nEntries,
    'S must be A.rows x B.rows, and dots as long as its entries',
  )
  if (workspace.backend === 'typescript') {
    dotPairsPlainly(dots.view, S, A, B)
    return
  }
  workspace.call('dotPairs', S.rows, S.nEntries * B.stride, (first, end) => [
    end - first,
    S.offsets.address + first * 4,
    S.columnOf.address,
    A.address + first * A.rowBytes,
    B.address,
    B.rowBytes,
    dots.address,
  ])
}

/**
 * One side of a factor model whose ratings are products of two rows of nFactors + 3 numbers: the factors, one slot in
 * which the own bias meets a 1, one in which a 1 meets the other's bias, and one that is 0 in both.
 */
export interface RowSampling {
  /** What is rated against the mean, a row for every row of this side. */
  readonly ratings: SparseMatrix
  /** The other side's rows, nFactors + 3 wide. */
  readonly others: Matrix
  /** This side's rows, of which factors and bias are written. */
  readonly rows: Matrix
  readonly nFactors: number
  /** Where the own bias is: nFactors or nFactors + 1. */
  readonly ownSlot: number
  /** 1 / variance of a rating's noise. */
  readonly noisePrecision: number
  /** D x D with D = nFactors + 1, row-major, symmetric; (factors, bias) as in all below. */
  readonly priorPrecision: WorkspaceArray<Float64ArrayConstructor>
  /** rows x D: that times the prior mean of every row. */
  readonly priorInformation: Matrix
  /** rows x D, dense: independent standard normals. */
  readonly normals: WorkspaceArray<Float32ArrayConstructor>
  /** {@link rowSamplingScratch} bytes for what is in between. */
  readonly scratch: WorkspaceArray<Uint8ArrayConstructor>
}

/** Ratings that the kernel gathers side by side. */
const PANEL = 128

/** Bytes that {@link sampleRows} needs in between, for all its threads. */
export function rowSamplingScratch(workspace: MatrixWorkspace, nFactors: number): number {
  return scratchOfPart(nFactors) * workspace.partsOf(Number.POSITIVE_INFINITY)
}

function scratchOfPart(nFactors: number): number {
  const stride = Math.ceil((nFactors + 3) / 4) * 4
  const d = nFactors + 1
  return Math.ceil(((PANEL + stride) * stride * 4 + (d + 1) * (d + 2) * 8) / 64) * 64
}

/**
 * Draws every row of one side given the other's: with t the other's row where 1 stands for the own bias, b its bias, P
 * and h the prior precision and information, z the standard normals, and sums over the row's ratings,
 *
 *     row = U^-1 (U'^-1 (h + noisePrecision sum t (r - b)) + z),   U'U = P + noisePrecision sum t t'
 *
 * About `nRatings D^2 / 2 + nRows D^3 / 6` multiply-adds. In WebAssembly sums over ratings are in single precision, what
 * follows in doubles. Rows are shared out to threads, and the bits stay the same.
 *
 * @throws {@link KernelError} OUT_OF_BOUNDS when the shapes do not fit.
 * @see Salakhutdinov, Mnih, "Bayesian probabilistic matrix factorization using Markov chain Monte Carlo", ICML 2008,
 *   equations 11 to 13.
 */
export function sampleRows(workspace: MatrixWorkspace, sampling: RowSampling): void {
  const { ratings, others, rows, nFactors, ownSlot, noisePrecision, priorPrecision } = sampling
  const { priorInformation, normals, scratch } = sampling
  const d = nFactors + 1
  const fits =
    ratings.rows === rows.rows && ratings.columns === others.rows && priorInformation.rows === rows.rows
  const wide =
    rows.columns === nFactors + 3 && others.columns === nFactors + 3 && priorInformation.columns === d
  requireFit(
    fits && wide,
    'rows and others must be nFactors + 3 wide, prior information nFactors + 1, and as many as ratings',
  )
  const long = normals.view.length >= rows.rows * d && priorPrecision.view.length === d * d
  requireFit(
    long && scratch.view.length >= rowSamplingScratch(workspace, nFactors),
    'normals, precision or scratch too short',
  )
  requireFit(ownSlot === nFactors || ownSlot === nFactors + 1, 'ownSlot must be nFactors or nFactors + 1')
  if (workspace.backend === 'typescript') {
    sampleRowsPlainly(sampling)
    return
  }
  const multiplyAdds = ratings.nEntries * d * d
  workspace.call('sampleRows', rows.rows, multiplyAdds, (first, end, part) => [
    end - first,
    ratings.offsets.address + first * 4,
    ratings.columnOf.address,
    ratings.values.address,
    others.address,
    others.rowBytes,
    nFactors,
    ownSlot,
    noisePrecision,
    priorPrecision.address,
    priorInformation.address + first * priorInformation.rowBytes,
    priorInformation.rowBytes,
    normals.address + first * d * 4,
    rows.address + first * rows.rowBytes,
    scratch.address + part * scratchOfPart(nFactors),
  ])
}

function requireFit(fits: boolean, rule: string): void {
  if (!fits) throw new KernelError('OUT_OF_BOUNDS', rule)
}
