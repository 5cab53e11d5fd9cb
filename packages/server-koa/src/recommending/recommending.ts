import type { Artifacts } from '../artifacts/served-artifacts.js'
import type { Cache } from '../caches/cache.js'
import type { Log } from '../log.js'
import type { Metrics } from '../metrics/metrics.js'
import type { Store } from '../stores/store.js'
import type { Level } from './fallbacks.js'

/** What it takes to recommend. */
export interface Recommending {
  readonly artifacts: Artifacts
  readonly store: Store
  readonly cache: Cache
  /** How long an answer may be reused; 0 makes each one anew. */
  readonly cacheTtlSeconds: number
  /** Weight of a like, against 1 for a seed. */
  readonly likedWeight: number
  readonly metrics: Pick<Metrics, 'degraded'>
  readonly log: Log
}

/**
 * Counts and logs that something failed and what the answer is instead.
 *
 * @param doNotKeep - Called, so that the lesser answer is not given longer than it must.
 */
export function reportFailure({ metrics, log }: Recommending, requestId: string, doNotKeep: () => void) {
  return (err: unknown, instead: Level | 'anonymous'): void => {
    doNotKeep()
    metrics.degraded.inc({ level: instead })
    log.error({ requestId, err, instead }, 'an answer fell back to a lesser one')
  }
}
