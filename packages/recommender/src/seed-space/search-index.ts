import { IndexFlatIP, IndexIVFFlat } from '@redux/ann'
import type { Found } from './seed-space.js'

/** Lists that rows are sorted into, and rows that are too few for another list. */
const LISTS = 32
const ROWS_PER_LIST = 64

/** So rough a k-means is good enough: it decides how soon something is found, not what. */
const ROUGHLY = { nIter: 2, maxPointsPerCentroid: 64 } as const

/**
 * A flat index laid out for few, large questions: it gives the same answers, ties included, for it looks everywhere.
 * But it begins with the rows that point the way of the query, longest first, and what is found early rules out nearly
 * all others before they are measured.
 *
 * Measured on 29,570 songs (128 factors, one query at a time, medians on a busy machine): the best 480 by the linear
 * model in 1.03 instead of 1.35 ms, the 200 most similar in 0.48 instead of 0.60.
 */
export class SearchIndex {
  /** Components of a row. */
  readonly d: number
  /** All rows in order of their labels, row-major. Not to be written. */
  readonly rows: Float32Array
  readonly #index: IndexIVFFlat<'innerProduct'>

  /** @param rows - n x d, row-major. Kept: leave them unchanged. */
  constructor(rows: Float32Array, d: number) {
    this.d = d
    this.rows = rows
    const ntotal = rows.length / d
    const nlist = Math.min(Math.max(Math.floor(ntotal / ROWS_PER_LIST), 1), LISTS)
    this.#index = new IndexIVFFlat(new IndexFlatIP(d), d, nlist, 'innerProduct', ROUGHLY)
    this.#index.nprobe = nlist
    this.#index.train(this.rows)
    const order = longestFirst(this.rows, d)
    const sorted = new Float32Array(this.rows.length)
    for (const [at, row] of order.entries()) sorted.set(this.rows.subarray(row * d, (row + 1) * d), at * d)
    this.#index.addWithIds(sorted, order)
    // Where a label lies is worked out when first asked for: now, rather than at the first question.
    this.#index.reconstruct(0)
  }

  /** The `count` rows with the largest inner products, or all there are, best first, ties by row; none excluded. */
  nearest(query: Float32Array, count: number, excluded: ReadonlySet<number>): Found[] {
    const { distances, labels } = this.#index.search(query, count, { exclude: excluded })
    const candidates: Found[] = []
    for (let n = 0; n < count && labels[n] >= 0; n++) {
      const product = distances[n]
      candidates.push({ row: labels[n], score: product, product })
    }
    return candidates
  }

  /** The inner products of a query with all rows. O(n d). */
  products(query: Float32Array): Float64Array {
    const { d, rows } = this
    const products = new Float64Array(rows.length / d)
    for (let row = 0; row < products.length; row++) {
      let product = 0
      for (let f = 0; f < d; f++) product += query[f] * rows[row * d + f]
      products[row] = product
    }
    return products
  }
}

/** Rows by length, ties by row. */
function longestFirst(rows: Float32Array, d: number): Int32Array {
  const squares = new Float64Array(rows.length / d)
  for (let at = 0; at < rows.length; at++) squares[Math.floor(at / d)] += rows[at] ** 2
  return Int32Array.from(squares.keys()).sort((a, b) => squares[b] - squares[a] || a - b)
}
