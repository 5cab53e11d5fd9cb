/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an argument is out of range, of the wrong type or unknown
 * - `DIMENSION_MISMATCH` an array's length does not fit the index or the query
 * - `NOT_FINITE` a vector holds NaN or an infinity
 * - `NOT_TRAINED` the index needs `train` first
 * - `BAD_FORMAT` the bytes are not a whole, consistent index file of a supported kind
 * - `OUT_OF_RANGE` a label names no stored vector, or more vectors are added than labels can name
 * - `OUT_OF_MEMORY` the vectors need more than 4 GiB in WebAssembly, or more than the machine gives
 * - `UNSUPPORTED` the backend `wasm` was asked for where there is no WebAssembly with SIMD
 * - `WORKER_FAILED` a thread broke off; the index is as it was before the call
 */
export type AnnErrorCode =
  | 'INVALID_OPTION'
  | 'DIMENSION_MISMATCH'
  | 'NOT_FINITE'
  | 'NOT_TRAINED'
  | 'BAD_FORMAT'
  | 'OUT_OF_RANGE'
  | 'OUT_OF_MEMORY'
  | 'UNSUPPORTED'
  | 'WORKER_FAILED'

/** Every error `@redux/ann` throws on purpose. Branch on `code`; `message` is for people and may change. */
export class AnnError extends Error {
  static {
    AnnError.prototype.name = 'AnnError'
  }
  readonly code: AnnErrorCode

  constructor(code: AnnErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
