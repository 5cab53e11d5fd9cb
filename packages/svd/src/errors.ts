/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an option or argument is unknown, of the wrong type or out of range
 * - `EMPTY_DATA` there is no rating to learn from or to score
 * - `NOT_FINITE` a rating or a starting value is NaN or infinite
 * - `DIMENSION_MISMATCH` arrays that belong together differ in length
 * - `NOT_FITTED` the model was asked before `fit`
 * - `DIVERGED` training left the finite numbers
 * - `SINGULAR` a linear system has no unique solution
 * - `ABORTED` the caller's signal asked to stop
 * - `UNSUPPORTED` WebAssembly SIMD was asked for and is not there
 * - `OUT_OF_MEMORY` factors, or factors and ratings, are too large for one memory or for the machine
 * - `WORKER_FAILED` a thread broke off or never answered
 * - `BAD_FILE` a saved model or array is cut short, altered, or of another kind
 */
export type SvdErrorCode =
  | 'INVALID_OPTION'
  | 'EMPTY_DATA'
  | 'NOT_FINITE'
  | 'DIMENSION_MISMATCH'
  | 'NOT_FITTED'
  | 'DIVERGED'
  | 'SINGULAR'
  | 'ABORTED'
  | 'UNSUPPORTED'
  | 'OUT_OF_MEMORY'
  | 'WORKER_FAILED'
  | 'BAD_FILE'

/** Every error `@redux/svd` throws on purpose. Branch on `code`; `message` is for people and may change. */
export class SvdError extends Error {
  static {
    SvdError.prototype.name = 'SvdError'
  }
  readonly code: SvdErrorCode

  constructor(code: SvdErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
