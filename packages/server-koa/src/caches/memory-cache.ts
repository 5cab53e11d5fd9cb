import { LRUCache } from 'lru-cache'
import type { Cache, CacheOutcome } from './cache.js'
import { SingleFlight } from './single-flight.js'

export interface MemoryCacheOptions {
  /** Values kept at most, an integer >= 1. Some tens of bytes are taken for each at once. */
  readonly maxEntries: number
  /** Bytes kept at most, an integer >= 1, keys included; a value larger than that is not kept. */
  readonly maxBytes: number
  readonly onOutcome?: (outcome: CacheOutcome) => void
}

/**
 * A {@link Cache} in the memory of this process. When it is full, the value unused longest makes room.
 *
 * @throws RangeError when a bound is not an integer >= 1.
 */
export class MemoryCache implements Cache {
  readonly kind = 'memory'
  readonly #values: LRUCache<string, string>
  readonly #flights = new SingleFlight()
  readonly #onOutcome: (outcome: CacheOutcome) => void
  #closed = false

  constructor({ maxEntries, maxBytes, onOutcome = () => {} }: MemoryCacheOptions) {
    for (const [name, bound] of Object.entries({ maxEntries, maxBytes }))
      if (!Number.isSafeInteger(bound) || bound < 1)
        throw new RangeError(`${name} must be an integer >= 1, got ${bound}`)
    this.#values = new LRUCache({ max: maxEntries, maxSize: maxBytes, sizeCalculation: bytesOf })
    this.#onOutcome = onOutcome
  }

  async get(key: string): Promise<string | undefined> {
    const value = this.#values.get(key)
    this.#onOutcome(value === undefined ? 'miss' : 'hit')
    return value
  }

  async set(key: string, value: string, ttlSeconds: number): Promise<void> {
    if (ttlSeconds > 0 && !this.#closed) this.#values.set(key, value, { ttl: Math.ceil(ttlSeconds * 1000) })
    else this.#values.delete(key)
  }

  async getOrCompute(
    key: string,
    ttlSeconds: number,
    compute: () => Promise<string> | string,
  ): Promise<string> {
    const kept = ttlSeconds > 0 ? this.#values.get(key) : undefined
    const shared = kept === undefined ? this.#flights.underWay(key) : undefined
    this.#onOutcome(kept !== undefined ? 'hit' : shared ? 'shared' : 'miss')
    if (kept !== undefined) return kept
    return shared ?? this.#flights.start(key, () => this.#compute(key, ttlSeconds, compute))
  }

  async #compute(key: string, ttlSeconds: number, compute: () => Promise<string> | string) {
    const value = await compute()
    if (ttlSeconds > 0) await this.set(key, value, ttlSeconds)
    return value
  }

  /** Forgets everything. */
  clear(): void {
    this.#values.clear()
  }

  async ping(): Promise<number> {
    return 0
  }

  async close(): Promise<void> {
    this.#closed = true
    this.clear()
  }
}

/** At two bytes for each UTF-16 code unit, the most a string takes in V8. */
function bytesOf(value: string, key: string): number {
  // An entry of size 0 would be refused.
  return Math.max(1, 2 * (key.length + value.length))
}
