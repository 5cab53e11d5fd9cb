import { checkVectors } from './check-vectors.js'
import { AnnError } from './errors.js'
import { METRICS, type Metric } from './metric.js'
import { checkInteger, checkSearchOptions, MAX_INT32, type SearchOptions } from './options.js'
import type { SearchResult } from './search-result.js'
import { TopKHeap } from './top-k-heap.js'

/** Rows scored before the heap sees them: 16 KiB of distances, which stay in the first-level cache. */
const BLOCK_ROWS = 4096

/**
 * An index that stores its vectors as they are and compares a query with every one of them, so every answer is
 * exact. What the flat indexes of both metrics share.
 *
 * Vector i has the label i, counting from 0 in the order of `add`. Vectors are kept row-major without padding:
 * component j of vector i is `vectors[i * d + j]`.
 */
export abstract class IndexFlat<M extends Metric = Metric> {
  /** Components of a vector. */
  readonly d: number
  /** How nearness is measured. */
  readonly metric: M
  /** Always true: there is nothing to learn. */
  readonly isTrained = true
  #ntotal = 0
  #storage: Float32Array = new Float32Array(0)

  constructor(d: number, metric: M) {
    checkInteger('d', d, 1, MAX_INT32)
    this.d = d
    this.metric = metric
  }

  /** How many vectors are stored. */
  get ntotal(): number {
    return this.#ntotal
  }

  /**
   * The stored vectors, ntotal x d, row-major, as a view: no copy. Read only, and valid until the next `add`,
   * `adopt` or `reset`.
   */
  get vectors(): Float32Array {
    return this.#storage.subarray(0, this.#ntotal * this.d)
  }

  /**
   * Learns nothing, for a flat index has nothing to learn; it checks its argument, so that code which works with
   * a flat index works with one that must be trained.
   *
   * @param x - n x d, row-major, all finite.
   * @throws {@link AnnError} INVALID_OPTION if `x` is not a Float32Array; DIMENSION_MISMATCH if `x.length` is not
   *   a multiple of d; NOT_FINITE for NaN or Infinity.
   */
  train(x: Float32Array): void {
    checkVectors('x', x, this.d)
  }

