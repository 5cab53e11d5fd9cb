import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { connectRedis, disconnectRedis } from '../../src/caches/redis-connection.js'
import type { Verdict } from '../../src/limits/counter.js'
import { createLimits, type LimitOptions } from '../../src/limits/limits.js'
import type { RequestLimiter } from '../../src/limits/request-limiter.js'
import { eventually } from '../caches/cache-contract.js'
import { newRedis } from '../caches/new-redis.js'
import { requireRedis } from '../services/redis.js'

const HERE = '192.0.2.1'
const THERE = '192.0.2.2'
const REFUSED: Verdict = { allowed: false, retryAfterSeconds: expect.any(Number) }

function open(options: LimitOptions) {
  const limits = createLimits(options)
  onTestFinished(() => limits.close())
  return limits
}

async function connected(url: string): Promise<Redis> {
  const redis = connectRedis(url)
  onTestFinished(() => disconnectRedis(redis))
  await reached(redis)
  return redis
}

const reached = (redis: Redis) => vi.waitFor(() => redis.ping(), { timeout: 20_000 })

/** How many of as many calls, all at once, are allowed. */
async function countAllowed(calls: number, call: () => Promise<Verdict>): Promise<number> {
  const verdicts = await Promise.all(Array.from({ length: calls }, call))
  return verdicts.filter(({ allowed }) => allowed).length
}

