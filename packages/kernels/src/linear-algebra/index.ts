export { addProduct } from './add-product.js'
export { eigenSymmetricInWasm } from './eigen-symmetric.js'
export {
  dotPairs,
  multiplySparse,
  type RowSampling,
  rowSamplingScratch,
  SparseMatrix,
  type SparseRows,
  sampleRows,
} from './gibbs.js'
export { gram } from './gram.js'
export { invertFactor } from './inverse-factor.js'
export type { Matrix } from './matrix.js'
export { MatrixWorkspace, type MatrixWorkspaceOptions, type WorkspaceArray } from './matrix-workspace.js'
export { multiplyTransposed } from './multiply-transposed.js'
export { OrthonormalRows } from './orthonormal-rows.js'
export { type RidgeProblems, RidgeRows, solveRidgeRows } from './ridge-rows.js'
