import type { KernelMemory } from './kernel-memory.js'
import type { RatingCell } from './rating-grid.js'

/** Ratings that are copied next to the factors at a time, 2 MiB of them; even, since a kernel takes them in pairs. */
export const STAGED_RATINGS = 2 ** 18
/** Users at a time, of whom each has an offset. */
export const STAGED_USERS = 2 ** 16

/** A part of a cell that is staged at once. A user with very many ratings may go on in the next block. */
interface Block {
  readonly cell: RatingCell
  readonly firstUser: number
  readonly nUsers: number
  readonly first: number
  readonly end: number
}

/** A window in a kernel's memory through which ratings pass that lie outside of it. */
export class StagedBlocks {
  readonly #offsets: Int32Array
  readonly #items: Int32Array
  readonly #values: Float32Array
  readonly #blocks = new Map<RatingCell, Block[]>()
  /** What the window shows: ratings that fit it whole are copied once, and not every epoch. */
  #staged: Block | undefined

  constructor(memory: KernelMemory) {
    this.#items = memory.int32(STAGED_RATINGS)
    this.#values = memory.float32(STAGED_RATINGS)
    this.#offsets = memory.int32(STAGED_USERS + 1)
  }

  /** The blocks of a cell, in order, each in the memory until the next one is asked for. */
  *of(cell: RatingCell): Generator<RatingCell, void, undefined> {
    const blocks = this.#blocks.get(cell) ?? blocksOf(cell)
    this.#blocks.set(cell, blocks)
    for (const block of blocks) {
      const { firstUser, nUsers, first, end } = block
      if (this.#staged !== block) this.#stage(block)
      yield {
        firstUser: cell.firstUser + firstUser,
        offsets: this.#offsets.subarray(0, nUsers + 1),
        items: this.#items.subarray(0, end - first),
        values: this.#values.subarray(0, end - first),
      }
    }
  }

  #stage(block: Block): void {
    const { cell, firstUser, nUsers, first, end } = block
    this.#staged = block
    this.#items.set(cell.items.subarray(first, end))
    this.#values.set(cell.values.subarray(first, end))
    for (let u = 0; u <= nUsers; u++) {
      const offset = cell.offsets[firstUser + u]!
      this.#offsets[u] = Math.min(Math.max(offset, first), end) - first
    }
  }
}

/** Cuts a cell into blocks that fit the window, in order. */
function blocksOf(cell: RatingCell): Block[] {
  const { offsets } = cell
  const nUsers = offsets.length - 1
  const blocks: Block[] = []
  let first = 0
  let firstUser = 0
  while (firstUser < nUsers) {
    let user = firstUser
    while (user < nUsers && user - firstUser < STAGED_USERS && offsets[user + 1]! - first <= STAGED_RATINGS)
      user++
    const isCut = user < nUsers && user === firstUser
    const end = isCut ? first + STAGED_RATINGS : offsets[user]!
    blocks.push({ cell, firstUser, nUsers: isCut ? 1 : user - firstUser, first, end })
    first = end
    firstUser = user
  }
  return blocks
}
