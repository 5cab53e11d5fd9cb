import { randomUUID } from 'node:crypto'
import type { Step } from './step.js'

const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/

/**
 * Gives every request an id, the caller's own `X-Request-ID` when it is harmless, and every answer that id and, as
 * `X-Process-Time`, the seconds that it took.
 */
export const requestId: Step = async (ctx, next) => {
  const startedAt = performance.now()
  const given = ctx.get('X-Request-ID')
  ctx.state.requestId = SANE_ID.test(given) ? given : randomUUID()
  ctx.state.address = ctx.ip
  ctx.set('X-Request-ID', ctx.state.requestId)
  await next()
  ctx.set('X-Process-Time', ((performance.now() - startedAt) / 1000).toFixed(6))
}
