import { type Backend, type BackendOption, chooseBackend } from '../backend.js'
import { KernelError } from '../errors.js'
import { type KernelArray, type KernelArrayType, KernelMemory } from '../kernel-memory.js'
import { callInParallel } from '../thread-pool.js'
import { Matrix, strideOf } from './matrix.js'
import { LINEAR_ALGEBRA_MODULE } from './module.js'

/** What a {@link MatrixWorkspace} is made with. */
export interface MatrixWorkspaceOptions {
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
  /** Threads that large operations are shared out to, an integer >= 1; the results are the same bits. @defaultValue 1 */
  readonly threads?: number
}

/** An array in a workspace: asked for anew whenever something was made since. */
export interface WorkspaceArray<T extends KernelArrayType> {
  readonly address: number
  readonly view: InstanceType<T>
}

/** Parts that a large operation is cut into for each thread, so that none waits long for a slow one. */
const PARTS_PER_THREAD = 4

/**
 * The memory that matrices lie in and operations on them work in: that of the kernels, or else plain arrays. What is
 * made in it lives as long as the workspace.
 *
 * @throws {@link KernelError} INVALID_OPTION, UNSUPPORTED; and OUT_OF_MEMORY from whatever would need more than 4 GiB.
 */
export class MatrixWorkspace {
  /** What runs, settled. */
  readonly backend: Backend
  readonly threads: number
  readonly #memory: KernelMemory | undefined
  #scratch: KernelArray<Float32ArrayConstructor> | undefined

  constructor({ backend = 'auto', threads = 1 }: MatrixWorkspaceOptions = {}) {
    if (!Number.isInteger(threads) || threads < 1)
      throw new KernelError('INVALID_OPTION', `threads must be an integer >= 1, got ${threads}`)
    this.backend = chooseBackend(backend)
    this.threads = threads
    if (this.backend === 'wasm')
      this.#memory = new KernelMemory({ shared: threads > 1, module: LINEAR_ALGEBRA_MODULE })
  }

  /** A new matrix, all zeros. */
  matrix(rows: number, columns: number): Matrix {
    return new Matrix(this.array(Float32Array, rows * strideOf(columns)), rows, columns)
  }

  /** A new array, all zeros. */
  array<T extends KernelArrayType>(type: T, length: number): WorkspaceArray<T> {
    return this.#memory?.array(type, length) ?? { address: 0, view: new type(length) as InstanceType<T> }
  }

  /** For operations: an array for what is only needed meanwhile, the same for all of them. Holds anything. */
  scratch(length: number): WorkspaceArray<Float32ArrayConstructor> {
    this.#scratch ??= this.#memory!.array(Float32Array, 0)
    if (this.#scratch.length < length) this.#memory!.resize(new Map([[this.#scratch, length]]))
    return this.#scratch
  }

  /**
   * For operations: calls a kernel, or the same kernel for all parts of some work.
   *
   * @param nUnits - What can be shared out, such as rows.
   * @param multiplyAdds - What all of it costs; where that is little, one thread does it.
   * @param args - The kernel's arguments for the units from `first` to before `end`, of part `part`.
   */
  call(
    name: string,
    nUnits: number,
    multiplyAdds: number,
    args: (first: number, end: number, part: number) => readonly number[],
  ): void {
    const nParts = this.partsOf(multiplyAdds)
    // Even bounds: some kernels take units in pairs.
    const bound = (at: number) => (at === nParts ? nUnits : 2 * Math.floor((nUnits * at) / nParts / 2))
    this.callParts(
      name,
      Array.from({ length: nParts + 1 }, (_, at) => bound(at)),
      args,
    )
  }

  /** For operations: calls a kernel. @returns What it returns. */
  callOnce(name: string, args: readonly number[]): number {
    return this.#memory!.kernels[name](...args)
  }

  /** For operations: {@link call} with parts of the caller's choice. @param bounds - Ascending, one more than parts. */
  callParts(
    name: string,
    bounds: readonly number[],
    args: (first: number, end: number, part: number) => readonly number[],
  ): void {
    const calls = bounds.slice(1).map((end, part) => ({ name, args: args(bounds[part], end, part) }))
    callInParallel(this.#memory!, calls, this.threads)
  }

  /** Parts that work of so many multiply-adds is cut into. */
  partsOf(multiplyAdds: number): number {
    return this.threads === 1 || multiplyAdds < WORTH_A_THREAD ? 1 : this.threads * PARTS_PER_THREAD
  }
}

/** Multiply-adds that take about as long as waking a thread does. */
const WORTH_A_THREAD = 4_000_000
