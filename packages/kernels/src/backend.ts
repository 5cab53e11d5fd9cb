import { KernelError } from './errors.js'
import { MAIN_MODULE } from './main-module.js'
import { compiledKernels } from './wasm-module.js'

/** What runs a kernel: WebAssembly SIMD, or its plain TypeScript twin. */
export type Backend = 'wasm' | 'typescript'

/** What a caller may ask for; `auto` is `wasm` wherever the machine has SIMD. */
export type BackendOption = 'auto' | Backend

/** Set to `wasm` or `typescript`, it decides for every `auto` in the process: for tests and comparisons. */
const ENVIRONMENT_VARIABLE = 'REDUX_KERNELS'

/**
 * Settles which backend runs.
 *
 * @throws {@link KernelError} INVALID_OPTION for an unknown name; UNSUPPORTED when `wasm` is asked for in vain.
 */
export function chooseBackend(wanted: BackendOption): Backend {
  // Browsers have no `process`.
  const forced = wanted === 'auto' ? globalThis.process?.env?.[ENVIRONMENT_VARIABLE] : undefined
  const backend = forced || wanted
  if (backend === 'typescript') return backend
  if (backend !== 'auto' && backend !== 'wasm')
    throw new KernelError(
      'INVALID_OPTION',
      `backend must be auto, wasm or typescript, got ${String(backend)}`,
    )
  if (compiledKernels(MAIN_MODULE) !== undefined) return 'wasm'
  if (backend === 'auto') return 'typescript'
  throw new KernelError(
    'UNSUPPORTED',
    'WebAssembly with SIMD is not available here; use the backend typescript',
  )
}
