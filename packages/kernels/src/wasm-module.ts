/** The limits flag of an imported memory: bounded, and shared between threads. */
const BOUNDED_AND_SHARED = 3

/** A module as scripts/compile.mjs writes it. */
export interface KernelModule {
  /** In base 64. */
  readonly wasm: string
  /** Where the byte is that says whether the module takes a shared memory. */
  readonly sharedFlagOffset: number
}

/** A kernel of assembly/, by name. Addresses are bytes; what it checks is nothing. */
type Kernel = (...args: readonly (number | boolean)[]) => number

/** The kernels of one instance, which work on one memory. */
export type Kernels = Readonly<Record<string, Kernel>>

const compiled = { shared: new Map(), unshared: new Map() } as Record<
  'shared' | 'unshared',
  Map<KernelModule, WebAssembly.Module | undefined>
>

/**
 * A module, compiled at the first call; undefined where there is no WebAssembly with SIMD.
 *
 * @param shared - Whether for a memory that threads share; a module takes one kind only.
 */
export function compiledKernels(module: KernelModule, shared = false): WebAssembly.Module | undefined {
  const modules = compiled[shared ? 'shared' : 'unshared']
  if (!modules.has(module)) modules.set(module, compile(module, shared))
  return modules.get(module)
}

/** The kernels of a module on a memory. Costs some tens of microseconds. */
export function instantiateKernels(
  module: KernelModule,
  memory: WebAssembly.Memory,
  shared: boolean,
): Kernels {
  return new WebAssembly.Instance(compiledKernels(module, shared)!, { env: { memory } }).exports as Kernels
}

function compile({ wasm, sharedFlagOffset }: KernelModule, shared: boolean): WebAssembly.Module | undefined {
  try {
    const bytes = Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0))
    if (shared) bytes[sharedFlagOffset] = BOUNDED_AND_SHARED
    return new WebAssembly.Module(bytes)
  } catch {
    // An engine without SIMD refuses the bytes; one without WebAssembly has no constructor.
    return undefined
  }
}