/** What limits promise, wherever they count. Each test has names of its own, as all may share one Redis. */
function limitsContract(open: (options: LimitOptions) => Promise<ReturnType<typeof createLimits>>): void {
  describe('requests', () => {
    test('never more than the limits are allowed in a window, and never fewer while there is room', async () => {
      const options = { requestsPerAddress: 4, requestsPerAccount: 6, requestWindowSeconds: 3600 }
      let run = 0
      const request = fc.record({ address: fc.nat(2), account: fc.option(fc.nat(2), { nil: undefined }) })
      const { requests } = await open(options)
      await fc.assert(
        fc.asyncProperty(fc.array(request, { maxLength: 40 }), async (sequence) => {
          run++
          const left = new Map<string, number>()
          const take = (key: string, points: number) => {
            left.set(key, (left.get(key) ?? points) - 1)
            return left.get(key)! >= 0
          }
          for (const { address, account } of sequence) {
            const name = account === undefined ? undefined : `${run} ${account}`
            const { allowed } = await consume(requests, `10.${run >> 8}.${run & 255}.${address}`, name)
            // Of an account nothing is taken where the address has nothing left.
            const isFree = take(`address ${address}`, 4)
            expect(allowed).toBe(isFree && (account === undefined || take(`account ${account}`, 6)))
          }
        }),
        {
          numRuns: 40,
          examples: [[[2, 2, 2, 2, 2, 0, 0, 0].map((address) => ({ address, account: 0 }))]],
        },
      )
    })

    test('of 50 calls at once as many are allowed as the limit says', async () => {
      const { requests } = await open({ requestsPerAddress: 7 })
      expect(await countAllowed(50, () => consume(requests, HERE))).toBe(7)
      expect(await countAllowed(50, () => consume(requests, THERE))).toBe(7)
    })

    test('the refusal says when to come again', async () => {
      const { requests } = await open({ requestsPerAddress: 1, requestWindowSeconds: 100 })
      await consume(requests, HERE)
      const verdict = await consume(requests, HERE)
      expect(verdict).toEqual(REFUSED)
      if (verdict.allowed) return
      expect(Number.isInteger(verdict.retryAfterSeconds)).toBe(true)
      expect(verdict.retryAfterSeconds).toBeGreaterThan(0)
      expect(verdict.retryAfterSeconds).toBeLessThanOrEqual(100)
    })

    test('a new window lets requests through again', async () => {
      const { requests } = await open({ requestsPerAddress: 1, requestWindowSeconds: 1 })
      await consume(requests, HERE)
      expect(await consume(requests, HERE)).toEqual(REFUSED)
      await eventually(() => consume(requests, HERE)).toEqual({ allowed: true })
    })

    test('the account is limited wherever it asks from', async () => {
      const { requests } = await open({ requestsPerAccount: 2 })
      await consume(requests, HERE, 'ada')
      await consume(requests, THERE, 'ada')
      expect(await consume(requests, '192.0.2.3', 'ada')).toEqual(REFUSED)
      expect(await consume(requests, '192.0.2.3', 'bob')).toEqual({ allowed: true })
    })

    test('loopback has no limit by address, and one by account', async () => {
      const { requests } = await open({ requestsPerAddress: 1, requestsPerAccount: 2 })
      for (const loopback of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
        expect(await countAllowed(5, () => consume(requests, loopback))).toBe(5)
      expect(await countAllowed(5, () => consume(requests, '127.0.0.1', 'ada'))).toBe(2)
    })

    test('an IPv6 network of 64 bits is limited as one, and so are malformed addresses', async () => {
      const { requests } = await open({ requestsPerAddress: 1 })
      expect(await consume(requests, '2001:db8::1')).toEqual({ allowed: true })
      expect(await consume(requests, '2001:db8::ffff:ffff:ffff:ffff')).toEqual(REFUSED)
      expect(await consume(requests, '2001:db8:0:1::1')).toEqual({ allowed: true })
      expect(await consume(requests, 'not an address')).toEqual({ allowed: true })
      expect(await consume(requests, '')).toEqual(REFUSED)
    })

    test('address and account can be asked one after the other, on the same counts', async () => {
      const { requests } = await open({ requestsPerAddress: 3, requestsPerAccount: 2 })
      await consume(requests, HERE, 'ada')
      expect(await countAllowed(5, () => requests.ofAddress(HERE))).toBe(2)
      expect(await countAllowed(5, () => requests.ofAccount('ada'))).toBe(1)
      expect(await requests.ofAddress('127.0.0.1')).toEqual({ allowed: true })
    })

    test('0 switches a limit off', async () => {
      const { requests } = await open({ requestsPerAddress: 0, requestsPerAccount: 0 })
      expect(await countAllowed(1000, () => consume(requests, HERE, 'ada'))).toBe(1000)
    })

    test('accounts may have any name', async () => {
      const { requests } = await open({ requestsPerAccount: 1 })
      const names = ['', ' ', 'a:b', 'a b', '😀', 'nul\0nul', 'x'.repeat(100_000), '*', '__proto__']
      for (const name of names) expect(await consume(requests, HERE, name)).toEqual({ allowed: true })
      for (const name of names) expect(await consume(requests, HERE, name)).toEqual(REFUSED)
    })
  })

  test('sign-ups have a limit of their own', async () => {
    const { requests, signups } = await open({ requestsPerAddress: 1, signupsPerAddress: 2 })
    await consume(requests, HERE)
    expect(await countAllowed(5, () => consume(signups, HERE))).toBe(2)
    expect(await countAllowed(5, () => consume(signups, THERE))).toBe(2)
  })

  describe('logins', () => {
    test('failures are limited by account and address, leaving other accounts and addresses alone', async () => {
      const { login } = await open({ loginFailuresPerAccountAndAddress: 3 })
      expect(await countAllowed(20, () => login.attempt('ada', HERE))).toBe(3)
      expect(await login.attempt('ada', HERE)).toEqual(REFUSED)
      expect(await login.attempt('ada', THERE)).toEqual({ allowed: true })
      expect(await login.attempt('bob', HERE)).toEqual({ allowed: true })
    })

    test('failures are limited by address', async () => {
      const { login } = await open({ loginFailuresPerAddress: 3 })
      for (const name of ['ada', 'bob', 'eve']) await login.attempt(name, HERE)
      expect(await login.attempt('kim', HERE)).toEqual(REFUSED)
      expect(await login.attempt('kim', THERE)).toEqual({ allowed: true })
    })

    test('failures are limited by account over all addresses', async () => {
      const { login } = await open({ loginFailuresPerAccount: 3 })
      for (const end of [1, 2, 3]) await login.attempt('ada', `192.0.2.${end}`)
      expect(await login.attempt('ada', '192.0.2.4')).toEqual(REFUSED)
      expect(await login.attempt('bob', '192.0.2.4')).toEqual({ allowed: true })
    })

    test('refused attempts from one address lock nobody out elsewhere', async () => {
      const { login } = await open({
        loginFailuresPerAccountAndAddress: 3,
        loginFailuresPerAccount: 5,
        loginFailuresPerAddress: 5,
      })
      expect(await countAllowed(50, () => login.attempt('ada', HERE))).toBe(3)
      expect(await login.attempt('ada', THERE)).toEqual({ allowed: true })
      expect(await login.attempt('bob', HERE)).toEqual({ allowed: true })
    })

    test('attempts refused for their account leave the other accounts of the address alone', async () => {
      const { login } = await open({ loginFailuresPerAccount: 2, loginFailuresPerAddress: 3 })
      for (const end of [4, 5]) await login.attempt('ada', `192.0.2.${end}`)
      expect(await countAllowed(20, () => login.attempt('ada', HERE))).toBe(0)
      expect(await countAllowed(2, () => login.attempt('bob', HERE))).toBe(2)
    })

    test('a success forgets the failures of the account from that address', async () => {
      const { login } = await open({ loginFailuresPerAccountAndAddress: 3 })
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 3; i++) expect(await login.attempt('ada', HERE)).toEqual({ allowed: true })
        await login.succeeded('ada', HERE)
      }
      for (let i = 0; i < 3; i++) await login.attempt('ada', THERE)
      expect(await login.attempt('ada', HERE)).toEqual({ allowed: true })
      await login.succeeded('ada', HERE)
      expect(await login.attempt('ada', THERE)).toEqual(REFUSED)
    })

    test.each(['succeeded', 'abandoned'] as const)('what %s counts on no limit', async (outcome) => {
      const limits = {
        loginFailuresPerAccountAndAddress: 2,
        loginFailuresPerAddress: 2,
        loginFailuresPerAccount: 2,
      }
      const { login } = await open(limits)
      for (let i = 0; i < 10; i++) {
        expect(await login.attempt('ada', HERE)).toEqual({ allowed: true })
        await login[outcome]('ada', HERE)
      }
      expect(await countAllowed(5, () => login.attempt('ada', HERE))).toBe(2)
    })

    test('verified passwords never exceed a limit by more than those that were right', async () => {
      const { login } = await open({
        loginFailuresPerAccountAndAddress: 3,
        loginFailuresPerAddress: 5,
        loginFailuresPerAccount: 6,
        loginWindowSeconds: 3600,
      })
      const step = fc.record({
        account: fc.nat(2),
        address: fc.nat(2),
        outcome: fc.constantFrom('fails', 'fails', 'fails', 'succeeds', 'is abandoned'),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          run++
          const failed = new Map<string, number>()
          const failures = (key: string) => failed.get(key) ?? 0
          for (const { account, address, outcome } of steps) {
            const who = [`user ${run} ${account}`, `10.${run >> 8}.${run & 255}.${address}`] as const
            const keys = [who.join(' '), who[1], who[0]]
            const mayTry = keys.every((key, i) => failures(key) < [3, 5, 6][i])
            const { allowed } = await login.attempt(...who)
            expect(allowed).toBe(mayTry)
            if (!allowed) continue
            if (outcome === 'fails') for (const key of keys) failed.set(key, failures(key) + 1)
            if (outcome === 'succeeds') {
              await login.succeeded(...who)
              failed.delete(keys[0])
            }
            if (outcome === 'is abandoned') await login.abandoned(...who)
          }
        }),
        { numRuns: 40 },
      )
    })

    test('loopback has no limit by address, and one by account', async () => {
      const { login } = await open({ loginFailuresPerAccountAndAddress: 2, loginFailuresPerAddress: 3 })
      let names = 0
      expect(await countAllowed(20, () => login.attempt(`user ${names++}`, '127.0.0.1'))).toBe(20)
      expect(await countAllowed(20, () => login.attempt('ada', '127.0.0.1'))).toBe(2)
    })
  })
}

