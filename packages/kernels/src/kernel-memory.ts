import { KernelError } from './errors.js'

const PAGE_BYTES = 65_536
/** 4 GiB, all that a 32-bit WebAssembly memory can address. */
const MAX_PAGES = 65_536
/** A cache line, and a whole number of SIMD vectors. */
const ALIGNMENT = 64

/** What arrays of these numbers of elements take when laid out one after the other; all elements have 4 bytes. */
export function layoutBytes(lengths: readonly number[]): number {
  return lengths.reduce((bytes, length) => bytes + Math.ceil((length * 4) / ALIGNMENT) * ALIGNMENT, 0)
}

/** Whether a WebAssembly memory can be this large at all. */
export function fitsKernelMemory(bytes: number): boolean {
  return bytes <= MAX_PAGES * PAGE_BYTES
}

/**
 * The memory that one user of the kernels works on. Arrays are laid out once, each at a multiple of 64 bytes; it
 * never grows, so that views stay valid for its whole life. An array's `byteOffset` is its address for a kernel.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory
  #next = 0

  /** @param bytes - As {@link layoutBytes} gives them for everything that will be allocated. */
  constructor(bytes: number) {
    const pages = Math.max(1, Math.ceil(bytes / PAGE_BYTES))
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  }

  /** Zeros. */
  float32(length: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.#allocate(length), length)
  }

  /** Zeros. */
  int32(length: number): Int32Array {
    return new Int32Array(this.memory.buffer, this.#allocate(length), length)
  }

  #allocate(length: number): number {
    const at = this.#next
    this.#next += layoutBytes([length])
    if (this.#next > this.memory.buffer.byteLength)
      throw new KernelError(
        'OUT_OF_BOUNDS',
        `the memory was laid out for ${this.memory.buffer.byteLength} bytes`,
      )
    return at
  }
}
