import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CacheOutcome } from '../../src/caches/cache.js'
import { MemoryCache } from '../../src/caches/memory-cache.js'
import { openCache } from '../../src/caches/open-cache.js'
import { cacheContract } from './cache-contract.js'

function open(maxEntries: number, maxBytes: number) {
  const outcomes: CacheOutcome[] = []
  const cache = new MemoryCache({ maxEntries, maxBytes, onOutcome: (outcome) => outcomes.push(outcome) })
  onTestFinished(() => cache.close())
  return { cache, outcomes }
}

describe('a cache in memory', () => {
  cacheContract(async () => open(1000, 1_000_000))

  test('keeps the values used last, as many as both bounds allow', async () => {
    const bounds = fc.record({
      maxEntries: fc.integer({ min: 1, max: 10 }),
      maxBytes: fc.integer({ min: 1, max: 100 }),
    })
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'ee', 'ff', '', '語', '😀', 'key', 'another', 'z')
    const steps = fc.array(
      fc.oneof(fc.tuple(key, fc.string({ unit: 'binary', maxLength: 40 })), fc.tuple(key)),
    )
    await fc.assert(
      fc.asyncProperty(bounds, steps, async ({ maxEntries, maxBytes }, taken) => {
        const { cache } = open(maxEntries, maxBytes)
        // The one used longest ago first.
        const model = new Map<string, string>()
        const bytes = (k: string, v: string) => Math.max(1, 2 * (k.length + v.length))
        const total = () => [...model].reduce((sum, [k, v]) => sum + bytes(k, v), 0)
        for (const [k, v] of taken) {
          if (v === undefined) {
            const kept = model.get(k)
            expect(await cache.get(k)).toBe(kept)
            if (model.delete(k)) model.set(k, kept!)
            continue
          }
          await cache.set(k, v, 60)
          model.delete(k)
          if (bytes(k, v) > maxBytes) continue
          model.set(k, v)
          while (model.size > maxEntries || total() > maxBytes) model.delete([...model.keys()][0])
        }
        for (const [k, v] of model) expect(await cache.get(k)).toBe(v)
        for (const [k] of taken) if (!model.has(k)) expect(await cache.get(k)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  test('answers with a value larger than the bound and does not keep it', async () => {
    const { cache } = open(10, 100)
    await cache.set('other', 'value', 60)
    const large = 'x'.repeat(100)
    expect(await cache.getOrCompute('key', 60, () => large)).toBe(large)
    expect(await cache.get('key')).toBeUndefined()
    expect(await cache.get('other')).toBe('value')
  })

  test.each([
    { maxEntries: 0, maxBytes: 1, name: 'maxEntries' },
    { maxEntries: 1, maxBytes: 0, name: 'maxBytes' },
    { maxEntries: 1.5, maxBytes: 1, name: 'maxEntries' },
    { maxEntries: 1, maxBytes: Number.NaN, name: 'maxBytes' },
  ])('refuses bounds of $maxEntries entries and $maxBytes bytes', ({ name, ...bounds }) => {
    expect(() => new MemoryCache(bounds)).toThrow(new RegExp(`^${name} must be an integer >= 1, got`))
  })

  test('is what openCache opens without a Redis', async () => {
    const cache = await openCache({ maxEntries: 1, maxBytes: 100 })
    expect(cache.kind).toBe('memory')
    await cache.close()
  })
})
