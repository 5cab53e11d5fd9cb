import { createRowStore, type RowStore } from '@redux/kernels'
import { checkVectors } from './check-vectors.js'
import { AnnError } from './errors.js'
import { growStore } from './grow-store.js'
import { withAnnErrors } from './kernel-errors.js'
import type { Metric } from './metric.js'
import { type IndexOptions, resolveIndexOptions, type SearchOptions } from './options.js'
import { joinRangeAnswers } from './range-answers.js'
import { rowFilter } from './row-filter.js'
import type { RangeSearchResult, SearchResult } from './search-result.js'
import { VectorIndex } from './vector-index.js'

/** Rows that share a scale of their codes: fewer make tighter bounds, more cost less time. */
const ROWS_PER_BLOCK = 64

/**
 * An index that stores its vectors as they are, and whose every answer is exact: the head of a full sort by
 * (distance, label) over all of them. What the flat indexes of both metrics share.
 *
 * Vector i has the label i, counting from 0 in the order of `add`. Beside each vector lie 8-bit codes, whose dot
 * products prove nearly all vectors too far away without a look at their components; docs/exact-search.md has the
 * proof. Memory per vector: 5 d + 5 bytes, 4 GiB at most.
 */
export abstract class IndexFlat<M extends Metric = Metric> extends VectorIndex<M> {
  /** Always true: there is nothing to learn. */
  readonly isTrained = true
  readonly #options: Required<IndexOptions>
  #ntotal = 0
  #store: RowStore

  constructor(d: number, metric: M, options: IndexOptions = {}) {
    super(d, metric)
    this.#options = resolveIndexOptions(options)
    this.#store = this.#createStore()
  }

  get ntotal(): number {
    return this.#ntotal
  }

  /**
   * The stored vectors, ntotal x d, row-major, as a view: no copy. Read only, and valid until the next call of any
   * method of this index.
   */
  get vectors(): Float32Array {
    return this.#store.rows.subarray(0, this.#ntotal * this.d)
  }

  /**
   * Learns nothing, for a flat index has nothing to learn; it checks its argument, so that code which works with
   * a flat index works with one that must be trained.
   *
   * @param x - n x d, row-major, all finite.
   * @throws {@link AnnError} INVALID_OPTION, DIMENSION_MISMATCH, NOT_FINITE as {@link VectorIndex.train}.
   */
  train(x: Float32Array): void {
    checkVectors('x', x, this.d)
  }

  /**
   * Appends vectors; the first gets the label `ntotal`. All are stored or, if one is refused, none.
   *
   * Cost: `O(x.length)` amortised; the storage grows by a half when it is full.
   *
   * @param x - n x d, row-major, all finite. Copied.
   * @throws {@link AnnError} as {@link VectorIndex.add}, and OUT_OF_MEMORY.
   */
  add(x: Float32Array): void {
    const before = this.#ntotal
    const ntotal = before + checkVectors('x', x, this.d)
    this.checkCapacity(ntotal)
    const nBlocks = Math.ceil(ntotal / ROWS_PER_BLOCK)
    // To grow moves the vectors that a view of this index's own shows.
    const added = x.buffer === this.#store.rows.buffer ? x.slice() : x
    growStore(this.#store, nBlocks)
    this.#store.rows.set(added, before * this.d)
    this.#ntotal = ntotal
    this.#encodeFrom(before)
  }

  /**
   * Forgets the vectors of some labels. Those behind them move up, and their labels with them, as in FAISS.
   *
   * Cost: one pass over all vectors behind the first that goes.
   *
   * @param labels - Those the index does not hold are ignored.
   * @returns How many vectors went.
   */
  remove(labels: Iterable<number>): number {
    const gone = new Set<number>()
    for (const label of labels) if (this.#rowOf(label) >= 0) gone.add(label)
    const rows = [...gone].sort((a, b) => a - b)
    const vectors = this.#store.rows
    for (const [i, row] of rows.entries()) {
      const next = rows[i + 1] ?? this.#ntotal
      vectors.copyWithin((row - i) * this.d, (row + 1) * this.d, next * this.d)
    }
    this.#ntotal -= rows.length
    if (rows.length > 0) this.#encodeFrom(rows[0]!)
    return rows.length
  }

  /**
   * Copies one stored vector.
   *
   * @returns A fresh array of d components.
   * @throws {@link AnnError} OUT_OF_RANGE if there is no such label.
   */
  reconstruct(label: number): Float32Array {
    this.#requireLabel(label)
    return this.#store.rows.slice(label * this.d, (label + 1) * this.d)
  }

  /**
   * Inner product of two stored vectors, whatever the metric: in float64, as it is summed before a distance is rounded.
   *
   * @param a - Label of one.
   * @param b - Label of the other, or the same.
   * @throws {@link AnnError} OUT_OF_RANGE if there is no such label.
   */
  product(a: number, b: number): number {
    this.#requireLabel(a)
    this.#requireLabel(b)
    return this.#store.product(a, b)
  }

  /** Forgets all vectors and releases their memory. */
  reset(): void {
    this.#ntotal = 0
    this.#store = this.#createStore()
  }

  protected searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void {
    const filter = rowFilter(options, (label) => this.#rowOf(label))
    withAnnErrors(() => this.#store.search(queries, nq, k, { where: this.#ntotal, filter }, result))
  }

  protected rangeSearchChecked(
    queries: Float32Array,
    nq: number,
    radius: number,
    options: SearchOptions,
  ): RangeSearchResult {
    const filter = rowFilter(options, (label) => this.#rowOf(label))
    return joinRangeAnswers(
      withAnnErrors(() => this.#store.rangeSearch(queries, nq, radius, { where: this.#ntotal, filter })),
    )
  }

  #createStore(): RowStore {
    const { d, metric } = this
    return withAnnErrors(() =>
      createRowStore({ d, metric, rowsPerBlock: ROWS_PER_BLOCK, hasLabels: false, ...this.#options }),
    )
  }

  /** Codes every block from the one of this row on. */
  #encodeFrom(row: number): void {
    for (let block = Math.floor(row / ROWS_PER_BLOCK); block * ROWS_PER_BLOCK < this.#ntotal; block++)
      this.#store.encode(block, Math.min(ROWS_PER_BLOCK, this.#ntotal - block * ROWS_PER_BLOCK))
  }

  #requireLabel(label: number): void {
    if (this.#rowOf(label) < 0)
      throw new AnnError('OUT_OF_RANGE', `label must be below ntotal = ${this.#ntotal}, got ${String(label)}`)
  }

  #rowOf(label: number): number {
    return Number.isInteger(label) && label >= 0 && label < this.#ntotal ? label : -1
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
   * @throws {@link AnnError} INVALID_OPTION if `d` or an option is out of range.
   */
  constructor(d: number, options: IndexOptions = {}) {
    super(d, 'l2', options)
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
   * @throws {@link AnnError} INVALID_OPTION if `d` or an option is out of range.
   */
  constructor(d: number, options: IndexOptions = {}) {
    super(d, 'innerProduct', options)
  }
}