/** A request as the service counts one: of its address, and of its account if it has one. */
async function consume(requests: RequestLimiter, address: string, account?: string): Promise<Verdict> {
  const ofAddress = await requests.ofAddress(address)
  return account === undefined || !ofAddress.allowed ? ofAddress : requests.ofAccount(account)
}

describe('limits in memory', () => {
  limitsContract(async (options) => open(options))

  describe('by the clock', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    test('a login is refused until its window is over, also while attempts go on', async () => {
      const { login } = open({ loginFailuresPerAccountAndAddress: 2, loginWindowSeconds: 900 })
      await login.attempt('ada', HERE)
      vi.advanceTimersByTime(600_000)
      await login.attempt('ada', HERE)
      expect(await login.attempt('ada', HERE)).toEqual({ allowed: false, retryAfterSeconds: 300 })
      vi.advanceTimersByTime(299_999)
      expect(await login.attempt('ada', HERE)).toEqual({ allowed: false, retryAfterSeconds: 1 })
      vi.advanceTimersByTime(1)
      expect(await login.attempt('ada', HERE)).toEqual({ allowed: true })
    })
  })

  test.each([
    { requestsPerAddress: -1 },
    { requestsPerAccount: 1.5 },
    { requestWindowSeconds: 0 },
    { signupWindowSeconds: 86_401 },
    { loginFailuresPerAddress: Number.NaN },
    { loginWindowSeconds: 0.5 },
  ])('refuses %o', (options) => {
    expect(() => createLimits(options)).toThrow(RangeError)
  })
})

