import type { Artifacts } from '../artifacts/served-artifacts.js'
import type { Cache } from '../caches/cache.js'
import type { Lifecycle } from '../lifecycle.js'
import type { Log } from '../log.js'
import type { BreakerState } from '../metadata/resilience.js'
import type { Metrics } from '../metrics/metrics.js'
import type { Store } from '../stores/store.js'
import { answers, type Check, type ComponentState, run } from './check.js'

/** How long a result is given again. However many probes ask, the database is asked twice a second at most. */
const REUSE_MS = 500

/** What the service is made of, as far as it can fail by itself. */
const COMPONENTS = ['database', 'cache', 'artifacts', 'providers'] as const
type ComponentName = (typeof COMPONENTS)[number]

/** Without these there are no answers worth sending anybody here for. The others make answers poorer or slower. */
const NEEDED: readonly ComponentName[] = ['database', 'artifacts']

/** How every component is. */
type Components = Readonly<Record<ComponentName, ComponentState>>

interface HealthParts {
  readonly store: Pick<Store, 'ping'>
  readonly cache: Pick<Cache, 'ping'>
  readonly artifacts: Artifacts
  /** Of each metadata provider that has been asked so far. */
  readonly breakers: ReadonlyMap<string, BreakerState>
  readonly lifecycle: Readonly<Lifecycle>
  /** Told when a component goes down or comes back, not at every look. */
  readonly log: Log
  readonly metrics: Pick<Metrics, 'components' | 'beforeReading'>
}

/**
 * Knows how the service is. It looks when asked and not by itself; those who ask at the same time share one look, and
 * its result is given again for half a second. So a failure shows within one and a half seconds: that half, and the
 * second that a check may take.
 */
export class Health {
  readonly #checks: Readonly<Record<ComponentName, Check>>
  readonly #parts: HealthParts
  readonly #down = new Set<ComponentName>()
  #look: Promise<Components> | undefined
  #looksAnewAt = 0

  constructor(parts: HealthParts) {
    this.#parts = parts
    this.#checks = checksOf(parts)
    parts.metrics.beforeReading(() => this.components())
  }

  /** The version in service. */
  get artifacts(): { readonly version: string; readonly nSongs: number } {
    return this.#parts.artifacts.current.recommender
  }

  /** How every component is. Never rejects. */
  components(): Promise<Components> {
    if (this.#look === undefined || performance.now() >= this.#looksAnewAt) {
      this.#looksAnewAt = Number.POSITIVE_INFINITY
      this.#look = this.#lookAtAll().finally(() => {
        this.#looksAnewAt = performance.now() + REUSE_MS
      })
    }
    return this.#look
  }

  /** Why requests should go elsewhere, in words that complete "The service is not ready: …"; `undefined` when ready. */
  async whyNotReady(): Promise<string | undefined> {
    if (this.#parts.lifecycle.draining) return 'it is stopping'
    const components = await this.components()
    const down = NEEDED.find((name) => components[name].status === 'down')
    // Between the question and the answer it may have been told to stop.
    if (this.#parts.lifecycle.draining) return 'it is stopping'
    return down === undefined ? undefined : components[down].detail
  }

  async #lookAtAll(): Promise<Components> {
    const states = await Promise.all(
      COMPONENTS.map(async (name) => {
        const state = await run(this.#checks[name])
        this.#note(name, state)
        return [name, state] as const
      }),
    )
    return Object.fromEntries(states) as Record<ComponentName, ComponentState>
  }

  #note(component: ComponentName, { status, cause: err, latencyMs }: ComponentState): void {
    const { log, metrics } = this.#parts
    metrics.components.set({ component }, status === 'ok' ? 1 : 0)
    if (status === 'down' && !this.#down.has(component)) {
      this.#down.add(component)
      log.warn({ component, err, latencyMs }, 'a component is down')
    } else if (status === 'ok' && this.#down.delete(component)) {
      log.info({ component, latencyMs }, 'a component works again')
    }
  }
}

function checksOf({ store, cache, artifacts, breakers }: HealthParts): Record<ComponentName, Check> {
  return {
    database: answers(() => store.ping(), 'the database does not answer'),
    cache: answers(() => cache.ping(), 'the cache does not answer, so that answers are computed anew'),
    artifacts: async () => {
      const { version, nSongs } = artifacts.current.recommender
      return nSongs > 0 ? { version } : { version, detail: 'the artifacts have no songs' }
    },
    providers: async () => {
      const failing = [...breakers].filter(([, state]) => state !== 'closed').map(([name]) => name)
      return failing.length === 0
        ? {}
        : { detail: `left alone for a while after failures: ${failing.join(', ')}` }
    },
  }
}
