/**
 * Writes little-endian fields one after the other into a block of known size. Whoever uses it computes the size
 * first, so that a large index is never copied to make room.
 */
export class ByteWriter {
  readonly bytes: Uint8Array
  readonly #view: DataView
  #offset = 0

  /** @param sizeBytes - Of all fields together. */
  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes)
    this.#view = new DataView(this.bytes.buffer)
  }

  /** @param code - Four characters below 256. */
  fourcc(code: string): void {
    for (let i = 0; i < 4; i++) this.bytes[this.#take(1)] = code.charCodeAt(i)
  }

  int32(value: number): void {
    this.#view.setInt32(this.#take(4), value, true)
  }

  int64(value: bigint): void {
    this.#view.setBigInt64(this.#take(8), value, true)
  }

  uint64(value: bigint): void {
    this.#view.setBigUint64(this.#take(8), value, true)
  }

  bool(value: boolean): void {
    this.bytes[this.#take(1)] = value ? 1 : 0
  }

  float32Array(values: Float32Array): void {
    const start = this.#take(values.length * 4)
    for (let i = 0; i < values.length; i++) this.#view.setFloat32(start + i * 4, values[i]!, true)
  }

  #take(sizeBytes: number): number {
    const start = this.#offset
    this.#offset += sizeBytes
    return start
  }
}
