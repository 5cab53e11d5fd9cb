import type { Context } from 'koa'
import { HttpError } from '../errors.js'
import type { Log } from '../log.js'
import { StoreError } from '../stores/store-error.js'
import { sendJson } from '../wire.js'
import type { Step } from './step.js'

/** What clients are told to wait before they ask for their account again. */
const ACCOUNTS_RETRY_SECONDS = 5

/**
 * Turns whatever went wrong further in into `{"detail": …}`. An error that is not an {@link HttpError} is a fault
 * of ours: the client gets a fixed sentence, the log gets the error with the request's id.
 */
export function errorResponse(log: Log): Step {
  return async (ctx, next) => {
    try {
      refuseUnreadable(ctx)
      await next()
      refuseUnanswered(ctx.status, ctx.body)
    } catch (error) {
      const problem = httpErrorOf(error)
      const { requestId } = ctx.state
      if (problem.status === 500) log.error({ requestId, err: problem.cause }, 'request met an error')
      else if (problem.cause !== undefined) log.warn({ requestId, err: problem.cause }, problem.message)
      if (problem.code === 'NOT_AUTHENTICATED') ctx.set('WWW-Authenticate', 'Bearer')
      if (problem.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
      ctx.status = problem.status
      sendJson(ctx, { detail: problem.detail })
    }
  }
}

function httpErrorOf(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  if (!(error instanceof StoreError)) return new HttpError('INTERNAL', { cause: error })
  // The account was deleted while its request was on the way: from now on nobody is signed in with it.
  if (error.code === 'GONE') return new HttpError('NOT_AUTHENTICATED')
  return new HttpError('ACCOUNTS_UNAVAILABLE', { retryAfterSeconds: ACCOUNTS_RETRY_SECONDS, cause: error })
}

/** An absolute address that is none, such as `http://[::1/likes`, has no path that Koa could read. */
function refuseUnreadable(ctx: Context): void {
  try {
    void ctx.path
  } catch {
    throw new HttpError('NOT_FOUND')
  }
}

/** The router leaves a path or method it does not know without a body. */
function refuseUnanswered(status: number, body: unknown): void {
  if (body !== undefined && body !== null) return
  if (status === 404) throw new HttpError('NOT_FOUND')
  // 501 is the router's word for a method no route has, which to a client is the same thing.
  if (status === 405 || status === 501) throw new HttpError('METHOD_NOT_ALLOWED')
}
