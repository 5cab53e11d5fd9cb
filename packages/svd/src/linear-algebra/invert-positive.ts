import { invertFactor, type Matrix, type MatrixWorkspace } from '@redux/kernels/linear-algebra'
import { SvdError } from '../errors.js'

/**
 * L^-1 in place of a positive definite matrix A = L L'; see {@link invertFactor}.
 *
 * @throws {@link SvdError} SINGULAR when A is not positive definite.
 */
export function invertPositive(workspace: MatrixWorkspace, A: Matrix): void {
  if (!invertFactor(workspace, A))
    throw new SvdError('SINGULAR', 'a matrix that must be positive definite is not')
}
