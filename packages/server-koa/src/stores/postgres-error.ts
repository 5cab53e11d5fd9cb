import pg from 'pg'
import { StoreError } from './store-error.js'

/** SQLSTATEs (or their first two letters, the class) of a server that may be well again in a while. */
const PASSING = [
  '08', // connection exceptions
  '40', // serialization failures and deadlocks
  '53', // no memory, no connection left
  '55P03', // a lock was not to be had in time
  '57P', // shutting down, crashed, starting up
  '57014', // the statement took too long
  '25P03', // the transaction stood idle for too long
  '25006', // read only: a standby, or a primary that has become one
]
const DISK_FULL = '53100'
const FOREIGN_KEY = '23503'

/** System errors of a server, or of the way to it, that is down. Others are a matter of settings, such as TLS. */
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])

/** Whether it was the server that spoke. */
export function isServerError(error: unknown): error is pg.DatabaseError & { readonly code: string } {
  return error instanceof pg.DatabaseError && error.code !== undefined
}

/** What a statement failed with, as {@link StoreError} where a service has to live with it; else as it is. */
export function storeErrorOfStatement(error: unknown, connectionLost: boolean): unknown {
  if (isServerError(error)) {
    if (error.code === DISK_FULL) return fail('FULL', 'The disk of the database is full', error)
    if (error.code === FOREIGN_KEY) return fail('GONE', 'The account is gone', error)
    if (PASSING.some((code) => error.code.startsWith(code)))
      return fail('UNAVAILABLE', 'The database did not do it', error)
  }
  return connectionLost ? fail('UNAVAILABLE', 'The connection to the database was lost', error) : error
}

/** Why no connection was to be had: always UNAVAILABLE. */
export function storeErrorOfConnecting(error: unknown): StoreError {
  return fail('UNAVAILABLE', 'The database cannot be reached', error)
}

/** Whether waiting may help against an error of connecting, and nobody has to change a setting first. */
export function isPassing(error: unknown): boolean {
  if (isServerError(error)) return PASSING.some((code) => error.code.startsWith(code))
  const { code, message } = error as NodeJS.ErrnoException
  // The driver's own errors have no codes: its timeouts may pass, its refusals to speak or sign in do not.
  return code === undefined ? !/SSL|SASL|password/i.test(message) : NETWORK.has(code)
}

function fail(code: StoreError['code'], message: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause
  const reason = cause instanceof AggregateError ? cause.errors.map(messageOf).join(', ') : messageOf(cause)
  return new StoreError(code, `${message}: ${reason}`, { cause })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
