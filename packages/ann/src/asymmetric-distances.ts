import { createDistanceTable, type DistanceTable } from '@redux/kernels'
import { withAnnErrors } from './kernel-errors.js'
import type { Metric } from './metric.js'
import type { IndexOptions } from './options.js'
import type { ProductQuantizer } from './product-quantizer.js'

/**
 * Distances of a query to coded vectors of an inverted file, without decoding them: the asymmetric distance computation
 * of Jégou, Douze, Schmid, TPAMI 33(1), 2011, section II-C. With c the centroid of a list and r_m the centroid that a
 * code names for sub-vector m,
 *
 *     |q - (c + r)|^2 = sum of |(q - c)_m - r_m|^2       q . (c + r) = q . c + sum of q_m . r_m
 *
 * and the terms of the sums come from a table of all centroids of all sub-vectors. All is added up in float64 and rounded
 * once; no sum of finite float32 numbers leaves its range, so no distance is NaN.
 */
export class AsymmetricDistances {
  readonly #isL2: boolean
  readonly #table: DistanceTable
  /** The query, for L2 less the centroid of the list. */
  readonly #vector: Float64Array
  #query: Float32Array = new Float32Array(0)
  #base = 0

  constructor(quantizer: ProductQuantizer, metric: Metric, { backend }: Required<IndexOptions>) {
    const { M, ksub, dsub, centroids } = quantizer
    this.#isL2 = metric === 'l2'
    this.#table = withAnnErrors(() => createDistanceTable({ M, ksub, dsub, metric, centroids, backend }))
    this.#vector = new Float64Array(quantizer.d)
  }

  /** Cost: for inner product, `ksub * d` multiply-adds. @param query - d components; must stay what they are. */
  setQuery(query: Float32Array): void {
    this.#query = query
    if (this.#isL2) return
    this.#vector.set(query)
    this.#table.fill(this.#vector)
  }

  /** Cost: for L2, `ksub * d` multiply-adds; else d. @param centroid - Of the list, d components. */
  setList(centroid: Float32Array): void {
    const query = this.#query
    this.#base = 0
    if (this.#isL2) {
      for (let j = 0; j < query.length; j++) this.#vector[j] = query[j]! - centroid[j]!
      this.#table.fill(this.#vector)
    } else for (let j = 0; j < query.length; j++) this.#base += query[j]! * centroid[j]!
  }

  /**
   * Cost: M additions for each vector.
   *
   * @param codes - n x M, of vectors in the list that was set.
   * @returns n distances, valid until the next call.
   */
  distances(codes: Uint8Array): Float32Array {
    return withAnnErrors(() => this.#table.distances(this.#base, codes))
  }
}
