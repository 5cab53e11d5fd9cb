import { checkVectors } from './check-vectors.js'
import { AnnError } from './errors.js'
import type { Metric } from './metric.js'
import { checkInteger, checkSearchOptions, MAX_INT32, type SearchOptions } from './options.js'
import type { RangeSearchResult, SearchResult } from './search-result.js'

/**
 * What every index offers. Vectors go in and come out as flat Float32Arrays, row-major: component j of vector i is
 * `x[i * d + j]`. The checks of arguments are here; what an index does with them is its own.
 */
export abstract class VectorIndex<M extends Metric = Metric> {
  /** Components of a vector. */
  readonly d: number
  /** How nearness is measured. */
  readonly metric: M

  constructor(d: number, metric: M) {
    checkInteger('d', d, 1, MAX_INT32)
    if (metric !== 'l2' && metric !== 'innerProduct')
      throw new AnnError('INVALID_OPTION', `metric must be l2 or innerProduct, got ${String(metric)}`)
    this.d = d
    this.metric = metric
  }

  /** How many vectors are stored. */
  abstract get ntotal(): number

  /** Whether vectors can be added and found; if not, `train` comes first. */
  abstract get isTrained(): boolean

  /**
   * Learns what the index has to know of the vectors before any can be added.
   *
   * @param x - n x d, row-major, all finite: a sample of what will be added.
   * @throws {@link AnnError} INVALID_OPTION if `x` is not a Float32Array; DIMENSION_MISMATCH if `x.length` is not
   *   a multiple of d; NOT_FINITE for NaN or Infinity.
   */
  abstract train(x: Float32Array): void

  /**
   * Appends vectors; the first gets the label `ntotal`. All are stored or, if one is refused, none.
   *
   * @param x - n x d, row-major, all finite. Copied.
   * @throws {@link AnnError} INVALID_OPTION if `x` is not a Float32Array; DIMENSION_MISMATCH if `x.length` is not
   *   a multiple of d; NOT_FINITE for NaN or Infinity; NOT_TRAINED if `train` is due first; OUT_OF_RANGE if more
   *   vectors would be stored than labels or memory can hold.
   */
  abstract add(x: Float32Array): void

  /**
   * Forgets the vectors of some labels.
   *
   * @param labels - Those the index does not hold are ignored.
   * @returns How many vectors went.
   */
  abstract remove(labels: Iterable<number>): number

  /**
   * Copies one stored vector, as far as the index has kept it.
   *
   * @param label - Of a stored vector.
   * @returns A fresh array of d components.
   * @throws {@link AnnError} OUT_OF_RANGE if there is no such label.
   */
  abstract reconstruct(label: number): Float32Array

  /** Forgets all vectors, but not what it learned, and releases their memory. */
  abstract reset(): void

  /**
   * Finds the `k` nearest stored vectors to each query. The answer to a query does not depend on which other queries
   * are asked along.
   *
   * @param queries - nq x d, row-major: component j of query i is `queries[i * d + j]`. All finite. Read during
   *   the call; never written, never kept.
   * @param k - Neighbours per query, an integer >= 1; may exceed `ntotal`.
   * @param options - `include` and `exclude` say which labels may be in the answer to any query of the call.
   * @returns `labels` and `distances`, both nq x k, row-major. Rows sort by squared L2 (input units squared)
   *   ascending, or by inner product descending; ties by lower label. A short row ends in label -1, distance
   *   Infinity (-Infinity for inner product).
   * @throws {@link AnnError} INVALID_OPTION if `queries` is not a Float32Array, `k` is out of range or `options`
   *   are unknown or of the wrong type; DIMENSION_MISMATCH if `queries.length` is not a multiple of d; NOT_FINITE
   *   for NaN or Infinity; NOT_TRAINED.
   * @example
   * const index = new IndexFlatL2(2)
   * index.add(Float32Array.of(0, 0, 3, 4))
   * index.search(Float32Array.of(0, 1), 2) // labels [0, 1], distances [1, 18]
   */
  search(queries: Float32Array, k: number, options: SearchOptions = {}): SearchResult {
    const nq = this.#checkSearch(queries, k, options)
    const result = { distances: new Float32Array(nq * k), labels: new Int32Array(nq * k) }
    this.searchChecked(queries, nq, k, result, options)
    return result
  }

  /**
   * As {@link VectorIndex.search}, but fills arrays of the caller's and allocates nothing that grows with the index.
   *
   * @param result - Two arrays of nq * k elements each; overwritten, unless an error is thrown first.
   * @throws {@link AnnError} as `search`, and DIMENSION_MISMATCH if an array of `result` has another length.
   */
  searchInto(queries: Float32Array, k: number, result: SearchResult, options: SearchOptions = {}): void {
    const nq = this.#checkSearch(queries, k, options)
    for (const name of ['distances', 'labels'] as const)
      if (result[name].length !== nq * k)
        throw new AnnError(
          'DIMENSION_MISMATCH',
          `result.${name}.length must be nq * k = ${nq * k}, got ${result[name].length}`,
        )
    this.searchChecked(queries, nq, k, result, options)
  }

  /**
   * Finds all stored vectors nearer than a radius to each query: with a squared L2 distance below it, or an inner
   * product above it.
   *
   * @param radius - Input units squared, as distances are; a number but not NaN.
   * @throws {@link AnnError} as `search`; OUT_OF_RANGE if the answers are more than 2^31 - 1.
   */
  rangeSearch(queries: Float32Array, radius: number, options: SearchOptions = {}): RangeSearchResult {
    const nq = checkVectors('queries', queries, this.d)
    if (typeof radius !== 'number' || Number.isNaN(radius))
      throw new AnnError('INVALID_OPTION', `radius must be a number, got ${String(radius)}`)
    checkSearchOptions(options)
    this.requireTrained()
    return this.rangeSearchChecked(queries, nq, radius, options)
  }

  /** `search` with arguments that were checked; overwrites all of `result`. */
  protected abstract searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void

  /** `rangeSearch` with arguments that were checked. */
  protected abstract rangeSearchChecked(
    queries: Float32Array,
    nq: number,
    radius: number,
    options: SearchOptions,
  ): RangeSearchResult

  /** @throws {@link AnnError} NOT_TRAINED */
  protected requireTrained(): void {
    if (!this.isTrained) throw new AnnError('NOT_TRAINED', 'call train with a sample of the vectors first')
  }

  /** @throws {@link AnnError} OUT_OF_RANGE if int32 labels cannot name so many vectors. */
  protected checkCapacity(ntotal: number): void {
    if (ntotal > MAX_INT32)
      throw new AnnError('OUT_OF_RANGE', `an index holds at most ${MAX_INT32} vectors, got ${ntotal}`)
  }

  #checkSearch(queries: Float32Array, k: number, options: SearchOptions): number {
    const nq = checkVectors('queries', queries, this.d)
    checkInteger('k', k, 1, MAX_INT32)
    if (nq * k > MAX_INT32)
      throw new AnnError('INVALID_OPTION', `k must keep nq * k below 2^31, got ${k} for ${nq} queries`)
    checkSearchOptions(options)
    this.requireTrained()
    return nq
  }
}
