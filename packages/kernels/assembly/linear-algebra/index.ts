// Everything this module exports, under the names that src/linear-algebra/ knows.

export { addProduct } from './add-product'
export { addScaledRows, orthogonalise } from './double-rows'
export { eigenSymmetric } from './eigen-symmetric'
export { dotPairs, multiplySparse, sampleRows } from './gibbs'
export { gram } from './gram'
export { eliminateBelow, eliminatePanel } from './inverse-factor'
export { multiplyTransposed } from './multiply-transposed'
export { solveRidgeRows } from './ridge-rows'
