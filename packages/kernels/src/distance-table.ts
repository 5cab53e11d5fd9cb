import { type BackendOption, chooseBackend } from './backend.js'
import { type KernelArray, KernelMemory } from './kernel-memory.js'
import { PlainDistanceTable } from './reference/distance-table.js'
import type { Metric } from './row-store.js'

/** What a {@link DistanceTable} is made for. */
export interface DistanceTableOptions {
  /** Parts of a vector. */
  readonly M: number
  /** Centroids of a part, 256 at most. */
  readonly ksub: number
  /** Components of a part. */
  readonly dsub: number
  readonly metric: Metric
  /** Component i of centroid j of part m is `centroids[(m * ksub + j) * dsub + i]`; must stay what they are. */
  readonly centroids: Float32Array
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/**
 * Distances of a vector to others that are known by product codes: a table has its distances to all centroids of all
 * parts, and a code says which of them to add up. Both implementations give the same bits: all is added up in float64,
 * from the first component and the first part on, and rounded once. Nothing is checked.
 */
export interface DistanceTable {
  /** Makes the table that of another vector. Costs `ksub * d` multiply-adds. @param vector - M * dsub. */
  fill(vector: Float64Array): void
  /**
   * Costs `M` additions for each code.
   *
   * @param base - What each sum begins with.
   * @param codes - n x M, each below ksub.
   * @returns n distances; valid until the next call.
   */
  distances(base: number, codes: Uint8Array): Float32Array
}

/** A table in the memory of the kernels, or else in plain arrays. */
export function createDistanceTable(options: DistanceTableOptions): DistanceTable {
  return chooseBackend(options.backend ?? 'auto') === 'wasm'
    ? new WasmDistanceTable(options)
    : new PlainDistanceTable(options)
}

/** Centroids that are worked on at once; a part has a multiple of them, the last ones zero. */
const CENTROIDS_AT_ONCE = 8

class WasmDistanceTable implements DistanceTable {
  readonly #options: DistanceTableOptions
  readonly #width: number
  readonly #memory = new KernelMemory()
  readonly #vector: KernelArray<Float64ArrayConstructor>
  readonly #table: KernelArray<Float64ArrayConstructor>
  readonly #centroids: KernelArray<Float32ArrayConstructor>
  readonly #codes: KernelArray<Uint8ArrayConstructor>
  readonly #out: KernelArray<Float32ArrayConstructor>

  constructor(options: DistanceTableOptions) {
    this.#options = options
    const { M, ksub, dsub } = options
    this.#width = Math.ceil(ksub / CENTROIDS_AT_ONCE) * CENTROIDS_AT_ONCE
    this.#vector = this.#memory.array(Float64Array, M * dsub)
    this.#table = this.#memory.array(Float64Array, M * this.#width)
    this.#centroids = this.#memory.array(Float32Array, M * dsub * this.#width)
    this.#codes = this.#memory.array(Uint8Array, 0)
    this.#out = this.#memory.array(Float32Array, 0)
    this.#transpose()
  }

  fill(vector: Float64Array): void {
    const { M, dsub, metric } = this.#options
    this.#vector.view.set(vector)
    this.#memory.kernels['fillDistanceTable'](
      this.#vector.address,
      this.#centroids.address,
      M,
      dsub,
      this.#width,
      metric === 'innerProduct',
      this.#table.address,
    )
  }

  distances(base: number, codes: Uint8Array): Float32Array {
    const { M } = this.#options
    const n = codes.length / M
    if (this.#out.length < n)
      this.#memory.resize(
        new Map<object, number>([
          [this.#codes, codes.length],
          [this.#out, n],
        ]),
      )
    this.#codes.view.set(codes)
    const { address: out } = this.#out
    const table = this.#table.address
    this.#memory.kernels['sumDistanceTable'](base, table, M, this.#width, this.#codes.address, n, out)
    return this.#out.view.subarray(0, n)
  }

  /** Puts the same component of all centroids of a part side by side. */
  #transpose(): void {
    const { M, ksub, dsub, centroids } = this.#options
    const { view } = this.#centroids
    let at = 0
    for (let m = 0; m < M; m++)
      for (let j = 0; j < ksub; j++)
        for (let i = 0; i < dsub; i++) view[(m * dsub + i) * this.#width + j] = centroids[at++]
  }
}
