import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Cache, CacheOutcome } from '../../src/caches/cache.js'
import { openCache } from '../../src/caches/open-cache.js'
import { RedisCache } from '../../src/caches/redis-cache.js'
import { requireRedis } from '../services/redis.js'
import { Computation, cacheContract, eventually } from './cache-contract.js'
import { type NewRedis, newRedis } from './new-redis.js'

function open(redisUrl: string) {
  const outcomes: CacheOutcome[] = []
  const told: string[] = []
  const cache = new RedisCache({
    redisUrl,
    maxEntries: 1000,
    maxBytes: 1_000_000,
    onOutcome: (outcome) => outcomes.push(outcome),
    onProblem: (error) => told.push(error.message),
    onRecovery: () => told.push('back'),
  })
  onTestFinished(() => cache.close())
  return { cache, outcomes, told }
}

/** Waits until the cache reaches its Redis. */
const reached = (cache: Cache) => vi.waitFor(() => cache.ping(), { timeout: 20_000 })
/** Waits until the cache knows that it does not. */
const lost = (cache: Cache) =>
  vi.waitFor(async () => expect(await cache.ping().catch(() => 'lost')).toBe('lost'), { timeout: 20_000 })

async function openReached(url: string) {
  const opened = open(url)
  await reached(opened.cache)
  return opened
}

/** Every call at once; passes unless one rejects or gives a wrong value. */
async function useAll(cache: Cache, round: string): Promise<void> {
  const calls = Array.from({ length: 50 }, async (_, i) => {
    const key = `${round} ${i}`
    await cache.set(key, key, 60)
    expect([key, undefined]).toContain(await cache.get(key))
    expect(await cache.getOrCompute(key, 60, () => key, { slow: i % 2 === 0 })).toBe(key)
    expect(await cache.getOrCompute(`${key} new`, 60, () => key, { slow: i % 2 === 0 })).toBe(key)
    await expect(cache.getOrCompute(`${key} bad`, 60, () => Promise.reject(new Error(key)))).rejects.toThrow(
      key,
    )
  })
  await Promise.all(calls)
}

/** Keeps a value and finds it in the cache of another process, which has never computed it. */
async function expectShared(cache: Cache, other: Cache, key: string): Promise<void> {
  await cache.set(key, 'value', 60)
  expect(await other.get(key)).toBe('value')
}

requireRedis()

describe('a cache in Redis', () => {
  cacheContract(async () => openReached((await newRedis()).url))

  test('shares values with other processes', async () => {
    const { url } = await newRedis()
    const [{ cache }, { cache: other, outcomes }] = [await openReached(url), await openReached(url)]
    await expectShared(cache, other, 'set')
    await cache.getOrCompute('computed', 60, () => 'value')
    await eventually(() => other.get('computed')).toBe('value')
    expect(outcomes).toContain('hit')
  })

  test('gives all keys the prefix redux: and a time to live', async () => {
    const server = await newRedis()
    const { cache } = await openReached(server.url)
    await cache.set('key', 'value', 60)
    await cache.getOrCompute('other', 60, () => 'value', { slow: true })
    await eventually(() => cache.get('other')).toBe('value')
    const keys = (await server.command('keys', '*')) as string[]
    expect(keys.length).toBeGreaterThanOrEqual(2)
    for (const key of keys) {
      expect(key).toMatch(/^redux:(cache|lock):/)
      expect(await server.command('pttl', key)).toBeGreaterThan(0)
    }
  })

  test('is what openCache opens with a URL', async () => {
    const { url } = await newRedis()
    const cache = await openCache({ redisUrl: url, maxEntries: 1, maxBytes: 100 })
    onTestFinished(() => cache.close())
    expect(cache.kind).toBe('redis')
    // At once, without a wait for the connection.
    await cache.set('key', 'value', 60)
    expect(await cache.ping()).toBeGreaterThan(0)
  })

  test('is opened also when there is no Redis, or one that hangs', async () => {
    const { url, pause, stop } = await newRedis()
    pause()
    const bounds = { redisUrl: url, maxEntries: 1, maxBytes: 100, onProblem: vi.fn() }
    const hanging = await openCache(bounds)
    onTestFinished(() => hanging.close())
    await stop()
    const none = await openCache(bounds)
    onTestFinished(() => none.close())
    expect(await none.getOrCompute('key', 60, () => 'value')).toBe('value')
    expect(bounds.onProblem).toHaveBeenCalled()
  })
})

