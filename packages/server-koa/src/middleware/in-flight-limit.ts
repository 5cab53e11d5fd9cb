import { HttpError } from '../errors.js'
import type { Metrics } from '../metrics/metrics.js'
import type { Step } from './step.js'

const RETRY_SECONDS = 1

/** Answered however busy the service is, or operators could not see that it is. */
const ALWAYS_ANSWERED = /^\/(health|metrics)(\/|$)/

/**
 * Back-pressure: above so many requests in flight, further ones are turned away at once. A queue without end would
 * make every client wait longer than it will.
 */
export function inFlightLimit(maxInFlight: number, { refused }: Pick<Metrics, 'refused'>): Step {
  let inFlight = 0
  return async (ctx, next) => {
    if (ALWAYS_ANSWERED.test(ctx.path)) return next()
    if (inFlight >= maxInFlight) {
      refused.inc({ reason: 'busy' })
      throw new HttpError('BUSY', { retryAfterSeconds: RETRY_SECONDS })
    }
    inFlight++
    try {
      await next()
    } finally {
      inFlight--
    }
  }
}
