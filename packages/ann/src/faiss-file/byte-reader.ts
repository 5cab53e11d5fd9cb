import { findNotFinite } from '../check-vectors.js'
import { AnnError } from '../errors.js'
import { MAX_INT32 } from '../options.js'
import { IS_LITTLE_ENDIAN } from './byte-order.js'

/**
 * Reads little-endian fields one after the other, and refuses to read past the end. Every method takes the name of
 * the field it reads, for the message of the error it may throw: {@link AnnError} BAD_FORMAT.
 *
 * Memory is asked for only once the bytes that go into it are known to be there, so what reading allocates is bounded
 * by the size of the file, whatever the file says.
 */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset = 0
  /** What the fields being read belong to, outermost first; empty for those of the file as a whole. */
  readonly #parts: string[] = []

  /** @param bytes - Read in place, wherever they lie in their buffer; never written. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.byteLength - this.#offset
  }

  /** Reads a part of the file, such as an index within the index, whose name joins those of its fields in messages. */
  within<T>(part: string, read: () => T): T {
    this.#parts.push(part)
    const value = read()
    this.#parts.pop()
    return value
  }

  /** The error for a field that does not hold what it should. */
  refusal(field: string, expected: string, found: unknown): AnnError {
    const name = [field, ...this.#parts.toReversed()].join(' of the ')
    return new AnnError('BAD_FORMAT', `the index file's ${name} must be ${expected}, got ${String(found)}`)
  }

  /** Four characters, one byte each. */
  fourcc(field: string): string {
    const start = this.#take(field, 4)
    return String.fromCharCode(...this.#bytes.subarray(start, start + 4))
  }

  uint8(field: string): number {
    return this.#bytes[this.#take(field, 1)]!
  }

  /** One byte that must be 0 or 1. */
  bool(field: string): boolean {
    const value = this.uint8(field)
    if (value > 1) throw this.refusal(field, '0 or 1', value)
    return value === 1
  }

  int32(field: string): number {
    return this.#view.getInt32(this.#take(field, 4), true)
  }

  float32(field: string): number {
    return this.#view.getFloat32(this.#take(field, 4), true)
  }

  /** A bigint, since such a field may hold any bits. */
  int64(field: string): bigint {
    return this.#view.getBigInt64(this.#take(field, 8), true)
  }

  /** A bigint, since such a field may hold any bits. */
  uint64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(field, 8), true)
  }

  /** A field of 64 bits that must lie in `low..high`, as a number. */
  integer(field: string, low: number, high: number = MAX_INT32): number {
    const value = this.int64(field)
    if (value < low || value > high) throw this.refusal(field, `in ${low}..${high}`, value)
    return Number(value)
  }

  /** A field of 64 bits that says how many elements follow; so many that they are there. */
  count(field: string, bytesPerElement: number): number {
    const count = this.uint64(field)
    const most = Math.floor(this.remaining / bytesPerElement)
    if (count > most) throw this.refusal(field, `at most ${most}, for ${this.remaining} bytes remain`, count)
    return Number(count)
  }

  /** A field of 64 bits that says how many elements follow, when the rest of the file leaves but one possibility. */
  expectCount(field: string, expected: number | bigint, why: string): void {
    const count = this.uint64(field)
    if (count !== BigInt(expected)) throw this.refusal(field, `${why} = ${expected}`, count)
  }

  /** Bytes in memory of their own. */
  uint8Array(field: string, length: number): Uint8Array {
    const start = this.#take(field, length)
    return this.#bytes.slice(start, start + length)
  }

  /**
   * A float32 array in memory of its own: in the file it may start at any byte, where no view can lie. All must be
   * finite.
   *
   * @param length - In elements.
   * @param width - Elements to a row, for messages.
   */
  float32Array(field: string, length: number, width = length): Float32Array {
    const start = this.#take(field, length * 4)
    const values = new Float32Array(length)
    if (IS_LITTLE_ENDIAN) new Uint8Array(values.buffer).set(this.#bytes.subarray(start, start + length * 4))
    else for (let i = 0; i < length; i++) values[i] = this.#view.getFloat32(start + i * 4, true)
    const at = findNotFinite(values)
    if (at >= 0)
      throw this.refusal(
        field,
        'finite',
        `${values[at]} as component ${at % width} of vector ${Math.floor(at / width)}`,
      )
    return values
  }

  int64Array(field: string, length: number): BigInt64Array {
    const start = this.#take(field, length * 8)
    const values = new BigInt64Array(length)
    for (let i = 0; i < length; i++) values[i] = this.#view.getBigInt64(start + i * 8, true)
    return values
  }

  /** An int64 array whose elements must be labels, as int32. */
  labels(field: string, length: number): Int32Array {
    const start = this.#take(field, length * 8)
    const labels = new Int32Array(length)
    for (let i = 0; i < length; i++) {
      const low = this.#view.getInt32(start + i * 8, true)
      if (low < 0 || this.#view.getInt32(start + i * 8 + 4, true) !== 0)
        throw this.refusal(field, `in 0..${MAX_INT32}`, this.#view.getBigInt64(start + i * 8, true))
      labels[i] = low
    }
    return labels
  }

  /** @param sizeBytes - May exceed 2^53 and then have lost its last bits; it exceeds what remains all the same. */
  #take(field: string, sizeBytes: number): number {
    if (sizeBytes > this.remaining)
      throw this.refusal(field, `${sizeBytes} bytes at offset ${this.#offset}`, `only ${this.remaining}`)
    const start = this.#offset
    this.#offset += sizeBytes
    return start
  }
}