describe('slow computations of several processes', () => {
  const eightProcesses = async (server: NewRedis) =>
    Promise.all(Array.from({ length: 8 }, () => openReached(server.url)))

  test('are done once', async () => {
    const server = await newRedis()
    const processes = await eightProcesses(server)
    const compute = new Computation()
    const callers = processes.map(({ cache }) => cache.getOrCompute('key', 60, compute.run, { slow: true }))
    await eventually(() => compute.begun).toBe(1)
    compute.succeed('value')
    expect(await Promise.all(callers)).toEqual(Array(8).fill('value'))
    expect(compute.begun).toBe(1)
    const outcomes = processes.flatMap((each) => each.outcomes)
    // Who asked only after the value was there found it.
    expect(outcomes.filter((outcome) => outcome === 'miss')).toHaveLength(1)
  })

  test('do not wait for one whose process died', async () => {
    const server = await newRedis()
    await server.command('set', 'redux:lock:key', '', 'PX', '60000')
    const { cache, outcomes } = await openReached(server.url)
    expect(await cache.getOrCompute('key', 60, () => 'value', { slow: true })).toBe('value')
    expect(outcomes).toEqual(['miss'])
  })

  test('do not wait on when one failed', async () => {
    const server = await newRedis()
    const [{ cache }, { cache: other }] = [await openReached(server.url), await openReached(server.url)]
    const compute = new Computation()
    const first = cache.getOrCompute('key', 60, compute.run, { slow: true })
    await eventually(() => compute.begun).toBe(1)
    const second = other.getOrCompute('key', 60, () => 'second', { slow: true })
    compute.fail(new Error('no answer'))
    await expect(first).rejects.toThrow('no answer')
    expect(await second).toBe('second')
  })

  test('go on when Redis dies while they wait', async () => {
    const server = await newRedis()
    await server.command('set', 'redux:lock:key', '', 'PX', '60000')
    const { cache } = await openReached(server.url)
    const answer = cache.getOrCompute('key', 60, () => 'value', { slow: true })
    await server.stop()
    expect(await answer).toBe('value')
  })
})

describe('a cache whose Redis', () => {
  test('is not there: answers, keeps values in memory and says so once', async () => {
    const server = await newRedis()
    await server.stop()
    const { cache, outcomes, told } = open(server.url)
    await lost(cache)
    await useAll(cache, 'first')
    await cache.set('key', 'value', 60)
    outcomes.length = 0
    expect(await cache.get('key')).toBe('value')
    expect(await cache.get('nothing')).toBeUndefined()
    expect(outcomes).toEqual(['hit', 'error'])
    await expect(cache.ping()).rejects.toThrow(`Redis at ${new URL(server.url).host} cannot be reached`)
    await eventually(() => told).toEqual([
      expect.stringMatching(/^Redis at 127.0.0.1:\d+ cannot be reached: .*ECONNREFUSED/),
    ])
    await server.start()
    await reached(cache)
    expect(told.slice(1)).toEqual(['back'])
  })

  test('is killed in mid-use: answers, says so once, and shares values again when it is back', async () => {
    const server = await newRedis()
    const [{ cache, told }, { cache: other }] = [await openReached(server.url), await openReached(server.url)]
    const inUse = useAll(cache, 'before')
    await server.stop()
    await inUse
    await useAll(cache, 'meanwhile')
    await lost(cache)
    await useAll(cache, 'while lost')
    await server.start()
    await Promise.all([reached(cache), reached(other)])
    await useAll(cache, 'after')
    await expectShared(cache, other, 'key')
    expect(told).toEqual([expect.stringContaining('cannot be reached'), 'back'])
  })

  test('hangs in mid-use: answers, gives it up, and shares values again when it goes on', async () => {
    const server = await newRedis()
    const [{ cache, told }, { cache: other }] = [await openReached(server.url), await openReached(server.url)]
    const inUse = useAll(cache, 'before')
    server.pause()
    await inUse
    await useAll(cache, 'meanwhile')
    await lost(cache)
    expect(cache.connection.status).not.toBe('ready')
    await useAll(cache, 'while lost')
    server.resume()
    await Promise.all([reached(cache), reached(other)])
    await useAll(cache, 'after')
    await expectShared(cache, other, 'key')
    expect(told).toEqual([expect.stringContaining('cannot be reached'), 'back'])
  })

  test('is flushed: computes anew', async () => {
    const server = await newRedis()
    const { cache, told } = await openReached(server.url)
    await cache.set('key', 'old', 60)
    await server.command('flushall')
    expect(await cache.getOrCompute('key', 60, () => 'new')).toBe('new')
    await eventually(() => cache.get('key')).toBe('new')
    expect(told).toEqual([])
  })

  test('is full: answers, and says so once', async () => {
    const server = await newRedis()
    const { cache, outcomes, told } = await openReached(server.url)
    await server.command('config', 'set', 'maxmemory', '1')
    await useAll(cache, 'full')
    expect(outcomes).toContain('error')
    expect(told).toEqual([expect.stringContaining('Redis refuses to serve as a cache: OOM')])
    await server.command('config', 'set', 'maxmemory', '0')
    await cache.set('key', 'value', 60)
    expect(await cache.get('key')).toBe('value')
  })

  test('wants another password: answers, and says so without telling the password', async () => {
    const server = await newRedis()
    await server.command('config', 'set', 'requirepass', 'right')
    const { cache, told } = open(server.url.replace('//', '//default:wrong-one@'))
    await lost(cache)
    await useAll(cache, 'refused')
    await eventually(() => told).toHaveLength(1)
    expect(told[0]).toContain('WRONGPASS')
    expect(told[0]).not.toContain('wrong-one')
  })

  test('hangs: is closed nevertheless', async () => {
    const server = await newRedis()
    const { cache } = await openReached(server.url)
    server.pause()
    await cache.close()
    await eventually(() => cache.connection.status).toBe('end')
  })
})
