import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cache, CacheOutcome } from '../../src/caches/cache.js'

/** A cache with what it said of itself so far. */
export interface OpenedCache {
  readonly cache: Cache
  readonly outcomes: CacheOutcome[]
}

/** `expect.poll` with patience for a busy machine. */
export const eventually = <T>(probe: () => T) => expect.poll(probe, { timeout: 20_000, interval: 5 })

/** A computation that ends when it is told to, and counts how often it began. */
export class Computation {
  begun = 0
  succeed!: (value: string) => void
  fail!: (error: Error) => void
  readonly #result = new Promise<string>((resolve, reject) => {
    this.succeed = resolve
    this.fail = reject
  })

  readonly run = (): Promise<string> => {
    this.begun++
    return this.#result
  }
}

/**
 * What every {@link Cache} promises, whatever keeps its values.
 *
 * @param open - Opens a new, empty cache with room for all that is kept here, and closes it after the test.
 */
export function cacheContract(open: () => Promise<OpenedCache>): void {
  describe('get and set', () => {
    test('get gives undefined for a key without a value', async () => {
      const { cache, outcomes } = await open()
      expect(await cache.get('key')).toBeUndefined()
      expect(outcomes).toEqual(['miss'])
    })

    test('get gives what was set last, whatever the characters', async () => {
      const { cache } = await open()
      const model = new Map<string, string>()
      const text = fc.string({ unit: 'binary', maxLength: 30 })
      await fc.assert(
        fc.asyncProperty(text, text, async (key, value) => {
          await cache.set(key, value, 60)
          model.set(key, value)
          expect(await cache.get(key)).toBe(value)
        }),
        { numRuns: 50 },
      )
      for (const [key, value] of model) expect(await cache.get(key)).toBe(value)
    })

    test('get counts a hit', async () => {
      const { cache, outcomes } = await open()
      await cache.set('key', 'value', 60)
      await cache.get('key')
      expect(outcomes).toEqual(['hit'])
    })

    test('a value expires', async () => {
      const { cache } = await open()
      await cache.set('long', 'value', 60)
      await cache.set('short', 'value', 0.05)
      await eventually(() => cache.get('short')).toBeUndefined()
      expect(await cache.get('long')).toBe('value')
    })

    test('set with a ttl of 0 keeps nothing and forgets what was there', async () => {
      const { cache } = await open()
      await cache.set('new', 'value', 0)
      expect(await cache.get('new')).toBeUndefined()
      await cache.set('old', 'value', 60)
      await cache.set('old', 'value', 0)
      expect(await cache.get('old')).toBeUndefined()
    })
  })

  describe.each([false, true])('getOrCompute, slow: %s', (slow) => {
    test('computes once, keeps the value and gives it to later callers', async () => {
      const { cache, outcomes } = await open()
      expect(await cache.getOrCompute('key', 60, () => 'first', { slow })).toBe('first')
      await eventually(() => cache.get('key')).toBe('first')
      outcomes.length = 0
      expect(await cache.getOrCompute('key', 60, () => 'second', { slow })).toBe('first')
      expect(outcomes).toEqual(['hit'])
    })

    test('gives a value that was set', async () => {
      const { cache } = await open()
      await cache.set('key', 'set', 60)
      expect(await cache.getOrCompute('key', 60, () => 'computed', { slow })).toBe('set')
    })

    test.each([60, 0])('100 callers at once share one computation, with a ttl of %i', async (ttl) => {
      const { cache, outcomes } = await open()
      const compute = new Computation()
      const callers = Array.from({ length: 100 }, () => cache.getOrCompute('key', ttl, compute.run, { slow }))
      await eventually(() => compute.begun).toBe(1)
      compute.succeed('value')
      expect(new Set(await Promise.all(callers))).toEqual(new Set(['value']))
      expect(compute.begun).toBe(1)
      expect(outcomes.toSorted()).toEqual(['miss', ...Array(99).fill('shared')])
    })

    test('100 callers at once share a failure, which is not kept', async () => {
      const { cache } = await open()
      const compute = new Computation()
      const callers = Array.from({ length: 100 }, () => cache.getOrCompute('key', 60, compute.run, { slow }))
      const failure = new Error('no answer')
      await eventually(() => compute.begun).toBe(1)
      compute.fail(failure)
      for (const caller of await Promise.allSettled(callers))
        expect(caller).toEqual({ status: 'rejected', reason: failure })
      expect(compute.begun).toBe(1)
      expect(await cache.getOrCompute('key', 60, () => 'value', { slow })).toBe('value')
    })

    test('a compute that throws at once rejects', async () => {
      const { cache } = await open()
      const failure = new Error('no answer')
      const compute = () => {
        throw failure
      }
      await expect(cache.getOrCompute('key', 60, compute, { slow })).rejects.toBe(failure)
    })

    test('computes different keys side by side', async () => {
      const { cache } = await open()
      const first = new Computation()
      const second = new Computation()
      const callers = [
        cache.getOrCompute('first', 60, first.run, { slow }),
        cache.getOrCompute('second', 60, second.run, { slow }),
      ]
      await eventually(() => [first.begun, second.begun]).toEqual([1, 1])
      second.succeed('2')
      first.succeed('1')
      expect(await Promise.all(callers)).toEqual(['1', '2'])
    })

    test('computes a lock-like key beside the key it would lock', async () => {
      const { cache } = await open()
      const keys = ['key', 'key:lock', 'lock:key', 'cache:key']
      for (const key of keys) await cache.getOrCompute(key, 60, () => `value of ${key}`, { slow })
      for (const key of keys) await eventually(() => cache.get(key)).toBe(`value of ${key}`)
    })

    test('with a ttl of 0 neither looks up nor keeps', async () => {
      const { cache } = await open()
      await cache.set('key', 'set', 60)
      expect(await cache.getOrCompute('key', 0, () => 'computed', { slow })).toBe('computed')
      expect(await cache.get('key')).toBe('set')
      expect(await cache.getOrCompute('other', 0, () => 'first', { slow })).toBe('first')
      expect(await cache.getOrCompute('other', 0, () => 'second', { slow })).toBe('second')
    })
  })

  test('ping gives milliseconds', async () => {
    const { cache } = await open()
    expect(await cache.ping()).toBeGreaterThanOrEqual(0)
  })

  test('a closed cache has nothing, keeps nothing and still computes', async () => {
    const { cache } = await open()
    await cache.set('key', 'value', 60)
    await cache.close()
    expect(await cache.get('key')).toBeUndefined()
    await cache.set('key', 'value', 60)
    expect(await cache.get('key')).toBeUndefined()
    expect(await cache.getOrCompute('key', 60, () => 'computed', { slow: true })).toBe('computed')
  })
}
