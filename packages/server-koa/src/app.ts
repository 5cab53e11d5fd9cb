import { Router } from '@koa/router'
import Koa from 'koa'
import type { Log } from './log.js'
import { Covers } from './metadata/covers.js'
import type { MetadataProvider } from './metadata/provider.js'
import { authenticate } from './middleware/authenticate.js'
import { errorResponse } from './middleware/error-response.js'
import { crossOrigin, safeHeaders } from './middleware/headers.js'
import { requestId } from './middleware/request-id.js'
import { requestLog } from './middleware/request-log.js'
import type { RequestState } from './middleware/step.js'
import { authRoutes } from './routes/auth.js'
import { coverRoutes } from './routes/cover.js'
import { healthRoutes } from './routes/health.js'
import { likesRoutes } from './routes/likes.js'
import { recommendationsRoutes } from './routes/recommendations.js'
import { searchRoutes } from './routes/search.js'
import { seedsRoutes } from './routes/seeds.js'
import { shelvesRoutes } from './routes/shelves.js'
import type { ServedRecommender } from './served-recommender.js'
import type { Settings } from './settings.js'
import type { Store } from './stores/store.js'

/** The settings an app needs; those of {@link Settings} that are not about starting and stopping. */
export type AppSettings = Pick<
  Settings,
  | 'secretKey'
  | 'tokenExpireHours'
  | 'likedWeight'
  | 'corsOrigins'
  | 'corsCredentials'
  | 'bodyLimitBytes'
  | 'providerTimeoutMs'
>

export interface AppOptions {
  /** A loaded `Recommender`. */
  readonly recommender: ServedRecommender
  /** Used, never closed. */
  readonly store: Store
  /** Asked in this order. */
  readonly providers: readonly MetadataProvider[]
  readonly settings: AppSettings
  /** A pino logger, or anything with its four methods. */
  readonly logger: Log
}

/**
 * The service as a Koa application: to be listened with, mounted in another, or tested. Opens nothing and starts
 * nothing by itself.
 *
 * @example
 * const settings = readSettings(process.env)
 * const store = await openSqliteStore(settings.databasePath)
 * const recommender = await Recommender.load(settings.artifactsDir)
 * const providers = [new CatalogueProvider(recommender)]
 * const app = createApp({ recommender, store, providers, settings, logger: pino() })
 * app.listen(settings.port)
 */
export function createApp({ recommender, store, providers, settings, logger }: AppOptions): Koa {
  const askOptions = { timeoutMs: settings.providerTimeoutMs, log: logger }
  const covers = new Covers(providers, askOptions)
  const whoAsks = authenticate(settings.secretKey, store)

  const router = new Router<RequestState>({ sensitive: true })
  healthRoutes(router, recommender)
  authRoutes(router, store, settings)
  searchRoutes(router, recommender, providers, askOptions, covers.known)
  coverRoutes(router, covers)
  seedsRoutes(router, store, whoAsks)
  likesRoutes(router, recommender, store, whoAsks, settings)
  recommendationsRoutes(router, recommender, store, whoAsks, settings, covers.known)
  shelvesRoutes(router, recommender, store, whoAsks, settings, covers.known, logger)

  const app = new Koa<RequestState>()
  app.use(requestId)
  app.use(requestLog(logger))
  app.use(safeHeaders)
  for (const step of crossOrigin(settings)) app.use(step)
  app.use(errorResponse(logger))
  app.use(router.routes())
  app.use(router.allowedMethods())
  // Connections that broke while an answer was on its way; Koa would print them.
  app.on('error', (err: Error) => logger.debug({ err }, 'connection error'))
  return app as unknown as Koa
}
