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

/** All stored vectors within a radius of nq queries, one query after the other. */
export interface RangeSearchResult {
  /** nq + 1 long: query i's answers are `limits[i] … limits[i + 1] - 1`. */
  readonly limits: Int32Array
  /** Squared L2 (input units squared) ascending, or inner product descending, for each query. */
  readonly distances: Float32Array
  /** What was found, in the same places. */
  readonly labels: Int32Array
}
