import { MatrixWorkspace } from '@redux/kernels/linear-algebra'
import { expect, it } from 'vitest'
import { invertPositive } from '../../src/linear-algebra/invert-positive.js'

it('refuses a matrix that is not positive definite', () => {
  const workspace = new MatrixWorkspace()
  const matrix = workspace.matrix(2, 2)
  matrix.data.set([1, 2, 0, 0, 2, 1])
  expect(() => invertPositive(workspace, matrix)).toThrow(expect.objectContaining({ code: 'SINGULAR' }))
})
