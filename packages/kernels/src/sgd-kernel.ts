import { type Backend, type BackendOption, chooseBackend } from './backend.js'
import { checkRatings } from './check-ratings.js'
import { KernelError } from './errors.js'
import { fitsKernelMemory, KernelMemory, layoutBytes } from './kernel-memory.js'
import { offsetsOf, type RatingCell, ratingGrid, type SgdRatings } from './rating-grid.js'
import { type SgdRates, sgdEpoch } from './reference/sgd.js'
import { STAGED_RATINGS, STAGED_USERS, StagedBlocks } from './staged-blocks.js'
import { callInParallel, type KernelCall } from './thread-pool.js'

/** What an {@link SgdKernel} is made for. */
export interface SgdKernelOptions {
  readonly ratings: SgdRatings
  readonly nItems: number
  /** Floats from one factor row to the next, a multiple of 4. */
  readonly stride: number
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
  /** Into how many parts users are cut, which are then trained on side by side, an integer >= 1. @defaultValue 1 */
  readonly threads?: number
}

/**
 * Factors and biases in one memory, and SGD over ratings.
 *
 * One thread visits ratings user by user, in stored order. It leaves them where they are and copies blocks of them next
 * to the factors as an epoch goes, so that only factors count towards the 4 GiB a memory can hold.
 *
 * For n threads, users and items are cut into n parts each, and ratings into the cells of that grid. Cells that share
 * neither users nor items form a stratum, are trained on side by side, and do not see each other's work: the result is
 * the same, bit for bit, however many threads there really are. Threads need all ratings in the memory; where those do
 * not fit, one thread does the work of all.
 *
 * @see Gemulla, Nijkamp, Haas, Sismanis, "Large-scale matrix factorization with distributed stochastic gradient
 *   descent", KDD 2011.
 */
export class SgdKernel {
  /** What runs, settled. */
  readonly backend: Backend
  /** nUsers x stride, row-major. The caller fills it; the padding must stay 0. */
  readonly userFactors: Float32Array
  /** nItems x stride, row-major. */
  readonly itemFactors: Float32Array
  /** nUsers long. */
  readonly userBiases: Float32Array
  /** nItems long. */
  readonly itemBiases: Float32Array
  readonly #stride: number
  readonly #strata: readonly (readonly RatingCell[])[]
  /** Trains on one stratum. @returns Its sum of squared errors. */
  readonly #train: (stratum: readonly RatingCell[], rates: SgdRates) => number

  /**
   * @throws {@link KernelError} OUT_OF_BOUNDS when the ratings contradict themselves or `nItems`, INVALID_OPTION,
   *   UNSUPPORTED, OUT_OF_MEMORY.
   */
  constructor({ ratings, nItems, stride, backend = 'auto', threads = 1 }: SgdKernelOptions) {
    checkRatings(ratings, nItems, stride)
    if (!Number.isInteger(threads) || threads < 1)
      throw new KernelError('INVALID_OPTION', `threads must be an integer >= 1, got ${threads}`)
    const nUsers = ratings.offsets.length - 1
    const nRatings = ratings.items.length
    const nOffsets = offsetsOf(nUsers, threads)
    const lengths = [nUsers * stride, nItems * stride, nUsers, nItems]
    const resident = layoutBytes([...lengths, nOffsets, nRatings, nRatings])
    const staged = layoutBytes([...lengths, STAGED_RATINGS, STAGED_RATINGS, STAGED_USERS + 1])
    const shared = threads > 1 && fitsKernelMemory(resident)
    const bytes = shared ? resident : staged
    const chosen = chooseBackend(backend)
    this.backend = chosen === 'wasm' && backend === 'auto' && !fitsKernelMemory(bytes) ? 'typescript' : chosen
    const memory = this.backend === 'wasm' ? new KernelMemory({ bytes, shared }) : undefined
    const float32 = (length: number) => memory?.float32(length) ?? new Float32Array(length)
    this.userFactors = float32(nUsers * stride)
    this.itemFactors = float32(nItems * stride)
    this.userBiases = float32(nUsers)
    this.itemBiases = float32(nItems)
    this.#stride = stride
    const home = shared ? memory : undefined
    const grid = ratingGrid(ratings, threads, () => ({
      offsets: home?.int32(nOffsets) ?? new Int32Array(nOffsets),
      items: home?.int32(nRatings) ?? new Int32Array(nRatings),
      values: home?.float32(nRatings) ?? new Float32Array(nRatings),
    }))
    this.#strata = strataOf(grid)
    if (memory === undefined) this.#train = (stratum, rates) => this.#trainInTypeScript(stratum, rates)
    else if (shared) this.#train = (stratum, rates) => this.#trainOnThreads(memory, stratum, rates)
    else {
      const blocks = new StagedBlocks(memory)
      this.#train = (stratum, rates) => this.#trainOnBlocks(memory, blocks, stratum, rates)
    }
  }

