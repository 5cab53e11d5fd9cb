/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an option is of no known value
 * - `OUT_OF_BOUNDS` arrays contradict each other in length, or a row in one is not in another
 * - `OUT_OF_MEMORY` more than 4 GiB, or more than the machine gives, would be needed in one memory
 * - `UNSUPPORTED` WebAssembly SIMD was asked for and is not there
 * - `WORKER_FAILED` a thread broke off or never answered; what it worked on is undefined
 */
export type KernelErrorCode =
  | 'INVALID_OPTION'
  | 'OUT_OF_BOUNDS'
  | 'OUT_OF_MEMORY'
  | 'UNSUPPORTED'
  | 'WORKER_FAILED'

/** Every error `@redux/kernels` throws on purpose. Branch on `code`; `message` is for people and may change. */
export class KernelError extends Error {
  static {
    KernelError.prototype.name = 'KernelError'
  }
  readonly code: KernelErrorCode

  constructor(code: KernelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
