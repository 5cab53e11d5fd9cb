import { setTimeout as wait } from 'node:timers/promises'
import { StoreError } from './store-error.js'

/** Waits for an answer of the database, but no longer than `timeoutMs`: then UNAVAILABLE. What was begun goes on. */
export async function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  const answered = new AbortController()
  const late = wait(timeoutMs, undefined, { signal: answered.signal }).then(() => {
    throw new StoreError('UNAVAILABLE', `The database gave no answer within ${timeoutMs} ms`)
  })
  // Of these two, one is over before the other and then has nobody to tell.
  late.catch(() => {})
  answer.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    answered.abort()
  }
}
