import type { SymmetricOperator } from '../linear-algebra/lanczos.js'

/**
 * A root R of the inverse of K = I + X W X' + c 1 1', where X is users x items, 0 or 1, and W a diagonal: R R' = K^-1.
 * Any root serves, for only inner products of Z = X'R matter.
 */
export interface InverseRoot {
  /** |R'x_i|^2 for every item i: how much of it the users explain. nItems long. */
  squaredNorms(): Float64Array
  /** 1'K^-1 x_i for every item i. nItems long. */
  intercepts(): Float64Array
  /** Z'DZ, users x users, for a diagonal D of one number for every item. */
  scaledGram(scales: Float64Array): SymmetricOperator
  /**
   * Z times vectors over the users.
   *
   * @param vectors - k x nUsers, row-major.
   * @returns nItems x k, row-major.
   */
  project(vectors: Float64Array, k: number): Float64Array
}

/** What K is made of. */
export interface RootOptions {
  /** W, nItems long. */
  readonly weights: Float64Array
  readonly c: number
}
