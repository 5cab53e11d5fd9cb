import { HttpError } from '../errors.js'
import type { Verdict } from '../limits/counter.js'
import type { Limits } from '../limits/limits.js'
import type { Step } from './step.js'

/** Turns a request away whose limit is used up. */
export function refuseFor(verdict: Verdict, code: 'TOO_MANY_REQUESTS' | 'TOO_MANY_LOGINS'): void {
  if (verdict.allowed) return
  const { retryAfterSeconds } = verdict
  throw new HttpError(code, { about: retryAfterSeconds, retryAfterSeconds })
}

/** Holds every address to its share of requests. */
export function addressLimit(limits: Pick<Limits, 'requests'>): Step {
  return async (ctx, next) => {
    refuseFor(await limits.requests.ofAddress(ctx.state.address), 'TOO_MANY_REQUESTS')
    await next()
  }
}
