import { withRoom } from './with-room.js'

/** One list of an inverted file: the codes of some vectors and their labels, in the same order. */
export class CodeList {
  readonly #codeSize: number
  #size = 0
  #codes: Uint8Array
  #labels: Int32Array

  /**
   * @param codeSize - Bytes to a vector.
   * @param codes - Of n vectors, and so are `labels`; both become the list's own.
   */
  constructor(
    codeSize: number,
    codes: Uint8Array = new Uint8Array(0),
    labels: Int32Array = new Int32Array(0),
  ) {
    this.#codeSize = codeSize
    this.#codes = codes
    this.#labels = labels
    this.#size = labels.length
  }

  /** How many vectors there are. */
  get size(): number {
    return this.#size
  }

  /** size x codeSize, a view: valid until the next change. */
  get codes(): Uint8Array {
    return this.#codes.subarray(0, this.#size * this.#codeSize)
  }

  /** A view, valid until the next change; whoever writes to it gives other labels. */
  get labels(): Int32Array {
    return this.#labels.subarray(0, this.#size)
  }

  /** Appends a vector. @param codes - Read at `start .. start + codeSize`. */
  push(codes: Uint8Array, start: number, label: number): void {
    const used = this.#size * this.#codeSize
    this.#codes = withRoom(this.#codes, used, used + this.#codeSize)
    this.#labels = withRoom(this.#labels, this.#size, this.#size + 1)
    for (let m = 0; m < this.#codeSize; m++) this.#codes[used + m] = codes[start + m]!
    this.#labels[this.#size++] = label
  }

  /**
   * Takes out the vectors of some labels; the last one moves to each gap, as in FAISS.
   *
   * @returns How many went.
   */
  remove(labels: ReadonlySet<number>): number {
    const before = this.#size
    for (let at = 0; at < this.#size; ) {
      if (!labels.has(this.#labels[at]!)) {
        at++
        continue
      }
      const last = --this.#size
      const size = this.#codeSize
      this.#labels[at] = this.#labels[last]!
      this.#codes.copyWithin(at * size, last * size, (last + 1) * size)
    }
    return before - this.#size
  }
}
