import { hash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/** Whether something may be done now, and if not, in how many whole seconds (>= 1) it may be tried again. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterSeconds: number }

export const ALLOWED: Verdict = { allowed: true }

/** How often something may be done in how long. */
export interface Allowance {
  /** An integer; 0 for any number of times. */
  readonly points: number
  /** Whole seconds from 1 to 86,400. A key's window begins with the first point taken after the last window. */
  readonly windowSeconds: number
}

/** Windows above it are a mistake of units. */
const MAX_WINDOW_SECONDS = 86_400

/**
 * Counts points by key in windows. With Redis all processes count together; while it is out of reach each counts for
 * itself, so that no call rejects.
 *
 * @throws RangeError when an option is out of range.
 */
export class Counter {
  readonly #limiter: RateLimiterMemory | RateLimiterRedis | undefined

  /** @param name - Tells this counter's keys from those of others; also names it in errors. */
  constructor(name: string, { points, windowSeconds }: Allowance, redis?: Redis) {
    requireInteger(`points of ${name}`, points, 0, Number.MAX_SAFE_INTEGER)
    requireInteger(`windowSeconds of ${name}`, windowSeconds, 1, MAX_WINDOW_SECONDS)
    if (points === 0) return
    const options = { keyPrefix: `limit:${name}`, points, duration: windowSeconds }
    const inMemory = new RateLimiterMemory(options)
    this.#limiter = redis
      ? new RateLimiterRedis({
          ...options,
          storeClient: redis,
          rejectIfRedisNotReady: true,
          insuranceLimiter: inMemory,
        })
      : inMemory
  }

  /** Takes a point of the key and says whether there was one left in its window; counts it also if there was not. */
  async take(key: string): Promise<Verdict> {
    try {
      await this.#limiter?.consume(digest(key))
      return ALLOWED
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
    }
  }

  /** Takes a point back from the count. */
  async giveBack(key: string): Promise<void> {
    await this.#limiter?.reward(digest(key))
  }

  /** Begins a new window for the key. */
  async clear(key: string): Promise<void> {
    await this.#limiter?.delete(digest(key))
  }
}

/** 132 bits of a key's SHA-256: keys may have any length and any characters, and Redis gets to know no names. */
function digest(key: string): string {
  return hash('sha256', key, 'base64url').slice(0, 22)
}

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new RangeError(`${name} must be an integer in ${min}..${max}, got ${value}`)
}
