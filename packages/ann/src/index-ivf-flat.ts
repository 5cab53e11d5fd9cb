import { createRowStore, type RowStore } from '@redux/kernels'
import { AnnError } from './errors.js'
import { growStore } from './grow-store.js'
import type { IndexFlat } from './index-flat.js'
import { IndexIVF, type IndexIVFOptions } from './index-ivf.js'
import { InvertedLists } from './inverted-lists.js'
import { withAnnErrors } from './kernel-errors.js'
import type { Metric } from './metric.js'
import type { SearchOptions } from './options.js'
import { joinRangeAnswers } from './range-answers.js'
import { rowFilter } from './row-filter.js'
import type { RangeSearchResult, SearchResult } from './search-result.js'

/** Rows that share a scale of their codes, and that a list grows by. */
const ROWS_PER_BLOCK = 16

/** What a list of an {@link IndexIVFFlat} holds, in its own order. */
export interface FlatList {
  /** n x d, row-major. */
  readonly codes: Float32Array
  /** n long. */
  readonly labels: Int32Array
}

/**
 * An inverted file of whole vectors: what it finds, it finds with exact distances. FAISS's IndexIVFFlat.
 *
 * Memory per vector: about 5 d + 10 bytes and, for each list, half of 16 vectors that are not there yet; 4 GiB at most.
 * What a label's row is, is worked out at the first call that asks (`reconstruct`, `remove`, a search with `include` or
 * `exclude`) after the index has changed; it takes another 40 bytes per vector.
 *
 * @example
 * const index = new IndexIVFFlat(new IndexFlatL2(64), 64, 1000)
 * index.train(vectors)
 * index.add(vectors)
 * index.nprobe = 8
 * index.search(query, 10)
 */
export class IndexIVFFlat<M extends Metric = Metric> extends IndexIVF<M> {
  #store: RowStore
  #lists: InvertedLists
  #ntotal = 0
  #rowOfLabel: Map<number, number> | undefined

  /**
   * @param quantizer - A flat index of the same d and metric; empty, or with nlist centroids of one's own.
   * @param d - Components of a vector.
   * @param nlist - Lists; FAISS's advice is 4 to 16 times the square root of ntotal.
   * @param metric - That of the quantizer by default.
   * @throws {@link AnnError} INVALID_OPTION, DIMENSION_MISMATCH
   */
  constructor(
    quantizer: IndexFlat<M>,
    d: number,
    nlist: number,
    metric: M = quantizer?.metric,
    options: IndexIVFOptions = {},
  ) {
    super(quantizer, d, nlist, metric, options)
    this.#store = this.#createStore()
    this.#lists = new InvertedLists(nlist, ROWS_PER_BLOCK)
  }

  get ntotal(): number {
    return this.#ntotal
  }

