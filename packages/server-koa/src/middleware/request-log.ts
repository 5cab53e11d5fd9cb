import type { Log } from '../log.js'
import type { Step } from './step.js'

/**
 * Logs one line per request. Of the address only the route's path is told, never the query; bodies and headers,
 * where passwords and tokens travel, are not looked at.
 */
export function requestLog(log: Log): Step {
  return async (ctx, next) => {
    const startedAt = performance.now()
    await next()
    const { _matchedRoute: route } = ctx as { _matchedRoute?: string | RegExp }
    const fields = {
      requestId: ctx.state.requestId,
      method: ctx.method,
      route: route === undefined ? null : String(route),
      status: ctx.status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      user: ctx.state.user?.username ?? null,
    }
    if (ctx.status >= 500) log.error(fields, 'request failed')
    else log.info(fields, 'request')
  }
}
