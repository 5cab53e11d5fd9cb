import type { Runs } from '@redux/kernels'

/** Where the rows of one list are. */
interface List {
  /** All full but the last. */
  readonly blocks: number[]
  size: number
  /** The blocks as runs, pairs of first block and number of rows; undefined when they have changed. */
  runs: Int32Array | undefined
}

/**
 * Which blocks of a row store belong to which list. A list has blocks of its own, and gives back what it no longer
 * needs; rows in it are numbered 0 … size - 1.
 */
export class InvertedLists {
  /** How many blocks are in use or were, and lie free between those. */
  nBlocks = 0
  readonly #rowsPerBlock: number
  readonly #lists: List[]
  readonly #free: number[] = []

  constructor(nlist: number, rowsPerBlock: number) {
    this.#rowsPerBlock = rowsPerBlock
    this.#lists = Array.from({ length: nlist }, () => ({ blocks: [], size: 0, runs: undefined }))
  }

  /** Rows in a list. */
  size(list: number): number {
    return this.#lists[list]!.size
  }

  /** The row of the store where a list's row is. */
  row(list: number, at: number): number {
    return (
      this.#lists[list]!.blocks[Math.floor(at / this.#rowsPerBlock)]! * this.#rowsPerBlock +
      (at % this.#rowsPerBlock)
    )
  }

  /** Makes a list longer or shorter at its end; new blocks come from the free ones, or {@link nBlocks} grows. */
  resize(list: number, size: number): void {
    const entry = this.#lists[list]!
    const nBlocks = Math.ceil(size / this.#rowsPerBlock)
    while (entry.blocks.length < nBlocks) entry.blocks.push(this.#free.pop() ?? this.nBlocks++)
    while (entry.blocks.length > nBlocks) this.#free.push(entry.blocks.pop()!)
    entry.size = size
    entry.runs = undefined
  }

  /** Calls back for each block of a list from the one of row `at` on, with the number of rows in it. */
  forBlocks(list: number, at: number, visit: (block: number, nRows: number) => void): void {
    const { blocks, size } = this.#lists[list]!
    for (let i = Math.floor(at / this.#rowsPerBlock); i < blocks.length; i++)
      visit(blocks[i]!, Math.min(this.#rowsPerBlock, size - i * this.#rowsPerBlock))
  }

  /** The runs of the lists that each of nq queries looks into. @param probed - nq x nprobe; -1 for none. */
  runs(probed: Int32Array, nq: number): Runs {
    const nprobe = probed.length / nq
    const offsets = new Int32Array(nq + 1)
    let length = 0
    for (let i = 0; i < probed.length; i++) {
      if (probed[i]! >= 0) length += this.#runsOf(probed[i]!).length
      if ((i + 1) % nprobe === 0) offsets[(i + 1) / nprobe] = length / 2
    }
    const runs = new Int32Array(length)
    let at = 0
    for (let i = 0; i < probed.length; i++) {
      if (probed[i]! < 0) continue
      const part = this.#runsOf(probed[i]!)
      for (let j = 0; j < part.length; j++) runs[at++] = part[j]!
    }
    return { offsets, runs }
  }

  #runsOf(list: number): Int32Array {
    const entry = this.#lists[list]!
    entry.runs ??= this.#joinBlocks(entry)
    return entry.runs
  }

  /** Blocks that lie side by side make one run. */
  #joinBlocks({ blocks, size }: List): Int32Array {
    const runs: number[] = []
    for (const [i, block] of blocks.entries()) {
      const nRows = Math.min(this.#rowsPerBlock, size - i * this.#rowsPerBlock)
      if (i > 0 && block === blocks[i - 1]! + 1) runs[runs.length - 1]! += nRows
      else runs.push(block, nRows)
    }
    return Int32Array.from(runs)
  }
}
