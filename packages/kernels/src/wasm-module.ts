import { KERNELS_WASM, SHARED_FLAG_OFFSET } from './generated/kernels-wasm.js'

/** The limits flag of an imported memory: bounded, and shared between threads. */
const BOUNDED_AND_SHARED = 3

/** A kernel of assembly/, by name. Addresses are bytes; what it checks is nothing. */
type Kernel = (...args: readonly (number | boolean)[]) => number

/** The kernels of one instance, which work on one memory. */
export type Kernels = Readonly<Record<string, Kernel>>

const compiled = new Map<boolean, WebAssembly.Module | undefined>()

/**
 * The kernels' module, compiled at the first call; undefined where there is no WebAssembly with SIMD.
 *
 * @param shared - Whether for a memory that threads share; a module takes one kind only.
 */
export function compiledKernels(shared = false): WebAssembly.Module | undefined {
  if (!compiled.has(shared)) compiled.set(shared, compile(shared))
  return compiled.get(shared)
}

/** The kernels on a memory. Costs some tens of microseconds. */
export function instantiateKernels(memory: WebAssembly.Memory, shared: boolean): Kernels {
  const module = compiledKernels(shared)!
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels
}

function compile(shared: boolean): WebAssembly.Module | undefined {
  try {
    const bytes = Uint8Array.from(atob(KERNELS_WASM), (character) => character.charCodeAt(0))
    if (shared) bytes[SHARED_FLAG_OFFSET] = BOUNDED_AND_SHARED
    return new WebAssembly.Module(bytes)
  } catch {
    // An engine without SIMD refuses the bytes; one without WebAssembly has no constructor.
    return undefined
  }
}