  /** Of a label given twice, `reconstruct`, `remove`, `include` and `exclude` know the vector put last in the last list. */
  protected addAssigned(x: Float32Array, assigned: Int32Array, ids: Int32Array | readonly number[]): void {
    const order = orderByList(assigned, this.nlist)
    this.#append(
      (list) => order.offsets[list + 1]! - order.offsets[list]!,
      (list, i) => {
        const from = order.rows[order.offsets[list]! + i]!
        return { vectors: x, from, label: ids[from]! }
      },
    )
  }

  /**
   * Forgets the vectors of some labels; the others keep theirs, as in FAISS.
   *
   * Cost: `O(ntotal)` for the first call after the index has changed, then `O(d)` for each vector that goes.
   *
   * @param labels - Those the index does not hold are ignored.
   * @returns How many vectors went.
   */
  remove(labels: Iterable<number>): number {
    const gone = new Set<number>()
    const rowOfLabel = this.#rowsOfLabels()
    for (const label of labels) {
      const row = rowOfLabel.get(label)
      if (row !== undefined) gone.add(row)
    }
    if (gone.size > 0) for (let list = 0; list < this.nlist; list++) this.#removeFrom(list, gone)
    this.#ntotal -= gone.size
    this.#rowOfLabel = undefined
    return gone.size
  }

  reconstruct(label: number): Float32Array {
    const row = this.#rowsOfLabels().get(label)
    if (row === undefined)
      throw new AnnError('OUT_OF_RANGE', `label must be that of a stored vector, got ${String(label)}`)
    return this.#store.rows.slice(row * this.d, (row + 1) * this.d)
  }

  reset(): void {
    this.#store = this.#createStore()
    this.#lists = new InvertedLists(this.nlist, ROWS_PER_BLOCK)
    this.#ntotal = 0
    this.#rowOfLabel = undefined
  }

  /** How many vectors a list holds. @param list - In 0..nlist - 1. */
  listSize(list: number): number {
    return this.#lists.size(list)
  }

  listLabels(list: number): Int32Array {
    const { labels } = this.#store
    return Int32Array.from({ length: this.listSize(list) }, (_, i) => labels[this.#lists.row(list, i)]!)
  }

  /** The vectors of a list, in the order of its labels; a copy. */
  listVectors(list: number): Float32Array {
    const n = this.listSize(list)
    const vectors = new Float32Array(n * this.d)
    for (let i = 0; i < n; i++) {
      const row = this.#lists.row(list, i)
      vectors.set(this.#store.rows.subarray(row * this.d, (row + 1) * this.d), i * this.d)
    }
    return vectors
  }

  relabel(labels: Int32Array): void {
    for (let list = 0; list < this.nlist; list++)
      for (let i = 0; i < this.#lists.size(list); i++) {
        const row = this.#lists.row(list, i)
        this.#store.labels[row] = labels[this.#store.labels[row]!]!
      }
    this.#rowOfLabel = undefined
  }

  /** Appends to the lists what another inverted file had in them. @param lists - nlist of them. */
  adoptLists(lists: readonly FlatList[]): void {
    this.#append(
      (list) => lists[list]!.labels.length,
      (list, i) => ({ vectors: lists[list]!.codes, from: i, label: lists[list]!.labels[i]! }),
    )
  }

  protected searchChecked(
    queries: Float32Array,
    nq: number,
    k: number,
    result: SearchResult,
    options: SearchOptions,
  ): void {
    const place = { where: this.#lists.runs(this.probe(queries), nq), filter: this.#filter(options) }
    withAnnErrors(() => this.#store.search(queries, nq, k, place, result))
  }

  protected rangeSearchChecked(
    queries: Float32Array,
    nq: number,
    radius: number,
    options: SearchOptions,
  ): RangeSearchResult {
    const place = { where: this.#lists.runs(this.probe(queries), nq), filter: this.#filter(options) }
    return joinRangeAnswers(withAnnErrors(() => this.#store.rangeSearch(queries, nq, radius, place)))
  }

  #createStore(): RowStore {
    const { d, metric } = this
    const { threads, backend } = this.options
    const options = { d, metric, threads, backend, rowsPerBlock: ROWS_PER_BLOCK, hasLabels: true }
    return withAnnErrors(() => createRowStore(options))
  }

  /** Makes every list longer by what `count` says, and asks for each new vector: row `from` of `vectors`. */
  #append(
    count: (list: number) => number,
    entry: (list: number, i: number) => { vectors: Float32Array; from: number; label: number },
  ): void {
    const { d } = this
    const before = Array.from({ length: this.nlist }, (_, list) => this.#lists.size(list))
    for (let list = 0; list < this.nlist; list++)
      if (count(list) > 0) this.#lists.resize(list, before[list]! + count(list))
    try {
      growStore(this.#store, this.#lists.nBlocks)
    } catch (error) {
      for (const [list, size] of before.entries()) this.#lists.resize(list, size)
      throw error
    }
    const { rows, labels } = this.#store
    for (let list = 0; list < this.nlist; list++) {
      const n = count(list)
      for (let i = 0; i < n; i++) {
        const { vectors, from, label } = entry(list, i)
        const row = this.#lists.row(list, before[list]! + i)
        for (let j = 0; j < d; j++) rows[row * d + j] = vectors[from * d + j]!
        labels[row] = label
      }
      if (n > 0) this.#encode(list, before[list]!)
      this.#ntotal += n
    }
    this.#rowOfLabel = undefined
  }

  #encode(list: number, at: number): void {
    this.#lists.forBlocks(list, at, (block, nRows) => this.#store.encode(block, nRows))
  }

  /** Closes the gaps that rows leave in a list with rows from its end. */
  #removeFrom(list: number, gone: ReadonlySet<number>): void {
    const { d } = this
    const { rows, labels } = this.#store
    let size = this.#lists.size(list)
    let firstChanged = size
    for (let at = size - 1; at >= 0; at--) {
      const row = this.#lists.row(list, at)
      if (!gone.has(row)) continue
      const last = this.#lists.row(list, --size)
      rows.copyWithin(row * d, last * d, (last + 1) * d)
      labels[row] = labels[last]!
      firstChanged = at
    }
    if (firstChanged === this.#lists.size(list)) return
    this.#lists.resize(list, size)
    if (size > 0) this.#encode(list, Math.min(firstChanged, size - 1))
  }

  #filter(options: SearchOptions) {
    if (options.include === undefined && options.exclude === undefined) return undefined
    const rowOfLabel = this.#rowsOfLabels()
    return rowFilter(options, (label) => rowOfLabel.get(label) ?? -1)
  }

  #rowsOfLabels(): ReadonlyMap<number, number> {
    if (this.#rowOfLabel !== undefined) return this.#rowOfLabel
    const rowOfLabel = new Map<number, number>()
    for (let list = 0; list < this.nlist; list++)
      for (let i = 0; i < this.#lists.size(list); i++) {
        const row = this.#lists.row(list, i)
        rowOfLabel.set(this.#store.labels[row]!, row)
      }
    this.#rowOfLabel = rowOfLabel
    return rowOfLabel
  }
}

/** Vectors by list: those of list l are `rows[offsets[l] … offsets[l + 1] - 1]`, in the order they were given. */
function orderByList(assigned: Int32Array, nlist: number): { offsets: Int32Array; rows: Int32Array } {
  const offsets = new Int32Array(nlist + 1)
  for (const list of assigned) offsets[list + 1]!++
  for (let list = 0; list < nlist; list++) offsets[list + 1]! += offsets[list]!
  const next = offsets.slice()
  const rows = new Int32Array(assigned.length)
  for (const [i, list] of assigned.entries()) rows[next[list]!++] = i
  return { offsets, rows }
}
