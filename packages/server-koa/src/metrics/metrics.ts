import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { BreakerState } from '../metadata/resilience.js'

/** Steps of an answer whose time is measured apart. */
export type Stage = 'retrieve' | 'rerank' | 'store' | 'covers'

// An answer from memory takes well below a millisecond, one that waits for a provider seconds.
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const STAGE_SECONDS = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5]

const BREAKER_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 }

/**
 * Everything the service counts and times, for Prometheus. One per process; nothing is registered globally.
 *
 * Each metric says how the values of several workers become one: counters and histograms are summed, as is what
 * has no `aggregator`.
 */
export class Metrics {
  readonly registry = new Registry()
  #refresh: () => Promise<unknown> = async () => {}

  readonly requests = new Histogram({
    name: 'redux_http_request_duration_seconds',
    help: 'Time to answer a request, by method, pattern of the route, and status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  })

  readonly inFlight = new Gauge({
    name: 'redux_http_requests_in_flight',
    help: 'Requests being answered, the one that asks for the metrics included.',
    registers: [this.registry],
  })

  /** Requests turned away, by what turned them away. */
  readonly refused = new Counter({
    name: 'redux_http_requests_refused_total',
    help: 'Requests turned away before they were worked on, by reason: busy.',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  })

  readonly stages = new Histogram({
    name: 'redux_stage_duration_seconds',
    help: 'Time of one stage of an answer: retrieve, rerank, store, covers.',
    labelNames: ['stage'] as const,
    buckets: STAGE_SECONDS,
    registers: [this.registry],
  })

  readonly cache = new Counter({
    name: 'redux_cache_requests_total',
    help: 'Questions to the cache by outcome: hit, shared (somebody was computing it), miss, error.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  })

  /** Answers that were not of the best kind, by what they were instead. */
  readonly degraded = new Counter({
    name: 'redux_degraded_answers_total',
    help: 'Answers that fell back, by level: nearest, popular, empty, anonymous.',
    labelNames: ['level'] as const,
    registers: [this.registry],
  })

  readonly providerCalls = new Histogram({
    name: 'redux_provider_call_duration_seconds',
    help: 'Time of one call of a metadata provider, retries and waiting included, by outcome.',
    labelNames: ['provider', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  })

  readonly breakers = new Gauge({
    name: 'redux_provider_breaker_state',
    help: 'Circuit breaker of a metadata provider: 0 closed, 1 half-open, 2 open. Of workers, the worst.',
    labelNames: ['provider'] as const,
    registers: [this.registry],
    aggregator: 'max',
  })

  readonly coverLookUps = new Counter({
    name: 'redux_cover_lookups_total',
    help: 'Covers looked up behind the answers, by where that ended: table, cache, providers, none, unsure.',
    labelNames: ['end'] as const,
    registers: [this.registry],
  })

  readonly storeFailures = new Counter({
    name: 'redux_store_failures_total',
    help: 'Calls of the database that failed, by code: UNAVAILABLE, FULL, GONE.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  })

  readonly components = new Gauge({
    name: 'redux_component_up',
    help: '1 for a component that works, 0 for one that is down: database, cache, artifacts, providers. Of workers, the worst.',
    labelNames: ['component'] as const,
    registers: [this.registry],
    aggregator: 'min',
    collect: async () => {
      await this.#refresh()
    },
  })

  readonly artifact = new Gauge({
    name: 'redux_artifact_info',
    help: '1 for the version that is served.',
    labelNames: ['version'] as const,
    registers: [this.registry],
    aggregator: 'max',
  })

  readonly artifactSwaps = new Counter({
    name: 'redux_artifact_swaps_total',
    help: 'Versions taken into service or refused, by outcome: loaded, refused.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
    // A rate needs a value to rise from: what is rare must be there as 0 before it happens.
    for (const reason of ['busy']) this.refused.inc({ reason }, 0)
    for (const outcome of ['hit', 'shared', 'miss', 'error']) this.cache.inc({ outcome }, 0)
    for (const level of ['nearest', 'popular', 'empty', 'anonymous']) this.degraded.inc({ level }, 0)
    for (const code of ['UNAVAILABLE', 'FULL', 'GONE']) this.storeFailures.inc({ code }, 0)
    for (const outcome of ['loaded', 'refused']) this.artifactSwaps.inc({ outcome }, 0)
  }

  /** Has something done whenever the metrics are about to be read, that brings {@link Metrics.components} up to date. */
  beforeReading(refresh: () => Promise<unknown>): void {
    this.#refresh = refresh
  }

  /** Records the time of a stage. */
  readonly stage = (stage: Stage, ms: number): void => {
    this.stages.observe({ stage }, ms / 1000)
  }

  /** Records that a version was taken into service, in place of another or as the first. */
  artifactServed(version: string, former: string | undefined): void {
    if (former !== undefined) this.artifact.remove({ version: former })
    this.artifact.set({ version }, 1)
    this.artifactSwaps.inc({ outcome: 'loaded' })
  }

  /** Records what the breaker of a metadata provider does. */
  breaker(provider: string, state: BreakerState): void {
    this.breakers.set({ provider }, BREAKER_VALUES[state])
  }
}
