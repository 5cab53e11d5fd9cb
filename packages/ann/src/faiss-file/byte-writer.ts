import { IS_LITTLE_ENDIAN } from './byte-order.js'

/**
 * Runs `write` twice: once to learn how many bytes it writes, and once to write them. So a large index is never copied
 * to make room, and no format needs a formula for its size.
 *
 * @param write - Must write the same both times.
 */
export function written(write: (writer: ByteWriter) => void): Uint8Array {
  const counter = new ByteWriter()
  write(counter)
  const bytes = new Uint8Array(counter.offset)
  write(new ByteWriter(bytes))
  return bytes
}

/** Writes little-endian fields one after the other; without a block to write to, it only counts their bytes. */
export class ByteWriter {
  readonly #view: DataView | undefined
  #offset = 0

  constructor(bytes?: Uint8Array<ArrayBuffer>) {
    this.#view = bytes && new DataView(bytes.buffer)
  }

  /** Bytes written so far. */
  get offset(): number {
    return this.#offset
  }

  /** @param code - Four characters below 256. */
  fourcc(code: string): void {
    for (let i = 0; i < 4; i++) this.uint8(code.charCodeAt(i))
  }

  uint8(value: number): void {
    const at = this.#take(1)
    this.#view?.setUint8(at, value)
  }

  bool(value: boolean): void {
    this.uint8(value ? 1 : 0)
  }

  int32(value: number): void {
    const at = this.#take(4)
    this.#view?.setInt32(at, value, true)
  }

  float32(value: number): void {
    const at = this.#take(4)
    this.#view?.setFloat32(at, value, true)
  }

  /** @param value - An integer; the bytes are the same for a signed and an unsigned field. */
  int64(value: bigint | number): void {
    const at = this.#take(8)
    this.#view?.setBigInt64(at, BigInt(value), true)
  }

  uint8Array(values: Uint8Array): void {
    const start = this.#take(values.length)
    if (this.#view) new Uint8Array(this.#view.buffer).set(values, start)
  }

  float32Array(values: Float32Array): void {
    const start = this.#take(values.length * 4)
    if (!this.#view) return
    if (IS_LITTLE_ENDIAN)
      new Uint8Array(this.#view.buffer, start, values.byteLength).set(
        new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      )
    else for (let i = 0; i < values.length; i++) this.#view.setFloat32(start + i * 4, values[i]!, true)
  }

  /** Each in 8 bytes, int32 numbers, too. */
  int64Array(values: BigInt64Array | Int32Array): void {
    const start = this.#take(values.length * 8)
    if (!this.#view) return
    for (let i = 0; i < values.length; i++) this.#view.setBigInt64(start + i * 8, BigInt(values[i]!), true)
  }

  #take(sizeBytes: number): number {
    const start = this.#offset
    this.#offset += sizeBytes
    return start
  }
}
