import { setTimeout as wait } from 'node:timers/promises'
import { type Redis, ReplyError } from 'ioredis'
import type { Cache, CacheOutcome, ComputeOptions } from './cache.js'
import { MemoryCache, type MemoryCacheOptions } from './memory-cache.js'
import { connectRedis, disconnectRedis, type RedisProblems, unreachable } from './redis-connection.js'
import { SingleFlight } from './single-flight.js'

/** How long the lock of a slow computation holds, and so how long others wait for its value at most. */
const PATIENCE_MS = 500
/** How often they look whether the value is there. */
const POLL_MS = 25

/** The bounds are those of the memory used while Redis is out of reach. */
export interface RedisCacheOptions extends MemoryCacheOptions, RedisProblems {
  /** `redis://[user:password@]host:port/database`, or `rediss://` for TLS. */
  readonly redisUrl: string
}

/**
 * A {@link Cache} in Redis, shared by all processes that use the same one.
 *
 * While Redis is out of reach, calls return at once and values are kept in the memory of this process instead: an
 * outage must not send every search to providers that allow one request a second. Redis may still have older values
 * when it is back. They are right, because keys name all that their values depend on.
 */
export class RedisCache implements Cache {
  readonly kind = 'redis'
  /** May be shared, by limits for instance; {@link close} ends it. */
  readonly connection: Redis
  readonly #meanwhile: MemoryCache
  readonly #flights = new SingleFlight()
  readonly #onOutcome: (outcome: CacheOutcome) => void
  readonly #onProblem: (error: Error) => void
  /** Whether it was told that Redis, on this connection, refuses commands: for want of memory, for instance. */
  #refusalTold = false

  constructor({ redisUrl, maxEntries, maxBytes, onOutcome, onProblem, onRecovery }: RedisCacheOptions) {
    this.#onOutcome = onOutcome ?? (() => {})
    this.#onProblem = onProblem ?? (() => {})
    this.#meanwhile = new MemoryCache({ maxEntries, maxBytes })
    this.connection = connectRedis(redisUrl, { onProblem, onRecovery })
    this.connection.on('ready', () => {
      this.#refusalTold = false
      this.#meanwhile.clear()
    })
  }

  async get(key: string): Promise<string | undefined> {
    const { outcome, value } = await this.#lookUp(key)
    this.#onOutcome(outcome)
    return value
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    if (!this.#isReachable) return this.#meanwhile.set(key, value, ttlSeconds)
    try {
      if (ttlSeconds > 0) await this.connection.set(valueKey(key), value, 'PX', Math.ceil(ttlSeconds * 1000))
      else await this.connection.del(valueKey(key))
    } catch (error) {
      this.#onOutcome('error')
      this.#tellRefusal(error)
    }
  }

  async getOrCompute(
    key: string,
    ttlSeconds: number,
    compute: () => Promise<string> | string,
    { slow = false }: ComputeOptions = {},
  ): Promise<string> {
    const shared = this.#flights.underWay(key)
    if (shared) this.#onOutcome('shared')
    return shared ?? this.#flights.start(key, () => this.#findOrCompute(key, ttlSeconds, compute, slow))
  }

  async #findOrCompute(
    key: string,
    ttlSeconds: number,
    compute: () => Promise<string> | string,
    slow: boolean,
  ): Promise<string> {
    if (!(ttlSeconds > 0)) {
      this.#onOutcome('miss')
      return compute()
    }
    const found = await this.#lookUp(key)
    const lock = slow && found.outcome === 'miss' ? await this.#lock(key) : undefined
    const { outcome, value } = lock === 'by another' ? await this.#awaitOther(key) : found
    this.#onOutcome(outcome)
    if (value !== undefined) return value
    try {
      const computed = await compute()
      void this.set(key, computed, ttlSeconds)
      return computed
    } finally {
      // On one connection commands keep their order: whoever finds the lock gone finds the value there.
      if (lock === 'by us') this.connection.del(lockKey(key)).catch(() => {})
    }
  }

  async #lookUp(key: string): Promise<Found> {
    if (!this.#isReachable) return foundOr('error', await this.#meanwhile.get(key))
    try {
      return foundOr('miss', await this.connection.get(valueKey(key)))
    } catch (error) {
      this.#tellRefusal(error)
      return { outcome: 'error' }
    }
  }

  /**
   * The lock only saves work; two processes that both believe to have it do no harm. So it bears no name of its
   * holder, and failing to get an answer counts as having nobody to wait for.
   */
  async #lock(key: string): Promise<'by us' | 'by another' | undefined> {
    try {
      const locked = await this.connection.set(lockKey(key), '', 'PX', PATIENCE_MS, 'NX')
      return locked ? 'by us' : 'by another'
    } catch {
      return undefined
    }
  }

  /** Waits until another process has the value, or has given up, or its lock has expired. */
  async #awaitOther(key: string): Promise<Found> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      await wait(POLL_MS)
      try {
        const [value, lock] = await this.connection.mget(valueKey(key), lockKey(key))
        if (value !== null) return { outcome: 'shared', value }
        if (lock === null) break
      } catch {
        return { outcome: 'error' }
      }
    }
    return { outcome: 'miss' }
  }

  async ping(): Promise<number> {
    const start = performance.now()
    try {
      await this.connection.ping()
    } catch (error) {
      throw unreachable(this.connection, error as Error)
    }
    return performance.now() - start
  }

  async close(): Promise<void> {
    await this.#meanwhile.close()
    await disconnectRedis(this.connection)
  }

  get #isReachable(): boolean {
    return this.connection.status === 'ready'
  }

  /** Outages are told by the connection; this tells, once for each connection, what a reachable Redis refuses. */
  #tellRefusal(error: unknown): void {
    const isRefusal = error instanceof Error && error instanceof ReplyError
    if (!isRefusal || this.#refusalTold) return
    this.#refusalTold = true
    this.#onProblem(new Error(`Redis refuses to serve as a cache: ${error.message}`, { cause: error }))
  }
}

interface Found {
  readonly outcome: CacheOutcome
  readonly value?: string
}

function foundOr(outcome: CacheOutcome, value: string | null | undefined): Found {
  return value == null ? { outcome } : { outcome: 'hit', value }
}

/** Values and locks have key spaces of their own, so that no key can be another's lock. */
function valueKey(key: string): string {
  return `cache:${key}`
}

function lockKey(key: string): string {
  return `lock:${key}`
}
