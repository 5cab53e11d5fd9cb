import { AnnError } from '../errors.js'

/**
 * Reads little-endian fields one after the other, and refuses to read past the end. Every method takes the name of
 * the field it reads, for the message of the error it may throw: {@link AnnError} BAD_FORMAT.
 */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset = 0

  /** @param bytes - Read in place, wherever they lie in their buffer; never written. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.byteLength - this.#offset
  }

  /** Four characters, one byte each. */
  fourcc(field: string): string {
    const start = this.#take(field, 4)
    return String.fromCharCode(...this.#bytes.subarray(start, start + 4))
  }

  int32(field: string): number {
    return this.#view.getInt32(this.#take(field, 4), true)
  }

  /** A bigint, since such a field may hold any bits. */
  int64(field: string): bigint {
    return this.#view.getBigInt64(this.#take(field, 8), true)
  }

  /** A bigint, since such a field may hold any bits. */
  uint64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(field, 8), true)
  }

  /** One byte that must be 0 or 1. */
  bool(field: string): boolean {
    const value = this.#bytes[this.#take(field, 1)]!
    if (value > 1) throw badField(field, '0 or 1', value)
    return value === 1
  }

  /**
   * A float32 array in memory of its own: in the file it may start at any byte, where no view can lie.
   *
   * @param length - In elements.
   */
  float32Array(field: string, length: number): Float32Array {
    const start = this.#take(field, length * 4)
    // Only now, when the bytes are known to be there, is memory asked for.
    const values = new Float32Array(length)
    for (let i = 0; i < length; i++) values[i] = this.#view.getFloat32(start + i * 4, true)
    return values
  }

  #take(field: string, sizeBytes: number): number {
    if (sizeBytes > this.remaining)
      throw badField(field, `${sizeBytes} bytes at offset ${this.#offset}`, `only ${this.remaining}`)
    const start = this.#offset
    this.#offset += sizeBytes
    return start
  }
}

/** The error for a field that does not hold what it should. */
export function badField(field: string, expected: string, found: unknown): AnnError {
  return new AnnError('BAD_FORMAT', `the index file's ${field} must be ${expected}, got ${String(found)}`)
}
