import { KernelError } from '@redux/kernels'
import { AnnError } from './errors.js'

/**
 * Runs what uses the kernels, and gives their errors the name that this package's callers know.
 *
 * @throws {@link AnnError} UNSUPPORTED, OUT_OF_MEMORY or WORKER_FAILED; INVALID_OPTION.
 */
export function withAnnErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof KernelError)) throw error
    const code = error.code === 'OUT_OF_BOUNDS' ? 'INVALID_OPTION' : error.code
    throw new AnnError(code, error.message, { cause: error })
  }
}
