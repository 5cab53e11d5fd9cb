import { gram, type Matrix, type MatrixWorkspace, multiplyTransposed } from '@redux/kernels/linear-algebra'
import { eigenSymmetric } from './linear-algebra/eigen-symmetric.js'

/** The basis in which the Gram matrix of some rows is diagonal. */
export interface EigenBasis {
  /** The diagonal, >= 0, descending. */
  readonly spectrum: Float64Array
  /** nFactors x nFactors, row-major: a basis vector a row. */
  readonly vectors: Float64Array
}

/** Costs half of `rows * nFactors^2` multiply-adds and, for the eigenvectors, about `9 nFactors^3` flops. */
export function eigenBasis(workspace: MatrixWorkspace, rows: Matrix): EigenBasis {
  const { values, vectors } = eigenSymmetric(gram(workspace, rows), rows.columns, workspace)
  return { spectrum: values.map((value) => Math.max(value, 0)), vectors }
}

/** Turns rows into a basis. @param axes - nFactors x nFactors, where the basis is put meanwhile. */
export function rotate(
  workspace: MatrixWorkspace,
  rotated: Matrix,
  rows: Matrix,
  { vectors }: EigenBasis,
  axes: Matrix,
): void {
  const { columns, stride, data } = axes
  for (let row = 0; row < columns; row++)
    data.set(vectors.subarray(row * columns, (row + 1) * columns), row * stride)
  multiplyTransposed(workspace, rotated, rows, axes)
}
