// Everything this module exports, under the names that src/linear-algebra/ knows.

export { eigenSymmetric } from './eigen-symmetric'
export { dotPairs, multiplySparse, sampleRows } from './gibbs'
export { gram } from './gram'
export { multiplyTransposed } from './multiply-transposed'
export { solveRidgeRows } from './ridge-rows'
