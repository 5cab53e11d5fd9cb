import { checkRow } from '../check-search.js'
import { keySignOf } from '../key-sign.js'
import type {
  RangeAnswer,
  RowFilter,
  RowStore,
  RowStoreOptions,
  SearchOutput,
  SearchPlace,
} from '../row-store.js'
import { exactProduct, scanInnerProduct, scanSquaredL2 } from './scan.js'
import { TopKHeap } from './top-k-heap.js'

/** Rows scored before the heap sees them: 16 KiB of distances, which stay in the first-level cache. */
const ROWS_AT_ONCE = 4096

/** Called with the key of a row, smaller for nearer, and its label. */
type Visit = (key: number, label: number) => void

/** A row store that measures every row. */
export class PlainRowStore implements RowStore {
  rows: Float32Array = new Float32Array(0)
  labels: Int32Array = new Int32Array(0)
  nBlocks = 0
  readonly #options: RowStoreOptions
  readonly #keySign: 1 | -1
  readonly #distances: Float32Array

  constructor(options: RowStoreOptions) {
    this.#options = options
    this.#keySign = keySignOf(options.metric)
    this.#distances = new Float32Array(ROWS_AT_ONCE)
  }

  resize(nBlocks: number): void {
    const { d, rowsPerBlock, hasLabels } = this.#options
    this.rows = resized(this.rows, new Float32Array(nBlocks * rowsPerBlock * d))
    if (hasLabels) this.labels = resized(this.labels, new Int32Array(nBlocks * rowsPerBlock))
    this.nBlocks = nBlocks
  }

  encode(): void {
    // There are no codes here.
  }

  product(a: number, b: number): number {
    const { d, rowsPerBlock } = this.#options
    checkRow(a, this.nBlocks * rowsPerBlock)
    checkRow(b, this.nBlocks * rowsPerBlock)
    return exactProduct(this.rows, a * d, this.rows, b * d, d)
  }

  search(queries: Float32Array, nq: number, k: number, place: SearchPlace, output: SearchOutput): void {
    for (let q = 0; q < nq; q++) {
      const heap = new TopKHeap(Math.min(k, this.nBlocks * this.#options.rowsPerBlock))
      this.#visitRows(queries, q, place, (key, label) => heap.offer(key, label))
      heap.drainInto(this.#keySign, output.distances, output.labels, q * k, k)
    }
  }

  rangeSearch(queries: Float32Array, nq: number, radius: number, place: SearchPlace): RangeAnswer[] {
    const limit = this.#keySign * radius
    return Array.from({ length: nq }, (_, q) => {
      const found: { key: number; label: number }[] = []
      this.#visitRows(queries, q, place, (key, label) => {
        if (key < limit) found.push({ key, label })
      })
      found.sort((a, b) => a.key - b.key || a.label - b.label)
      return {
        distances: Float32Array.from(found, ({ key }) => this.#keySign * key),
        labels: Int32Array.from(found, ({ label }) => label),
      }
    })
  }

  #visitRows(queries: Float32Array, q: number, { where, filter }: SearchPlace, visit: Visit): void {
    const admits = admitter(filter)
    const { rowsPerBlock } = this.#options
    if (typeof where === 'number') {
      this.#visitRange(queries, q, 0, where, admits, visit)
      return
    }
    for (let run = where.offsets[q]; run < where.offsets[q + 1]; run++)
      this.#visitRange(queries, q, where.runs[2 * run] * rowsPerBlock, where.runs[2 * run + 1], admits, visit)
  }

  #visitRange(
    queries: Float32Array,
    q: number,
    start: number,
    length: number,
    admits: ((row: number) => boolean) | undefined,
    visit: Visit,
  ): void {
    const { d, metric, hasLabels } = this.#options
    const scan = metric === 'l2' ? scanSquaredL2 : scanInnerProduct
    for (let first = start; first < start + length; first += ROWS_AT_ONCE) {
      const nRows = Math.min(ROWS_AT_ONCE, start + length - first)
      scan(queries, q * d, this.rows, first * d, d, nRows, d, this.#distances)
      for (let i = 0; i < nRows; i++)
        if (admits === undefined || admits(first + i))
          visit(this.#keySign * this.#distances[i], hasLabels ? this.labels[first + i] : first + i)
    }
  }
}

function admitter(filter: RowFilter | undefined): ((row: number) => boolean) | undefined {
  if (filter === undefined) return undefined
  const rows = new Set(filter.rows)
  return (row) => rows.has(row) === filter.keeps
}

function resized<T extends Float32Array | Int32Array>(from: T, to: T): T {
  to.set(from.subarray(0, to.length))
  return to
}
