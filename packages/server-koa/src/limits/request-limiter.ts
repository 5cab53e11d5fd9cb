import type { Redis } from 'ioredis'
import { parseAddress } from './address.js'
import { ALLOWED, Counter, type Verdict } from './counter.js'

export interface RequestLimits {
  /** Requests of one address in a window; 0 for no limit. */
  readonly perAddress: number
  /** Requests of one account in a window, from wherever; 0 for no limit. */
  readonly perAccount: number
  /** Whole seconds from 1 to 86,400. */
  readonly windowSeconds: number
}

/**
 * Limits requests by address and by account. A window begins with the first request after the last window and lets
 * the set number through.
 *
 * A loopback address has no limit of its own: it is the operator's own tool, or a proxy whose forwarded addresses
 * the settings do not trust, and there one limit would hit all clients together.
 */
export class RequestLimiter {
  readonly #addresses: Counter
  readonly #accounts: Counter

  /**
   * @param name - Tells the counts of this limiter from those of others.
   * @throws RangeError when a limit is out of range.
   */
  constructor(name: string, { perAddress, perAccount, windowSeconds }: RequestLimits, redis?: Redis) {
    this.#addresses = new Counter(`${name}-address`, { points: perAddress, windowSeconds }, redis)
    this.#accounts = new Counter(`${name}-account`, { points: perAccount, windowSeconds }, redis)
  }

  /**
   * Counts one request of an address and says whether it may be answered. Never rejects.
   *
   * @param address - The other end of the connection, or what a trusted proxy says of it; never what a client may
   *   claim, or it would claim to be loopback.
   */
  async ofAddress(address: string): Promise<Verdict> {
    const { group, isLoopback } = parseAddress(address)
    return isLoopback ? ALLOWED : this.#addresses.take(group)
  }

  /**
   * Counts one request of an account and says whether it may be answered. Never rejects.
   *
   * @param account - Whoever is signed in, by a name that stays the same.
   */
  async ofAccount(account: string): Promise<Verdict> {
    return this.#accounts.take(account)
  }
}
