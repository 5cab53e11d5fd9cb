import { isUtf8 } from 'node:buffer'

/** Tells whether the bytes of a stream are UTF-8, wherever its chunks are cut. */
export class Utf8Check {
  #valid = true
  /** A character that the last chunk began and did not end. */
  #rest: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): void {
    if (!this.#valid) return
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const whole = bytes.length - unfinishedBytes(bytes)
    this.#valid = isUtf8(bytes.subarray(0, whole))
    this.#rest = Buffer.from(bytes.subarray(whole))
  }

  /** Whether all chunks together are UTF-8. */
  get isUtf8(): boolean {
    return this.#valid && this.#rest.length === 0
  }
}

/** How many bytes at the end begin a character that needs more bytes than there are, 0 to 3. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue // a continuation: its lead byte lies before
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? back : 0
  }
  return 0
}
