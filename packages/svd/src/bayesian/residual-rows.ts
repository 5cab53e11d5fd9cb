import type { SparseRows } from '@redux/kernels/linear-algebra'
import type { Ratings } from '../ratings.js'

/**
 * Ratings less their mean, as a sparse matrix of users by items: rows and columns beyond those of the ratings have
 * none, and are for whoever is unknown.
 */
export function residualRows(ratings: Ratings, nRows: number, nColumns: number): SparseRows {
  const offsets = new Int32Array(nRows + 1).fill(ratings.nRatings)
  offsets.set(ratings.offsets)
  const values = ratings.values.map((value) => value - ratings.mean)
  return { nRows, nColumns, offsets, columns: ratings.itemRows, values }
}
