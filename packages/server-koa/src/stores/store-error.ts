/**
 * Why a store could not do what it was asked:
 *
 * - `UNAVAILABLE` the database cannot be reached, is too busy or did not answer in time. A read did nothing; a
 *   write did nothing unless its very last step, the commit, was lost on the way, which nobody can know then.
 *   It may work later.
 * - `FULL` the database has no room left on its disk; nothing was written
 * - `GONE` the account was deleted meanwhile; nothing was written
 */
export type StoreErrorCode = 'UNAVAILABLE' | 'FULL' | 'GONE'

/** A failure of the database that a running service has to live with. Programming errors are none of these. */
export class StoreError extends Error {
  static {
    StoreError.prototype.name = 'StoreError'
  }
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
