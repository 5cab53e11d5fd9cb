import { type Backend, type BackendOption, chooseBackend } from './backend.js'
import { checkRatings } from './check-ratings.js'
import { fitsKernelMemory, KernelMemory, layoutBytes } from './kernel-memory.js'
import type { SgdRatings } from './rating-grid.js'
import { type SvdppRates, svdppEpoch } from './reference/svdpp.js'

/** What an {@link SvdppKernel} is made for. */
export interface SvdppKernelOptions {
  readonly ratings: SgdRatings
  readonly nItems: number
  /** Floats from one factor row to the next, a multiple of 4. */
  readonly stride: number
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** Factors, biases and ratings in one memory, and the epochs of SVD++ over them, in stored order. */
export class SvdppKernel {
  /** What runs, settled. */
  readonly backend: Backend
  /** nUsers x stride, row-major. The caller fills it; the padding must stay 0. */
  readonly userFactors: Float32Array
  /** nItems x stride, row-major. */
  readonly itemFactors: Float32Array
  /** nItems x stride, row-major. */
  readonly implicitFactors: Float32Array
  /** nUsers long. */
  readonly userBiases: Float32Array
  /** nItems long. */
  readonly itemBiases: Float32Array
  readonly #epoch: (rates: SvdppRates) => number

  /**
   * @throws {@link KernelError} OUT_OF_BOUNDS when the ratings contradict themselves or `nItems`, INVALID_OPTION,
   *   UNSUPPORTED, OUT_OF_MEMORY.
   */
  constructor({ ratings, nItems, stride, backend = 'auto' }: SvdppKernelOptions) {
    checkRatings(ratings, nItems, stride)
    const nUsers = ratings.offsets.length - 1
    const nRatings = ratings.items.length
    const [users, items] = [nUsers * stride, nItems * stride]
    const bytes = layoutBytes([
      ...[users, items, items, nUsers, nItems],
      ...[nUsers + 1, nRatings, nRatings, 2 * stride],
    ])
    const chosen = chooseBackend(backend)
    this.backend = chosen === 'wasm' && backend === 'auto' && !fitsKernelMemory(bytes) ? 'typescript' : chosen
    const memory = this.backend === 'wasm' ? new KernelMemory({ bytes }) : undefined
    const float32 = (length: number) => memory?.float32(length) ?? new Float32Array(length)
    this.userFactors = float32(users)
    this.itemFactors = float32(items)
    this.implicitFactors = float32(items)
    this.userBiases = float32(nUsers)
    this.itemBiases = float32(nItems)
    this.#epoch = memory
      ? this.#wasmEpoch(memory, ratings, stride)
      : (rates) => svdppEpoch({ ...this, ...ratings, stride }, rates)
  }

  /**
   * One pass over all ratings; see {@link svdppEpoch} for what it computes. In WebAssembly all of it is in single
   * precision, and dot products are summed in 4 lanes.
   *
   * @returns The sum of squared errors, each taken just before its own update.
   */
  epoch(rates: SvdppRates): number {
    return this.#epoch(rates)
  }

  #wasmEpoch(memory: KernelMemory, ratings: SgdRatings, stride: number): (rates: SvdppRates) => number {
    const offsets = memory.int32(ratings.offsets.length)
    const items = memory.int32(ratings.items.length)
    const values = memory.float32(ratings.values.length)
    const scratch = memory.float32(2 * stride)
    offsets.set(ratings.offsets)
    items.set(ratings.items)
    values.set(ratings.values)
    const { userFactors, itemFactors, implicitFactors, userBiases, itemBiases } = this
    const arrays = [offsets, items, values, userFactors, itemFactors, implicitFactors, userBiases, itemBiases]
    const addresses = [...arrays, scratch].map((array) => array.byteOffset)
    return ({ mu, learningRate: lr, regularization: reg }) =>
      memory.kernels['svdppEpoch']!(
        offsets.length - 1,
        ...addresses,
        stride * 4,
        mu,
        lr.userBiases,
        lr.itemBiases,
        lr.userFactors,
        lr.itemFactors,
        lr.implicitFactors,
        reg.userBiases,
        reg.itemBiases,
        1 - lr.userFactors * reg.userFactors,
        1 - lr.itemFactors * reg.itemFactors,
        1 - lr.implicitFactors * reg.implicitFactors,
      )
  }
}
