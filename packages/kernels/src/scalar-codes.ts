import { type BackendOption, chooseBackend } from './backend.js'
import { type KernelArray, KernelMemory } from './kernel-memory.js'
import { PlainScalarCodes } from './reference/scalar-codes.js'
import type { Metric } from './row-store.js'

/** What {@link ScalarCodes} are made for. */
export interface ScalarCodesOptions {
  /** d long: what the lowest code begins at. */
  readonly minima: Float32Array
  /** d long: what all codes range over. */
  readonly ranges: Float32Array
  readonly metric: Metric
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/**
 * Some rows of one byte to a component, decoded to be measured; reference/scalar-codes.ts says how. Both implementations
 * give the same bits, the canonical distances of reference/scan.ts. Nothing is checked.
 */
export interface ScalarCodes {
  /** Decodes other rows. @param codes - n x d. */
  decode(codes: Uint8Array): void
  /** The distances of a query to the rows. @returns n of them, valid until the next call. */
  distances(query: Float32Array): Float32Array
}

/** Rows in the memory of the kernels, or else in plain arrays. */
export function createScalarCodes(options: ScalarCodesOptions): ScalarCodes {
  return chooseBackend(options.backend ?? 'auto') === 'wasm'
    ? new WasmScalarCodes(options)
    : new PlainScalarCodes(options)
}

class WasmScalarCodes implements ScalarCodes {
  readonly #options: ScalarCodesOptions
  readonly #d: number
  readonly #memory = new KernelMemory()
  readonly #minima: KernelArray<Float32ArrayConstructor>
  readonly #ranges: KernelArray<Float32ArrayConstructor>
  readonly #query: KernelArray<Float32ArrayConstructor>
  readonly #codes: KernelArray<Uint8ArrayConstructor>
  readonly #rows: KernelArray<Float32ArrayConstructor>
  readonly #out: KernelArray<Float32ArrayConstructor>
  #n = 0

  constructor(options: ScalarCodesOptions) {
    this.#options = options
    const d = options.minima.length
    this.#d = d
    this.#minima = this.#memory.array(Float32Array, d)
    this.#ranges = this.#memory.array(Float32Array, d)
    this.#query = this.#memory.array(Float32Array, d)
    this.#codes = this.#memory.array(Uint8Array, 0)
    this.#rows = this.#memory.array(Float32Array, 0)
    this.#out = this.#memory.array(Float32Array, 0)
    this.#minima.view.set(options.minima)
    this.#ranges.view.set(options.ranges)
  }

  decode(codes: Uint8Array): void {
    const n = codes.length / this.#d
    if (this.#out.length < n)
      this.#memory.resize(
        new Map<object, number>([
          [this.#codes, codes.length],
          [this.#rows, codes.length],
          [this.#out, n],
        ]),
      )
    this.#codes.view.set(codes)
    this.#n = n
    this.#memory.kernels['decodeScalars'](
      this.#codes.address,
      n,
      this.#d,
      this.#minima.address,
      this.#ranges.address,
      this.#rows.address,
    )
  }

  distances(query: Float32Array): Float32Array {
    this.#query.view.set(query)
    this.#memory.kernels['measureRows'](
      this.#query.address,
      this.#rows.address,
      this.#n,
      this.#d,
      this.#options.metric === 'innerProduct',
      this.#out.address,
    )
    return this.#out.view.subarray(0, this.#n)
  }
}
