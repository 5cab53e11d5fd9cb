import type { Redis } from 'ioredis'
import { parseAddress } from './address.js'
import { ALLOWED, Counter, type Verdict } from './counter.js'

export interface LoginLimits {
  /** Failures in a row for one account name from one address; 0 for no limit. */
  readonly perAccountAndAddress: number
  /** Failures of one address in a window, whatever the names; 0 for no limit. */
  readonly perAddress: number
  /** Failures for one account name in a window, from wherever; 0 for no limit. */
  readonly perAccount: number
  /** Whole seconds from 1 to 86,400. A window begins with the first failure after the last window. */
  readonly windowSeconds: number
}

/**
 * Limits failed logins, so that passwords cannot be found by trying. Names are all treated alike, whether there is
 * such an account or not, and nothing here tells one from the other.
 *
 * The strictest limit is by account name *and* address: with one by name alone, anybody could lock anybody out. The
 * limit by name over all addresses is for attacks from many of them; it should be so high that reaching it takes
 * many addresses, since while it is reached the account's owner cannot log in either. Who is logged in stays so.
 *
 * An attempt is counted before its password is verified and uncounted when it turns out right, so that attempts made
 * at the same time cannot all slip through before the first is counted.
 *
 * @example
 * const verdict = await login.attempt(username, ctx.ip)
 * if (!verdict.allowed) return tooMany(verdict.retryAfterSeconds)
 * if (await passwordMatches(hash, password)) await login.succeeded(username, ctx.ip)
 *
 * @see NIST SP 800-63B, section 5.2.2 (rate limiting): at most 100 failures in a row on one account.
 */
export class LoginLimiter {
  readonly #pairs: Counter
  readonly #addresses: Counter
  readonly #accounts: Counter

  /** @throws RangeError when a limit is out of range. */
  constructor(limits: LoginLimits, redis?: Redis) {
    const counter = (name: string, points: number) =>
      new Counter(`login-${name}`, { points, windowSeconds: limits.windowSeconds }, redis)
    this.#pairs = counter('pair', limits.perAccountAndAddress)
    this.#addresses = counter('address', limits.perAddress)
    this.#accounts = counter('account', limits.perAccount)
  }

  /**
   * Asks for an attempt, before the password is verified. One that is allowed counts as failed until
   * {@link succeeded} or {@link abandoned} says otherwise; one that is refused counts for nothing, so that going on
   * from one address does not use up what other addresses may try. Never rejects.
   *
   * @param account - The name as it was sent.
   * @param address - See `RequestLimiter.ofAddress`. Loopback has no limit by address.
   */
  async attempt(account: string, address: string): Promise<Verdict> {
    const taken: Count[] = []
    for (const count of this.#counts(account, address)) {
      const verdict = await count.counter.take(count.key)
      taken.push(count)
      if (verdict.allowed) continue
      await giveBack(taken)
      return verdict
    }
    return ALLOWED
  }

  /** The password was right: the account's failures from this address are forgotten. Never rejects. */
  async succeeded(account: string, address: string): Promise<void> {
    const [pair, ...others] = this.#counts(account, address)
    await Promise.all([pair.counter.clear(pair.key), giveBack(others)])
  }

  /** Whether the password was right could not be told, as when the store is away. Never rejects. */
  async abandoned(account: string, address: string): Promise<void> {
    await giveBack(this.#counts(account, address))
  }

  /** What an attempt counts on, the narrowest first. */
  #counts(account: string, address: string): readonly [Count, ...Count[]] {
    const { group, isLoopback } = parseAddress(address)
    const ofAddress = isLoopback ? [] : [{ counter: this.#addresses, key: group }]
    // No address has a blank in it, so no two pairs have the same key.
    const ofPair = { counter: this.#pairs, key: `${group} ${account}` }
    return [ofPair, ...ofAddress, { counter: this.#accounts, key: account }]
  }
}

interface Count {
  readonly counter: Counter
  readonly key: string
}

async function giveBack(counts: readonly Count[]): Promise<void> {
  await Promise.all(counts.map(({ counter, key }) => counter.giveBack(key)))
}
