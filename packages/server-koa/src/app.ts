import Koa from 'koa'
import { Api } from './api/api.js'
import type { Artifacts } from './artifacts/served-artifacts.js'
import type { Cache } from './caches/cache.js'
import type { Health } from './health/health.js'
import type { Lifecycle } from './lifecycle.js'
import { parseAddress } from './limits/address.js'
import type { Limits } from './limits/limits.js'
import type { Log } from './log.js'
import type { Covers } from './metadata/covers.js'
import type { SearchOutside } from './metadata/search-outside.js'
import type { Metrics } from './metrics/metrics.js'
import { elsewhere } from './middleware/elsewhere.js'
import { errorResponse } from './middleware/error-response.js'
import { crossOrigin, safeHeaders } from './middleware/headers.js'
import { inFlightLimit } from './middleware/in-flight-limit.js'
import { addressLimit, refuseFor } from './middleware/rate-limit.js'
import { requestId } from './middleware/request-id.js'
import { requestLog } from './middleware/request-log.js'
import type { RequestState } from './middleware/step.js'
import type { Recommending } from './recommending/recommending.js'
import { accountRoutes } from './routes/account.js'
import { authRoutes } from './routes/auth.js'
import { coverRoutes } from './routes/cover.js'
import { documentationRoutes } from './routes/documentation.js'
import { healthRoutes } from './routes/health.js'
import { likesRoutes } from './routes/likes.js'
import { metricsRoutes } from './routes/metrics.js'
import { recommendationsRoutes } from './routes/recommendations.js'
import { searchRoutes } from './routes/search.js'
import { shelvesRoutes } from './routes/shelves.js'
import { tasteMapRoutes } from './routes/taste-map.js'
import type { Settings } from './settings/settings.js'
import type { Store } from './stores/store.js'
import type { WebApp } from './web-app/read-web-app.js'
import { serveWebApp } from './web-app/web-app.js'

/** The settings an app needs; those of {@link Settings} that are not about starting and stopping. */
export type AppSettings = Pick<
  Settings,
  | 'secretKeys'
  | 'tokenExpireHours'
  | 'likedWeight'
  | 'cacheTtlSeconds'
  | 'corsOrigins'
  | 'corsCredentials'
  | 'bodyLimitBytes'
  | 'maxInFlight'
  | 'trustProxy'
>

/** What an app is made of. It uses all of them and closes none. */
export interface AppParts {
  readonly artifacts: Artifacts
  readonly store: Store
  readonly cache: Cache
  readonly limits: Limits
  readonly covers: Covers
  readonly search: SearchOutside
  readonly health: Health
  readonly metrics: Metrics
  /** Served at `/`; nothing is, where there is none. */
  readonly webApp?: WebApp | undefined
  readonly lifecycle: Readonly<Lifecycle>
  readonly settings: AppSettings
  /** A pino logger, or anything with its four methods. */
  readonly logger: Log
}

/** The service as a Koa application. Opens nothing and starts nothing by itself. */
export function createApp(parts: AppParts): Koa {
  const { metrics, settings, logger } = parts
  const app = new Koa<RequestState>({
    proxy: settings.trustProxy > 0,
    // The last ones are those our own proxies added; what stands before them anybody may have written.
    maxIpsCount: settings.trustProxy,
  })
  app.use(requestId)
  app.use(elsewhere(parts.lifecycle))
  app.use(requestLog(logger, metrics))
  app.use(safeHeaders())
  for (const step of crossOrigin(settings)) app.use(step)
  app.use(errorResponse(logger))
  const { router } = apiOf(parts)
  if (parts.webApp) app.use(serveWebApp(parts.webApp, (path) => router.match(path, 'GET').path.length > 0))
  app.use(inFlightLimit(settings.maxInFlight, metrics))
  app.use(addressLimit(parts.limits))
  app.use(router.routes())
  app.use(router.allowedMethods())
  // Connections that broke while an answer was on its way; Koa would print them.
  app.on('error', (err: Error) => logger.debug({ err }, 'connection error'))
  return app as unknown as Koa
}

/** Every call of the service. */
function apiOf(parts: AppParts): Api {
  const { artifacts, store, limits, covers, metrics, settings, logger } = parts
  const api = new Api({
    bodyLimitBytes: settings.bodyLimitBytes,
    authentication: {
      secretKeys: settings.secretKeys,
      store,
      admit: async (account, address) => {
        if (parseAddress(address).isLoopback) return
        refuseFor(await limits.requests.ofAccount(account.username), 'TOO_MANY_REQUESTS')
      },
      onAnonymousMeanwhile: (err, requestId) => {
        metrics.degraded.inc({ level: 'anonymous' })
        logger.warn({ requestId, err }, 'accounts cannot be read; answering as to an anonymous caller')
      },
    },
  })
  const recommending: Recommending = { ...parts, ...settings, log: logger }
  healthRoutes(api, parts.health)
  authRoutes(api, store, limits, settings)
  accountRoutes(api, store, limits, settings)
  searchRoutes(api, artifacts, parts.search, covers.known)
  tasteMapRoutes(api, artifacts)
  coverRoutes(api, covers)
  likesRoutes(api, artifacts, store)
  recommendationsRoutes(api, recommending, covers.known)
  shelvesRoutes(api, recommending, covers.known)
  metricsRoutes(api, metrics)
  documentationRoutes(api)
  return api
}