  /**
   * Appends vectors; the first gets the label `ntotal`. All are stored or, if one is refused, none.
   *
   * Cost: `O(x.length)` amortised; the storage doubles when it is full.
   *
   * @param x - n x d, row-major: component j of vector i is `x[i * d + j]`. All finite. Copied.
   * @throws {@link AnnError} INVALID_OPTION if `x` is not a Float32Array; DIMENSION_MISMATCH if `x.length` is not
   *   a multiple of d; NOT_FINITE for NaN or Infinity; OUT_OF_RANGE if more than 2^31 - 1 vectors would be stored.
   */
  add(x: Float32Array): void {
    const ntotal = this.#ntotal + checkVectors('x', x, this.d)
    checkCapacity(ntotal)
    const used = this.#ntotal * this.d
    if (used + x.length > this.#storage.length) {
      const grown = new Float32Array(Math.max(used + x.length, 2 * used))
      grown.set(this.#storage.subarray(0, used))
      this.#storage = grown
    }
    this.#storage.set(x, used)
    this.#ntotal = ntotal
  }

  /**
   * Replaces the stored vectors by an array that becomes the storage: no copy. The index never writes to it (a
   * later `add` moves to storage of its own), and from now on nor may the caller.
   *
   * Cost: one pass, to check the components.
   *
   * @param vectors - ntotal x d, row-major, all finite.
   * @throws {@link AnnError} as `add`.
   */
  adopt(vectors: Float32Array): void {
    const ntotal = checkVectors('vectors', vectors, this.d)
    checkCapacity(ntotal)
    // A fresh view of exactly these components leaves no spare room, so `add` cannot but allocate.
    this.#storage = vectors.subarray()
    this.#ntotal = ntotal
  }

  /**
   * Finds the `k` nearest stored vectors to each query by comparing it with all of them. Exact: the answer is the
   * head of a full sort by (distance, label), and does not depend on which other queries are asked along.
   *
   * Cost per query: `d * ntotal` multiply-adds, and `O(log k)` for each row that enters the best `k`.
   *
   * @param queries - nq x d, row-major: component j of query i is `queries[i * d + j]`. All finite. Read during
   *   the call; never written, never kept.
   * @param k - Neighbours per query, an integer >= 1; may exceed `ntotal`.
   * @param options - `exclude` keeps labels out of the answer to every query of the call.
   * @returns `labels` and `distances`, both nq x k, row-major. Rows sort by squared L2 (input units squared)
   *   ascending, or by inner product descending; ties by lower label. A short row ends in label -1, distance
   *   Infinity (-Infinity for inner product).
   * @throws {@link AnnError} INVALID_OPTION if `queries` is not a Float32Array, `k` is out of range or `options`
   *   are unknown or of the wrong type; DIMENSION_MISMATCH if `queries.length` is not a multiple of d; NOT_FINITE
   *   for NaN or Infinity.
   * @example
   * const index = new IndexFlatL2(2)
   * index.add(Float32Array.of(0, 0, 3, 4))
   * index.search(Float32Array.of(0, 1), 2) // labels [0, 1], distances [1, 18]
   */
  search(queries: Float32Array, k: number, options: SearchOptions = {}): SearchResult {
    const nq = this.#checkSearch(queries, k, options)
    const result = { distances: new Float32Array(nq * k), labels: new Int32Array(nq * k) }
    this.#searchChecked(queries, nq, k, result, options)
    return result
  }

  /**
   * As {@link IndexFlat.search}, but fills arrays of the caller's. Allocates only a heap of `min(k, ntotal)` places
   * and one block of distances.
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
    this.#searchChecked(queries, nq, k, result, options)
  }

  /**
   * Copies one stored vector.
   *
   * @param i - Its label.
   * @returns A fresh array of d components.
   * @throws {@link AnnError} OUT_OF_RANGE if there is no such label.
   */
  reconstruct(i: number): Float32Array {
    if (!Number.isInteger(i) || i < 0 || i >= this.#ntotal)
      throw new AnnError('OUT_OF_RANGE', `i must be a label below ntotal = ${this.#ntotal}, got ${String(i)}`)
    return this.#storage.slice(i * this.d, (i + 1) * this.d)
  }

  /** Forgets all vectors and releases their memory. */
  reset(): void {
    this.#ntotal = 0
    this.#storage = new Float32Array(0)
  }

  #checkSearch(queries: Float32Array, k: number, options: SearchOptions): number {
    const nq = checkVectors('queries', queries, this.d)
    checkInteger('k', k, 1, MAX_INT32)
    if (nq * k > MAX_INT32)
      throw new AnnError('INVALID_OPTION', `k must keep nq * k below 2^31, got ${k} for ${nq} queries`)
    checkSearchOptions(options)
    return nq
  }

  #searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void {
    const { exclude } = options
    const { keySign } = METRICS[this.metric]
    const heap = new TopKHeap(Math.min(k, this.#ntotal))
    const block = new Float32Array(Math.min(BLOCK_ROWS, this.#ntotal))
    for (let query = 0; query < nq; query++) {
      this.#scan(queries, query * this.d, exclude, block, heap)
      heap.drainInto(keySign, result.distances, result.labels, query * k, k)
    }
  }

  /** Offers every stored vector that is not excluded to the heap. */
  #scan(
    queries: Float32Array,
    queryStart: number,
    exclude: ReadonlySet<number> | undefined,
    block: Float32Array,
    heap: TopKHeap,
  ): void {
    const { scan, keySign } = METRICS[this.metric]
    for (let first = 0; first < this.#ntotal; first += BLOCK_ROWS) {
      const nRows = Math.min(BLOCK_ROWS, this.#ntotal - first)
      scan(queries, queryStart, this.#storage, first * this.d, this.d, nRows, this.d, block)
      for (let i = 0; i < nRows; i++) {
        const key = keySign * block[i]!
        const label = first + i
        // Asking the heap first spares the set look-up for nearly every row.
        if (heap.admits(key, label) && !exclude?.has(label)) heap.offer(key, label)
      }
    }
  }
}

/**
 * Exact search by squared Euclidean distance, smaller is nearer. FAISS's IndexFlatL2.
 *
 * @example
 * const index = new IndexFlatL2(2)
 * index.add(Float32Array.of(0, 0, 3, 4))
 * index.search(Float32Array.of(3, 3), 1) // labels [1], distances [1]
 */
export class IndexFlatL2 extends IndexFlat<'l2'> {
  /**
   * @param d - Components of a vector, an integer >= 1.
   * @throws {@link AnnError} INVALID_OPTION if `d` is out of range.
   */
  constructor(d: number) {
    super(d, 'l2')
  }
}

/**
 * Exact search by inner product, larger is nearer; what it reports as distances are the products. FAISS's
 * IndexFlatIP, but for ties: lower labels come first here, higher ones there.
 *
 * @example
 * const index = new IndexFlatIP(2)
 * index.add(Float32Array.of(1, 0, 3, 4))
 * index.search(Float32Array.of(1, 1), 1) // labels [1], distances [7]
 */
export class IndexFlatIP extends IndexFlat<'innerProduct'> {
  /**
   * @param d - Components of a vector, an integer >= 1.
   * @throws {@link AnnError} INVALID_OPTION if `d` is out of range.
   */
  constructor(d: number) {
    super(d, 'innerProduct')
  }
}

/** @throws {@link AnnError} OUT_OF_RANGE if int32 labels cannot name so many vectors. */
function checkCapacity(ntotal: number): void {
  if (ntotal > MAX_INT32)
    throw new AnnError('OUT_OF_RANGE', `an index holds at most ${MAX_INT32} vectors, got ${ntotal}`)
}
