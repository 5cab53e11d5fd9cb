import { SHARED_FLAG_OFFSET, WASM } from '../generated/linear-algebra-wasm.js'
import type { KernelModule } from '../wasm-module.js'

/** The kernels of linear algebra: assembly/linear-algebra/index.ts. */
export const LINEAR_ALGEBRA_MODULE: KernelModule = { wasm: WASM, sharedFlagOffset: SHARED_FLAG_OFFSET }