describe('limits in Redis', () => {
  requireRedis()
  limitsContract(async (options) => open({ ...options, redis: await connected((await newRedis()).url) }))

  const twoProcesses = async (options: LimitOptions = {}) => {
    const server = await newRedis()
    const redis = [await connected(server.url), await connected(server.url)] as const
    const limits = redis.map((connection) => open({ requestsPerAddress: 3, ...options, redis: connection }))
    return { server, redis, limits }
  }

  test('are counted over all processes', async () => {
    const { limits } = await twoProcesses()
    let calls = 0
    expect(await countAllowed(20, () => consume(limits[calls++ % 2].requests, HERE))).toBe(3)
  })

  test('are cleared by a successful login in all processes', async () => {
    const { limits } = await twoProcesses({ loginFailuresPerAccountAndAddress: 2 })
    await limits[0].login.attempt('ada', HERE)
    await limits[0].login.attempt('ada', HERE)
    await limits[1].login.succeeded('ada', HERE)
    expect(await limits[0].login.attempt('ada', HERE)).toEqual({ allowed: true })
  })

  test('keep no names, and nothing for ever', async () => {
    const { server, limits } = await twoProcesses()
    await consume(limits[0].requests, HERE, 'ada lovelace')
    await limits[0].login.attempt('ada lovelace', HERE)
    await limits[0].login.abandoned('someone else', THERE)
    await consume(limits[0].signups, HERE)
    const keys = (await server.command('keys', '*')) as string[]
    expect(keys.length).toBeGreaterThanOrEqual(9)
    for (const key of keys) {
      expect(key).toMatch(/^redux:limit:[a-z-]+:[\w-]{22}$/)
      expect(await server.command('pttl', key)).toBeGreaterThan(0)
    }
  })

  test.each(['flushall', 'script flush'])('are counted together again after %s', async (command) => {
    const { server, limits } = await twoProcesses()
    await consume(limits[0].requests, THERE)
    await consume(limits[1].requests, THERE)
    await server.command(...(command.split(' ') as [string, ...string[]]))
    let calls = 0
    expect(await countAllowed(20, () => consume(limits[calls++ % 2].requests, HERE))).toBe(3)
  })

  test('are counted by each process while Redis is killed, and together again when it is back', async () => {
    const { server, redis, limits } = await twoProcesses()
    const inUse = countAllowed(20, () => consume(limits[0].requests, THERE))
    await server.stop()
    // Some may have been counted before Redis died; the rest is counted here.
    expect(await inUse).toBeLessThanOrEqual(6)
    for (const { requests } of limits) expect(await countAllowed(20, () => consume(requests, HERE))).toBe(3)
    for (const { login } of limits) {
      expect(await login.attempt('ada', HERE)).toEqual({ allowed: true })
      await login.succeeded('ada', HERE)
      await login.abandoned('ada', HERE)
    }
    await server.start()
    await Promise.all(redis.map(reached))
    let calls = 0
    expect(await countAllowed(20, () => consume(limits[calls++ % 2].requests, '192.0.2.3'))).toBe(3)
  })

  test('are counted by each process while Redis hangs, and together again when it goes on', async () => {
    const { server, redis, limits } = await twoProcesses()
    server.pause()
    for (const { requests } of limits) expect(await countAllowed(20, () => consume(requests, HERE))).toBe(3)
    await eventually(() => redis[0].status).not.toBe('ready')
    expect(await countAllowed(20, () => consume(limits[0].requests, THERE))).toBe(3)
    server.resume()
    await Promise.all(redis.map(reached))
    let calls = 0
    expect(await countAllowed(20, () => consume(limits[calls++ % 2].requests, '192.0.2.3'))).toBe(3)
  })

  test('are counted here when Redis is full', async () => {
    const { server, limits } = await twoProcesses()
    await server.command('config', 'set', 'maxmemory', '1')
    expect(await countAllowed(20, () => consume(limits[0].requests, HERE))).toBe(3)
  })

  test('may open a connection of their own', async () => {
    const server = await newRedis()
    const limits = createLimits({ redis: server.url })
    const count = async () => {
      await consume(limits.requests, HERE)
      return server.command('dbsize')
    }
    await eventually(count).toBe(1)
    await limits.close()
  })
})
