import type { Metric } from './metric.js'
import type { ProductQuantizer } from './product-quantizer.js'

/**
 * Distances of a query to coded vectors of an inverted file, without decoding them: the asymmetric distance computation
 * of Jégou, Douze, Schmid, TPAMI 33(1), 2011, section II-C. With c the centroid of a list and r_m the centroid that a
 * code names for sub-vector m,
 *
 *     |q - (c + r)|^2 = sum of |(q - c)_m - r_m|^2       q . (c + r) = q . c + sum of q_m . r_m
 *
 * and the terms of the sums come from a table of all centroids of all sub-vectors. All is added up in float64, from the
 * first component and the first sub-vector on, and rounded once; no sum of finite float32 numbers leaves its range, so
 * no distance is NaN.
 */
export class DistanceTable {
  readonly #quantizer: ProductQuantizer
  readonly #isL2: boolean
  readonly #listCentroids: Float32Array
  /** M x ksub. */
  readonly #table: Float64Array
  #query: Float32Array = new Float32Array(0)
  readonly #residual: Float64Array
  #base = 0
  #distances = new Float32Array(0)

  /** @param listCentroids - nlist x d; must stay what they are as long as the table is in use. */
  constructor(quantizer: ProductQuantizer, metric: Metric, listCentroids: Float32Array) {
    this.#quantizer = quantizer
    this.#isL2 = metric === 'l2'
    this.#listCentroids = listCentroids
    this.#table = new Float64Array(quantizer.M * quantizer.ksub)
    this.#residual = new Float64Array(quantizer.d)
  }

  /** Cost: for inner product, `ksub * d` multiply-adds. @param query - d components; must stay what they are. */
  setQuery(query: Float32Array): void {
    this.#query = query
    if (!this.#isL2) this.#fillWithProducts()
  }

  /** Cost: for L2, `ksub * d` multiply-adds; else d. */
  setList(list: number): void {
    const { d } = this.#quantizer
    const centroids = this.#listCentroids
    this.#base = 0
    for (let j = 0; j < d; j++) {
      const q = this.#query[j]!
      const c = centroids[list * d + j]!
      if (this.#isL2) this.#residual[j] = q - c
      else this.#base += q * c
    }
    if (this.#isL2) this.#fillWithSquares()
  }

  /**
   * Cost: `n * M` additions.
   *
   * @param codes - n x M, each below ksub, of vectors in the list that was set.
   * @returns n distances, valid until the next call.
   */
  distances(codes: Uint8Array, n: number): Float32Array {
    const { M, ksub } = this.#quantizer
    if (this.#distances.length < n) this.#distances = new Float32Array(n)
    const distances = this.#distances
    const table = this.#table
    for (let i = 0, at = 0; i < n; i++) {
      let sum = this.#base
      for (let m = 0, row = 0; m < M; m++, row += ksub) sum += table[row + codes[at++]!]!
      distances[i] = sum
    }
    return distances.subarray(0, n)
  }

  #fillWithSquares(): void {
    const { M, ksub, dsub, centroids } = this.#quantizer
    for (let row = 0, at = 0; row < M * ksub; row++) {
      const start = Math.floor(row / ksub) * dsub
      let sum = 0
      for (let j = start; j < start + dsub; j++) {
        const difference = this.#residual[j]! - centroids[at++]!
        sum += difference * difference
      }
      this.#table[row] = sum
    }
  }

  #fillWithProducts(): void {
    const { M, ksub, dsub, centroids } = this.#quantizer
    for (let row = 0, at = 0; row < M * ksub; row++) {
      const start = Math.floor(row / ksub) * dsub
      let sum = 0
      for (let j = start; j < start + dsub; j++) sum += this.#query[j]! * centroids[at++]!
      this.#table[row] = sum
    }
  }
}
