export { type AppParts, type AppSettings, createApp } from './app.js'
export {
  type ArtifactEvents,
  type Artifacts,
  type Served,
  ServedArtifacts,
  served,
} from './artifacts/served-artifacts.js'
export type * from './artifacts/served-recommender.js'
export type { Cache, CacheOutcome } from './caches/cache.js'
export { openCache } from './caches/open-cache.js'
export * from './errors.js'
export type { Lifecycle } from './lifecycle.js'
export type * from './log.js'
export type * from './metadata/provider.js'
export { Metrics } from './metrics/metrics.js'
export { type OpenService, openService } from './open-service.js'
export * from './process/listen.js'
export { type RunningService, start } from './process/start.js'
export * from './process/until-signal.js'
export { assembleService, type Service, type ServiceParts } from './service.js'
export { readSettings, type Settings } from './settings/settings.js'
export type { CoverRow, CoverTable } from './stores/cover-table.js'
export { type Database, type DatabaseOptions, openDatabase } from './stores/open-database.js'
export type * from './stores/store.js'
export * from './stores/store-error.js'
export { readWebApp, type WebApp } from './web-app/read-web-app.js'
