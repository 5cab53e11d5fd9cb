import { randomUUID } from 'node:crypto'
import type { Step } from './step.js'

const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/

/** Gives every request an id, the caller's own `X-Request-ID` when it is harmless, and answers with it. */
export const requestId: Step = (ctx, next) => {
  const given = ctx.get('X-Request-ID')
  ctx.state.requestId = SANE_ID.test(given) ? given : randomUUID()
  ctx.set('X-Request-ID', ctx.state.requestId)
  return next()
}
