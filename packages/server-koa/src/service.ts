import type Koa from 'koa'
import { createApp } from './app.js'
import type { Artifacts } from './artifacts/served-artifacts.js'
import { openCache } from './caches/open-cache.js'
import { Health } from './health/health.js'
import type { Lifecycle } from './lifecycle.js'
import { createLimits } from './limits/limits.js'
import type { Log } from './log.js'
import { CatalogueProvider } from './metadata/catalogue-provider.js'
import { Covers } from './metadata/covers.js'
import type { MetadataProvider } from './metadata/provider.js'
import type { BreakerState } from './metadata/resilience.js'
import { searchOutside } from './metadata/search-outside.js'
import type { Metrics } from './metrics/metrics.js'
import { timedStore } from './metrics/timed-store.js'
import type { Settings } from './settings/settings.js'
import type { CoverTable } from './stores/cover-table.js'
import type { Store } from './stores/store.js'
import type { WebApp } from './web-app/read-web-app.js'

/** What a service is made of; all of it stays the caller's to close. */
export interface ServiceParts {
  readonly settings: Settings
  readonly artifacts: Artifacts
  readonly store: Store
  readonly coverTable: CoverTable
  /** Asked in this order, before the catalogue itself. */
  readonly providers: readonly MetadataProvider[]
  /** Of the providers, by name, as their events tell. */
  readonly breakers: ReadonlyMap<string, BreakerState>
  readonly metrics: Metrics
  /** Served at `/`; nothing is, where there is none. */
  readonly webApp?: WebApp | undefined
  readonly logger: Log
}

/** A service that is ready to be listened with. */
export interface Service {
  readonly app: Koa
  readonly covers: Covers
  /** To be told when the service is about to stop. */
  readonly lifecycle: Lifecycle
  /** Lets go of cache and limits, and ends what goes on in the background. */
  close(): Promise<void>
}

const RATE_WINDOW_SECONDS = 10
const SIGNUP_WINDOW_SECONDS = 3600

/** Puts a service together: its cache, limits, covers, health and calls. */
export async function assembleService(parts: ServiceParts): Promise<Service> {
  const { settings, artifacts, coverTable, providers, breakers, metrics, logger } = parts
  const lifecycle: Lifecycle = { draining: false }
  const store = timedStore(parts.store, metrics)
  const cache = await openCache({
    redisUrl: settings.redisUrl === '' ? undefined : settings.redisUrl,
    maxEntries: settings.cacheMaxEntries,
    maxBytes: settings.cacheMaxBytes,
    onOutcome: (outcome) => metrics.cache.inc({ outcome }),
    onProblem: (err) => logger.warn({ err }, 'Redis cannot be used; answers are computed anew meanwhile'),
    onRecovery: () => logger.info({}, 'Redis is used again'),
  })
  const limits = createLimits({
    redis: cache.kind === 'redis' ? cache.connection : undefined,
    requestsPerAddress: settings.rateLimitAddress,
    requestsPerAccount: settings.rateLimitAccount,
    requestWindowSeconds: RATE_WINDOW_SECONDS,
    signupsPerAddress: settings.rateLimitSignups,
    signupWindowSeconds: SIGNUP_WINDOW_SECONDS,
  })
  const timing = { timeoutMs: settings.providerTimeoutMs, log: logger }
  const covers = new Covers(providers, {
    ...timing,
    cache,
    table: coverTable,
    events: {
      onLookUp: (end, ms) => {
        metrics.coverLookUps.inc({ end })
        metrics.stage('covers', ms)
      },
      onTableFailure: (err) => logger.warn({ err }, 'the cover table could not be read or written'),
    },
  })
  const catalogue = new CatalogueProvider({
    search: (query, options) => artifacts.current.recommender.search(query, options),
  })
  const search = searchOutside([...providers, catalogue], {
    ...timing,
    covers,
    artifacts,
    cache,
    cacheTtlSeconds: settings.cacheTtlSeconds,
  })
  const health = new Health({ store, cache, artifacts, breakers, lifecycle, log: logger, metrics })
  const app = createApp({
    artifacts,
    store,
    cache,
    limits,
    covers,
    search,
    health,
    metrics,
    webApp: parts.webApp,
    lifecycle,
    settings,
    logger,
  })
  const close = async () => {
    await covers.close()
    await limits.close()
    await cache.close()
  }
  return { app, covers, lifecycle, close }
}
