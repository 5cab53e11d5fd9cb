import { KernelError } from './errors.js'
import { MAIN_MODULE } from './main-module.js'
import { instantiateKernels, type KernelModule, type Kernels } from './wasm-module.js'

const PAGE_BYTES = 65_536
/** 4 GiB, all that a 32-bit WebAssembly memory can address. */
const MAX_PAGES = 65_536
/** A cache line, and a whole number of SIMD vectors. */
const ALIGNMENT = 64

/** What can lie in a kernel's memory. */
export type KernelArrayType =
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | Int8ArrayConstructor
  | Uint8ArrayConstructor
  | Int16ArrayConstructor
  | Int32ArrayConstructor

/** What arrays of these numbers of elements take when laid out one after the other; all elements have 4 bytes. */
export function layoutBytes(lengths: readonly number[]): number {
  return lengths.reduce((bytes, length) => bytes + aligned(length * 4), 0)
}

/** Whether a WebAssembly memory can be this large at all. */
export function fitsKernelMemory(bytes: number): boolean {
  return bytes <= MAX_PAGES * PAGE_BYTES
}

/** An array in a {@link KernelMemory}. It may move and grow, so its address and view are asked for anew each time. */
export class KernelArray<T extends KernelArrayType = KernelArrayType> {
  readonly type: T
  readonly #memory: KernelMemory
  #address: number
  #length: number
  #view: InstanceType<T> | undefined
  #buffer: ArrayBuffer | undefined

  /** Made by {@link KernelMemory.array}. */
  constructor(memory: KernelMemory, type: T, address: number, length: number) {
    this.#memory = memory
    this.type = type
    this.#address = address
    this.#length = length
  }

  /** Bytes from the start of the memory, for a kernel. */
  get address(): number {
    return this.#address
  }

  /** In elements. */
  get length(): number {
    return this.#length
  }

  /** Valid until the memory's next {@link KernelMemory.array} or {@link KernelMemory.resize}. */
  get view(): InstanceType<T> {
    if (this.#view === undefined || this.#buffer !== this.#memory.buffer) {
      this.#buffer = this.#memory.buffer
      this.#view = new this.type(this.#buffer, this.#address, this.#length) as InstanceType<T>
    }
    return this.#view
  }

  /** For {@link KernelMemory} alone. */
  place(address: number, length: number): void {
    this.#address = address
    this.#length = length
    this.#view = undefined
  }
}

/** What a {@link KernelMemory} is made with. */
export interface KernelMemoryOptions {
  /** Whether threads can work on it, too. @defaultValue false */
  readonly shared?: boolean
  /** What will be needed, where that is known. @defaultValue 0 */
  readonly bytes?: number
  /** Which kernels work on it: those of searching and SGD, unless another module is named. */
  readonly module?: KernelModule
}

/**
 * The memory that one user of the kernels works on. Arrays lie in it one after the other, each at a multiple of 64
 * bytes, in the order they were asked for; when one grows, those behind it move.
 *
 * @throws {@link KernelError} OUT_OF_MEMORY from whatever would need more than 4 GiB, or than the machine gives.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory
  /** What `memory.buffer` gives, which is slow to ask. */
  buffer: ArrayBuffer
  /** Whether threads can work on it, too. */
  readonly shared: boolean
  /** Where the kernels come from. */
  readonly module: KernelModule
  readonly #arrays: KernelArray[] = []
  #kernels: Kernels | undefined
  /** Bytes beyond this were never written. */
  #highWater = 0

  constructor({ shared = false, bytes = 0, module = MAIN_MODULE }: KernelMemoryOptions = {}) {
    this.shared = shared
    this.module = module
    const initial = Math.max(1, Math.ceil(bytes / PAGE_BYTES))
    this.memory = allocate(bytes, () => new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared }))
    this.buffer = this.memory.buffer
  }

  /** The kernels, working on this memory. */
  get kernels(): Kernels {
    this.#kernels ??= instantiateKernels(this.module, this.memory, this.shared)
    return this.#kernels
  }

  /** Bytes in use. */
  get bytes(): number {
    const last = this.#arrays.at(-1)
    return last === undefined ? 0 : endOf(last)
  }

  /** A new array behind all others. Zeros. */
  array<T extends KernelArrayType>(type: T, length: number): KernelArray<T> {
    const address = this.bytes
    const end = address + aligned(length * type.BYTES_PER_ELEMENT)
    const used = this.#highWater
    this.#reach(end)
    if (used > address) new Uint8Array(this.buffer, address, Math.min(end, used) - address).fill(0)
    const array = new KernelArray(this, type, address, length)
    this.#arrays.push(array as unknown as KernelArray)
    return array
  }

  /** Shorthand for a {@link KernelArray} in a memory that will not move any more. */
  float32(length: number): Float32Array {
    return this.array(Float32Array, length).view
  }

  /** Shorthand for a {@link KernelArray} in a memory that will not move any more. */
  int32(length: number): Int32Array {
    return this.array(Int32Array, length).view
  }

  /**
   * Gives arrays new lengths and moves those behind them. What an array held up to its new length it still holds;
   * what it gained is undefined. Costs a pass over the arrays that move.
   *
   * @param lengths - By {@link KernelArray}; the others keep theirs.
   */
  resize(lengths: ReadonlyMap<object, number>): void {
    let end = 0
    const places = this.#arrays.map((array) => {
      const address = end
      const length = lengths.get(array) ?? array.length
      end += aligned(length * array.type.BYTES_PER_ELEMENT)
      return { array, address, length, from: array.address, held: Math.min(array.length, length) }
    })
    this.#reach(end)
    const bytes = new Uint8Array(this.buffer)
    const move = ({ array, address, length, from, held }: (typeof places)[number]) => {
      if (address !== from) bytes.copyWithin(address, from, from + held * array.type.BYTES_PER_ELEMENT)
      array.place(address, length)
    }
    // Towards the end, the last goes first; towards the start, the first: nothing is overwritten before it has moved.
    for (const place of places) if (place.address <= place.from) move(place)
    for (const place of places.reverse()) if (place.address > place.from) move(place)
  }

  #reach(bytes: number): void {
    const missing = bytes - this.buffer.byteLength
    if (missing > 0) {
      allocate(bytes, () => this.memory.grow(Math.ceil(missing / PAGE_BYTES)))
      this.buffer = this.memory.buffer
    }
    this.#highWater = Math.max(this.#highWater, bytes)
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

function endOf(array: KernelArray): number {
  return array.address + aligned(array.length * array.type.BYTES_PER_ELEMENT)
}

function allocate<T>(bytes: number, attempt: () => T): T {
  const wanted = `${(bytes / 2 ** 20).toFixed(1)} MiB`
  if (!fitsKernelMemory(bytes))
    throw new KernelError('OUT_OF_MEMORY', `a kernel's memory holds 4 GiB at most, got ${wanted}`)
  try {
    return attempt()
  } catch (cause) {
    throw new KernelError(
      'OUT_OF_MEMORY',
      `no ${wanted} were to be had for a kernel's memory; perhaps there are too many indexes or models alive`,
      { cause },
    )
  }
}