  /**
   * One pass over all ratings; see {@link sgdEpoch} for what it computes. In WebAssembly all of it is in single
   * precision, and dot products are summed in 4 lanes.
   *
   * @returns The sum of squared errors, each taken just before its own update.
   * @throws {@link KernelError} WORKER_FAILED when a thread broke off; the factors are undefined then.
   */
  epoch(rates: SgdRates): number {
    let squaredError = 0
    for (const stratum of this.#strata) squaredError += this.#train(stratum, rates)
    return squaredError
  }

  #trainInTypeScript(stratum: readonly RatingCell[], rates: SgdRates): number {
    const { userFactors, itemFactors, userBiases, itemBiases } = this
    const stride = this.#stride
    let squaredError = 0
    for (const { firstUser, ...ratings } of stratum) {
      const users = {
        userFactors: userFactors.subarray(firstUser * stride),
        userBiases: userBiases.subarray(firstUser),
      }
      squaredError += sgdEpoch({ ...ratings, ...users, itemFactors, itemBiases, stride }, rates)
    }
    return squaredError
  }

  #trainOnThreads(memory: KernelMemory, stratum: readonly RatingCell[], rates: SgdRates): number {
    const calls = stratum.map((cell) => this.#call(cell, rates))
    return callInParallel(memory, calls, calls.length).reduce((sum, part) => sum + part, 0)
  }

  #trainOnBlocks(
    memory: KernelMemory,
    blocks: StagedBlocks,
    stratum: readonly RatingCell[],
    rates: SgdRates,
  ): number {
    let squaredError = 0
    for (const cell of stratum)
      for (const block of blocks.of(cell)) {
        const { name, args } = this.#call(block, rates)
        squaredError += memory.kernels[name]!(...args)
      }
    return squaredError
  }

  /** The kernel's call for a cell that lies in its memory. */
  #call({ firstUser, offsets, items, values }: RatingCell, rates: SgdRates): KernelCall {
    const { biased, mu, learningRate, regularization } = rates
    const args = [
      offsets.length - 1,
      offsets.byteOffset,
      items.byteOffset,
      values.byteOffset,
      this.userFactors.byteOffset + firstUser * this.#stride * 4,
      this.itemFactors.byteOffset,
      this.userBiases.byteOffset + firstUser * 4,
      this.itemBiases.byteOffset,
      this.#stride * 4,
      biased,
      mu,
      learningRate.userBiases,
      learningRate.itemBiases,
      learningRate.userFactors,
      learningRate.itemFactors,
      regularization.userBiases,
      regularization.itemBiases,
      1 - learningRate.userFactors * regularization.userFactors,
      1 - learningRate.itemFactors * regularization.itemFactors,
    ]
    return { name: 'sgdBlock', args }
  }
}

/** Every cell once, in groups that have neither users nor items in common. */
function strataOf(grid: readonly (readonly RatingCell[])[]): RatingCell[][] {
  return grid.map((_, turn) => grid.map((row, part) => row[(turn + part) % grid.length]!))
}
