import { KernelError, type KernelErrorCode } from '@redux/kernels'
import { SvdError, type SvdErrorCode } from './errors.js'

const CODE_OF: Readonly<Record<KernelErrorCode, SvdErrorCode>> = {
  INVALID_OPTION: 'INVALID_OPTION',
  OUT_OF_BOUNDS: 'DIMENSION_MISMATCH',
  OUT_OF_MEMORY: 'OUT_OF_MEMORY',
  UNSUPPORTED: 'UNSUPPORTED',
  WORKER_FAILED: 'WORKER_FAILED',
}

/** Does some work of the kernels; their errors come out as this package's, with the original as the cause. */
export function withKernels<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof KernelError)) throw error
    throw new SvdError(CODE_OF[error.code], error.message, { cause: error })
  }
}
