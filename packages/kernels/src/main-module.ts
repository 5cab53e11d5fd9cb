import { SHARED_FLAG_OFFSET, WASM } from './generated/kernels-wasm.js'
import type { KernelModule } from './wasm-module.js'

/** The kernels of searching and of stochastic gradient descent: assembly/index.ts. */
export const MAIN_MODULE: KernelModule = { wasm: WASM, sharedFlagOffset: SHARED_FLAG_OFFSET }
