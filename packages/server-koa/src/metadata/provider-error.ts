/**
 * Why a provider gave no answer:
 *
 * - `UNREACHABLE` no connection, or it broke off
 * - `TIMEOUT` no complete answer in time
 * - `LIMITED` the provider says that it is asked too often
 * - `FORBIDDEN` 401 or 403, which is also how iTunes says so
 * - `REJECTED` any other 4xx: it did not like this very question
 * - `SERVER_ERROR` 5xx
 * - `BAD_ANSWER` not JSON, not the shape that is documented, too large, or redirected without end
 * - `REFUSED` not asked: its breaker is open, or its turn would have come too late
 * - `ABORTED` not asked, or no longer: nobody waits for the answer any more, or the service stops
 */
export type ProviderErrorCode =
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'LIMITED'
  | 'FORBIDDEN'
  | 'REJECTED'
  | 'SERVER_ERROR'
  | 'BAD_ANSWER'
  | 'REFUSED'
  | 'ABORTED'

export interface ProviderErrorOptions extends ErrorOptions {
  /** The HTTP status, if there was one. */
  readonly status?: number
  /** How long the provider asked to be left alone. */
  readonly retryAfterMs?: number
  /** @defaultValue true for UNREACHABLE, LIMITED and SERVER_ERROR */
  readonly worthRetrying?: boolean
}

const WORTH_RETRYING: ReadonlySet<ProviderErrorCode> = new Set(['UNREACHABLE', 'LIMITED', 'SERVER_ERROR'])

/** Every error a provider of ours rejects with. Branch on `code`; `message` is for the log and may change. */
export class ProviderError extends Error {
  static {
    ProviderError.prototype.name = 'ProviderError'
  }
  readonly code: ProviderErrorCode
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly worthRetrying: boolean

  constructor(code: ProviderErrorCode, message: string, options: ProviderErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.status = options.status
    this.retryAfterMs = options.retryAfterMs
    this.worthRetrying = options.worthRetrying ?? WORTH_RETRYING.has(code)
  }
}
