import { type Backend, type BackendOption, chooseBackend } from './backend.js'
import { KernelError } from './errors.js'
import { fitsKernelMemory, KernelMemory, layoutBytes } from './kernel-memory.js'
import { type SgdRates, sgdEpoch } from './reference/sgd.js'

/** Ratings in compressed rows by user. Read, never written. */
export interface SgdRatings {
  /** nUsers + 1 long, ascending from 0: user u's ratings are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Item row of every rating, below nItems. */
  readonly items: Int32Array
  /** Value of every rating. */
  readonly values: Float32Array
}

/** What an {@link SgdKernel} is made for. */
export interface SgdKernelOptions {
  readonly ratings: SgdRatings
  readonly nItems: number
  /** Floats from one factor row to the next, a multiple of 4. */
  readonly stride: number
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** Ratings that are copied next to the factors at a time, 2 MiB of them. */
const STAGED_RATINGS = 2 ** 18
/** Users at a time, of whom each has an offset. */
const STAGED_USERS = 2 ** 16

/** A part of the ratings that is staged at once. A user with very many ratings may go on in the next block. */
interface Block {
  readonly firstUser: number
  readonly nUsers: number
  readonly first: number
  readonly end: number
}

/**
 * Factors and biases in one memory, and SGD over ratings that stay where they are: blocks of them are copied next to
 * the factors as an epoch goes, so that only factors count towards the 4 GiB a memory can hold.
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
  readonly #ratings: SgdRatings
  readonly #stride: number
  readonly #epoch: (rates: SgdRates) => number

  /**
   * @throws {@link KernelError} OUT_OF_BOUNDS when the ratings contradict themselves or `nItems`, INVALID_OPTION,
   *   UNSUPPORTED.
   */
  constructor({ ratings, nItems, stride, backend = 'auto' }: SgdKernelOptions) {
    checkRatings(ratings, nItems, stride)
    const nUsers = ratings.offsets.length - 1
    const lengths = [nUsers * stride, nItems * stride, nUsers, nItems]
    const staged = [STAGED_RATINGS, STAGED_RATINGS, STAGED_USERS + 1]
    const bytes = layoutBytes([...lengths, ...staged])
    const chosen = chooseBackend(backend)
    this.backend = chosen === 'wasm' && backend === 'auto' && !fitsKernelMemory(bytes) ? 'typescript' : chosen
    const memory = this.backend === 'wasm' ? new KernelMemory({ bytes }) : undefined
    const [userFactors, itemFactors, userBiases, itemBiases] = lengths.map(
      (length) => memory?.float32(length) ?? new Float32Array(length),
    )
    this.userFactors = userFactors
    this.itemFactors = itemFactors
    this.userBiases = userBiases
    this.itemBiases = itemBiases
    this.#ratings = ratings
    this.#stride = stride
    this.#epoch = memory === undefined ? this.#typeScriptEpoch() : this.#wasmEpoch(memory)
  }

  /**
   * One pass over all ratings, user by user, in stored order; see {@link sgdEpoch} for what it computes. In
   * WebAssembly all of it is in single precision and dot products are summed in 4 or 16 lanes.
   *
   * @returns The sum of squared errors, each taken just before its own update.
   */
  epoch(rates: SgdRates): number {
    return this.#epoch(rates)
  }

  #typeScriptEpoch(): (rates: SgdRates) => number {
    const { userFactors, itemFactors, userBiases, itemBiases } = this
    const factors = { userFactors, itemFactors, userBiases, itemBiases, stride: this.#stride }
    return (rates) => sgdEpoch({ ...this.#ratings, ...factors }, rates)
  }

  #wasmEpoch(memory: KernelMemory): (rates: SgdRates) => number {
    const { sgdBlock } = memory.kernels
    const items = memory.int32(STAGED_RATINGS)
    const values = memory.float32(STAGED_RATINGS)
    const offsets = memory.int32(STAGED_USERS + 1)
    const blocks = blocksOf(this.#ratings.offsets)
    let staged: Block | undefined
    const stage = (block: Block) => {
      if (staged === block) return
      staged = block
      items.set(this.#ratings.items.subarray(block.first, block.end))
      values.set(this.#ratings.values.subarray(block.first, block.end))
      for (let u = 0; u <= block.nUsers; u++) {
        const offset = this.#ratings.offsets[block.firstUser + u]
        offsets[u] = Math.min(Math.max(offset, block.first), block.end) - block.first
      }
    }
    return ({ biased, mu, learningRate, regularization }) => {
      let squaredError = 0
      for (const block of blocks) {
        stage(block)
        squaredError += sgdBlock(
          block.nUsers,
          offsets.byteOffset,
          items.byteOffset,
          values.byteOffset,
          this.userFactors.byteOffset + block.firstUser * this.#stride * 4,
          this.itemFactors.byteOffset,
          this.userBiases.byteOffset + block.firstUser * 4,
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
        )
      }
      return squaredError
    }
  }
}

/** Cuts the ratings into blocks that fit the staging area, in order. */
function blocksOf(offsets: Int32Array): Block[] {
  const nUsers = offsets.length - 1
  const blocks: Block[] = []
  let first = 0
  let firstUser = 0
  while (firstUser < nUsers) {
    let user = firstUser
    while (user < nUsers && user - firstUser < STAGED_USERS && offsets[user + 1] - first <= STAGED_RATINGS)
      user++
    const isCut = user < nUsers && user === firstUser
    const end = isCut ? first + STAGED_RATINGS : offsets[user]
    blocks.push({ firstUser, nUsers: isCut ? 1 : user - firstUser, first, end })
    first = end
    firstUser = user
  }
  return blocks
}

/** All that stands between the caller's arrays and a kernel that checks nothing. */
function checkRatings({ offsets, items, values }: SgdRatings, nItems: number, stride: number): void {
  const refuse = (message: string): never => {
    throw new KernelError('OUT_OF_BOUNDS', message)
  }
  if (!Number.isInteger(stride) || stride < 4 || stride % 4 !== 0)
    refuse(`stride must be a positive multiple of 4, got ${stride}`)
  if (items.length !== values.length)
    refuse(`items and values must be equally long, got ${items.length} and ${values.length}`)
  if (offsets.length === 0 || offsets[0] !== 0 || offsets[offsets.length - 1] !== items.length)
    refuse(`offsets must go from 0 to ${items.length}, got ${offsets[0]} to ${offsets[offsets.length - 1]}`)
  for (let u = 1; u < offsets.length; u++)
    if (offsets[u] < offsets[u - 1]) refuse(`offsets must ascend, got ${offsets[u]} after ${offsets[u - 1]}`)
  for (const item of items)
    if (item < 0 || item >= nItems) refuse(`item rows must be in 0..${nItems - 1}, got ${item}`)
}
