import { type Matrix, MatrixWorkspace, multiplyTransposed } from '@redux/kernels/linear-algebra'
import type { BackendOption } from '../options.js'

/** How the kernels are to work. */
export interface KernelOptions {
  readonly threads: number
  readonly backend: BackendOption
}

/** Queries that are multiplied at a time: more would need much memory for their scores, fewer would read items often. */
const BATCH = 64

/** The items of a linear model in the kernels' memory, and their scores for queries. */
export class LinearScorer {
  readonly #workspace: MatrixWorkspace
  readonly #items: Matrix
  readonly #queries: Matrix
  readonly #products: Matrix
  readonly #intercepts: Float32Array

  /** @param itemFactors - nItems x nFactors, row-major. */
  constructor(itemFactors: Float32Array, intercepts: Float32Array, kernels: KernelOptions) {
    const nItems = intercepts.length
    const nFactors = itemFactors.length / nItems
    this.#intercepts = intercepts
    this.#workspace = new MatrixWorkspace({ threads: kernels.threads, backend: kernels.backend })
    this.#items = this.#workspace.matrix(nItems, nFactors)
    this.#queries = this.#workspace.matrix(BATCH, nFactors)
    this.#products = this.#workspace.matrix(BATCH, nItems)
    const { data, stride } = this.#items
    for (let i = 0; i < nItems; i++)
      data.set(itemFactors.subarray(i * nFactors, (i + 1) * nFactors), i * stride)
  }

  /**
   * @param queries - nFactors long each.
   * @returns nItems long each: products with the items' factors, and their intercepts.
   */
  scores(queries: readonly Float32Array[]): Float32Array[] {
    const scores: Float32Array[] = []
    for (let first = 0; first < queries.length; first += BATCH)
      scores.push(...this.#batch(queries.slice(first, first + BATCH)))
    return scores
  }

  #batch(queries: readonly Float32Array[]): Float32Array[] {
    const rows = this.#queries.rowsBetween(0, queries.length)
    for (const [n, query] of queries.entries()) rows.data.set(query, n * rows.stride)
    const products = this.#products.rowsBetween(0, queries.length)
    multiplyTransposed(this.#workspace, products, rows, this.#items)
    const nItems = this.#intercepts.length
    return queries.map((_, n) => {
      const scores = products.data.slice(n * products.stride, n * products.stride + nItems)
      for (let i = 0; i < nItems; i++) scores[i] += this.#intercepts[i]
      return scores
    })
  }
}
