import type { DistanceTable, DistanceTableOptions } from '../distance-table.js'

/** A distance table in plain arrays. */
export class PlainDistanceTable implements DistanceTable {
  readonly #options: DistanceTableOptions
  readonly #table: Float64Array
  #out = new Float32Array(0)

  constructor(options: DistanceTableOptions) {
    this.#options = options
    this.#table = new Float64Array(options.M * options.ksub)
  }

  fill(vector: Float64Array): void {
    const { M, ksub, dsub, metric, centroids } = this.#options
    const isL2 = metric === 'l2'
    for (let m = 0, entry = 0, at = 0; m < M; m++)
      for (let j = 0; j < ksub; j++) {
        let sum = 0
        for (let i = m * dsub; i < (m + 1) * dsub; i++) {
          const c = centroids[at++]
          const difference = vector[i] - c
          sum += isL2 ? difference * difference : vector[i] * c
        }
        this.#table[entry++] = sum
      }
  }

  distances(base: number, codes: Uint8Array): Float32Array {
    const { M, ksub } = this.#options
    const n = codes.length / M
    if (this.#out.length < n) this.#out = new Float32Array(n)
    const out = this.#out
    const table = this.#table
    for (let i = 0, at = 0; i < n; i++) {
      let sum = base
      for (let m = 0, row = 0; m < M; m++, row += ksub) sum += table[row + codes[at++]]
      out[i] = sum
    }
    return out.subarray(0, n)
  }
}
