/** The nearest stored vectors of nq queries, `k` to each, as two row-major nq x k arrays. */
export interface SearchResult {
  /**
   * Squared L2 (input units squared) ascending, or inner product descending, along each row. Padding is Infinity,
   * or -Infinity for inner product.
   */
  readonly distances: Float32Array
  /** What was found, in the same places. Padding is -1. */
  readonly labels: Int32Array
}
