import type { RatingColumns } from './ratings.js'

/** Rows a chunk holds, 4 MiB a column: columns grow without being copied. */
const CHUNK_ROWS = 2 ** 20

type Chunk = Int32Array | Float32Array

/** A buffer that can be told to give its memory back; TypeScript's declarations of the day lack it. */
interface ReleasableBuffer extends ArrayBuffer {
  resize(bytes: number): void
}
const ResizableArrayBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options: { readonly maxByteLength: number },
) => ReleasableBuffer

/** Numbers that come one at a time, in chunks. */
class Column<T extends Chunk> {
  readonly #make: (buffer: ArrayBuffer) => T
  readonly #chunks: T[] = []
  #length = 0

  constructor(make: (buffer: ArrayBuffer) => T) {
    this.#make = make
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    const at = this.#length % CHUNK_ROWS
    if (at === 0)
      this.#chunks.push(
        this.#make(new ResizableArrayBuffer(CHUNK_ROWS * 4, { maxByteLength: CHUNK_ROWS * 4 })),
      )
    this.#chunks[this.#chunks.length - 1][at] = value
    this.#length++
  }

  /** The chunks in order, each only as far as it is filled. */
  *chunks(): Generator<T, void, undefined> {
    for (const [n, chunk] of this.#chunks.entries())
      yield chunk.subarray(0, Math.min(CHUNK_ROWS, this.#length - n * CHUNK_ROWS)) as T
  }

  /** Gives the memory of all numbers back, at once: the garbage collector takes its time over hundreds of megabytes. */
  clear(): void {
    for (const { buffer } of this.#chunks) (buffer as ReleasableBuffer).resize(0)
    this.#chunks.length = 0
    this.#length = 0
  }
}

/**
 * Gathers ratings in any order at 12 bytes each, and groups them by user. Grouping takes one column after the other
 * and lets go of each, so that it never holds more than 16 bytes a rating.
 */
export class RatingCollector {
  readonly #users = new Column((buffer) => new Int32Array(buffer))
  readonly #items = new Column((buffer) => new Int32Array(buffer))
  readonly #values = new Column((buffer) => new Float32Array(buffer))

  /** Ratings added so far. */
  get nRatings(): number {
    return this.#users.length
  }

  add(userRow: number, itemRow: number, value: number): void {
    this.#users.push(userRow)
    this.#items.push(itemRow)
    this.#values.push(value)
  }

  /** A stable counting sort by user of all that was added; the collector is empty after that. */
  group(nUsers: number): Omit<RatingColumns, 'userIds' | 'itemIds'> {
    const offsets = new Int32Array(nUsers + 1)
    for (const users of this.#users.chunks()) for (let n = 0; n < users.length; n++) offsets[users[n] + 1]++
    for (let u = 0; u < nUsers; u++) offsets[u + 1] += offsets[u]
    const items = this.#grouped(this.#items, offsets, new Int32Array(this.nRatings))
    const values = this.#grouped(this.#values, offsets, new Float32Array(this.nRatings))
    this.#users.clear()
    return { offsets, items, values }
  }

  #grouped<T extends Chunk>(column: Column<T>, offsets: Int32Array, grouped: T): T {
    const next = offsets.slice()
    const chunks = column.chunks()
    for (const users of this.#users.chunks()) {
      const chunk: T = chunks.next().value!
      for (let n = 0; n < users.length; n++) grouped[next[users[n]]++] = chunk[n]
    }
    column.clear()
    return grouped
  }
}
