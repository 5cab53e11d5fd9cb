import type { Redis } from 'ioredis'
import { connectRedis, disconnectRedis } from '../caches/redis-connection.js'
import { LoginLimiter, type LoginLimits } from './login-limiter.js'
import { RequestLimiter, type RequestLimits } from './request-limiter.js'

/** What is allowed when nothing else is said. */
const LIMIT_DEFAULTS = Object.freeze({
  requestsPerAddress: 6000,
  requestsPerAccount: 3000,
  requestWindowSeconds: 60,
  signupsPerAddress: 20,
  signupWindowSeconds: 3600,
  loginFailuresPerAccountAndAddress: 100,
  loginFailuresPerAddress: 1000,
  loginFailuresPerAccount: 1000,
  loginWindowSeconds: 900,
})

/** A number of 0 switches its limit off; windows are whole seconds from 1 to 86,400. */
export interface LimitOptions extends Readonly<Partial<Record<keyof typeof LIMIT_DEFAULTS, number>>> {
  /**
   * Where all processes count together: an open connection, which is used and not closed, or a URL. Without it, each
   * process counts for itself.
   */
  readonly redis?: Redis | string
}

/** The limits of a service. */
export interface Limits {
  readonly login: LoginLimiter
  readonly requests: RequestLimiter
  readonly signups: RequestLimiter
  /** Ends the connection, if it was opened here. */
  close(): Promise<void>
}

/**
 * Makes the limits of a service. Redis need not be reachable, now or ever: while it is not, each process counts for
 * itself.
 *
 * @throws RangeError when a number is out of range.
 */
export function createLimits({ redis, ...numbers }: LimitOptions = {}): Limits {
  const given = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined))
  const options = { ...LIMIT_DEFAULTS, ...given }
  const own = typeof redis === 'string' ? connectRedis(redis) : undefined
  const connection = typeof redis === 'string' ? own : redis
  const login: LoginLimits = {
    perAccountAndAddress: options.loginFailuresPerAccountAndAddress,
    perAddress: options.loginFailuresPerAddress,
    perAccount: options.loginFailuresPerAccount,
    windowSeconds: options.loginWindowSeconds,
  }
  const requests: RequestLimits = {
    perAddress: options.requestsPerAddress,
    perAccount: options.requestsPerAccount,
    windowSeconds: options.requestWindowSeconds,
  }
  const signups: RequestLimits = {
    perAddress: options.signupsPerAddress,
    perAccount: 0,
    windowSeconds: options.signupWindowSeconds,
  }
  return {
    login: new LoginLimiter(login, connection),
    requests: new RequestLimiter('request', requests, connection),
    signups: new RequestLimiter('signup', signups, connection),
    close: async () => {
      if (own) await disconnectRedis(own)
    },
  }
}
