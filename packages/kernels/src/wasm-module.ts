import { KERNELS_WASM } from './generated/kernels-wasm.js'

let compiled: WebAssembly.Module | null | undefined

/** The kernels' module, compiled at the first call; undefined where there is no WebAssembly with SIMD. */
export function compiledKernels(): WebAssembly.Module | undefined {
  if (compiled === undefined) compiled = compile()
  return compiled ?? undefined
}

function compile(): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(Uint8Array.from(atob(KERNELS_WASM), (character) => character.charCodeAt(0)))
  } catch {
    // An engine without SIMD refuses the bytes; one without WebAssembly has no constructor.
    return null
  }
}
