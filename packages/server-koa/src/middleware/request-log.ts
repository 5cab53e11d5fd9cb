import type { Log } from '../log.js'
import type { Metrics } from '../metrics/metrics.js'
import { WEB_APP_ROUTE } from '../web-app/web-app.js'
import type { Step } from './step.js'

/** Methods that are told apart in the metrics. Clients may send some thirty others, and nobody would look at those. */
const KNOWN_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
])

/** Asked every few seconds by whoever watches the service; and files, a dozen of them for every page. */
const EVERYDAY = new RegExp(`^(/(health|metrics)(/|$)|${WEB_APP_ROUTE}$)`)

/**
 * Logs and measures every request. Of the address only the route's pattern is told, never the path or query; bodies and
 * headers, where passwords and tokens travel, are not looked at.
 */
export function requestLog(log: Log, metrics: Pick<Metrics, 'requests' | 'inFlight'>): Step {
  return async (ctx, next) => {
    const startedAt = performance.now()
    metrics.inFlight.inc()
    try {
      await next()
    } finally {
      metrics.inFlight.dec()
    }
    const ms = performance.now() - startedAt
    const { method, status } = ctx
    const { requestId, account, address } = ctx.state
    const { _matchedRoute: matched } = ctx as { _matchedRoute?: string | RegExp }
    const route = ctx.state.route ?? (matched === undefined ? null : String(matched))
    metrics.requests.observe(
      { method: KNOWN_METHODS.has(method) ? method : 'other', route: route ?? 'unmatched', status },
      ms / 1000,
    )
    const user = account?.username ?? null
    const fields = { requestId, method, route, status, ms: Math.round(ms * 100) / 100, user, address }
    if (status === 500) log.error(fields, 'request failed')
    else if (status > 500) log.warn(fields, 'request failed')
    else if (route !== null && EVERYDAY.test(route) && status < 400) log.debug(fields, 'request')
    else log.info(fields, 'request')
  }
}
