import { HttpError } from '../errors.js'
import type { Log } from '../log.js'
import { sendJson } from '../wire.js'
import type { Step } from './step.js'

/**
 * Turns whatever went wrong further in into `{"detail": …}`. An error that is not an {@link HttpError} is a fault
 * of ours: the client gets a fixed sentence, the log gets the error with the request's id.
 */
export function errorResponse(log: Log): Step {
  return async (ctx, next) => {
    try {
      await next()
      refuseUnanswered(ctx.status, ctx.body)
    } catch (error) {
      const problem = error instanceof HttpError ? error : new HttpError('INTERNAL', { cause: error })
      if (problem.status >= 500)
        log.error({ requestId: ctx.state.requestId, err: problem.cause }, 'request met an error')
      if (problem.code === 'NOT_AUTHENTICATED') ctx.set('WWW-Authenticate', 'Bearer')
      ctx.status = problem.status
      sendJson(ctx, { detail: problem.detail })
    }
  }
}

/** The router leaves a path or method it does not know without a body. */
function refuseUnanswered(status: number, body: unknown): void {
  if (body !== undefined && body !== null) return
  if (status === 404) throw new HttpError('NOT_FOUND')
  // 501 is the router's word for a method no route has, which to a client is the same thing.
  if (status === 405 || status === 501) throw new HttpError('METHOD_NOT_ALLOWED')
}
