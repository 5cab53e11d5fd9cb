import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interactions } from '../src/interactions.js'
import { InteractionsBuilder } from '../src/interactions-builder.js'
import { sampleInteractions } from '../src/sample.js'
import { anyInteractions } from './arbitraries.js'

/** The pairs of some interactions by their ids, in order. */
function pairsOf({ userIds, itemIds, offsets, items, values }: Interactions): string[] {
  return userIds.flatMap((user, u) =>
    Array.from(items.subarray(offsets[u]!, offsets[u + 1]!), (item, at) =>
      JSON.stringify([user, itemIds[item], values[offsets[u]! + at]]),
    ),
  )
}

describe('sampleInteractions', () => {
  it('keeps as many pairs as asked for, in order, with the ids and values they had', () => {
    fc.assert(
      fc.property(anyInteractions(), fc.integer({ min: 1, max: 30 }), fc.integer(), (all, size, seed) => {
        const before = pairsOf(all)
        const kept = pairsOf(sampleInteractions(all, { size, seed }))
        expect(kept).toHaveLength(Math.min(size, before.length))
        const wanted = new Set(kept)
        expect(before.filter((pair) => wanted.has(pair))).toEqual(kept)
        expect(pairsOf(all)).toEqual(before)
      }),
    )
  })

  it('leaves no user and no item without a pair, and keeps both in order', () => {
    fc.assert(
      fc.property(anyInteractions(), fc.integer({ min: 1, max: 10 }), (all, size) => {
        const sample = sampleInteractions(all, { size })
        expect(sample.offsets).toHaveLength(sample.userIds.length + 1)
        for (let user = 0; user < sample.userIds.length; user++) {
          expect(sample.offsets[user + 1]!).toBeGreaterThan(sample.offsets[user]!)
        }
        expect(new Set(sample.items)).toEqual(new Set(sample.itemIds.keys()))
        expect(all.userIds.filter((id) => sample.userIds.includes(id))).toEqual(sample.userIds)
        expect(all.itemIds.filter((id) => sample.itemIds.includes(id))).toEqual(sample.itemIds)
      }),
    )
  })

  it('draws the same pairs for the same seed and others for another', () => {
    const all = grid(20, 20)
    const draw = (seed: number) => pairsOf(sampleInteractions(all, { size: 100, seed }))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('draws every pair equally often', () => {
    const all = grid(4, 5)
    const times = new Map<string, number>()
    for (let seed = 0; seed < 2000; seed++) {
      for (const pair of pairsOf(sampleInteractions(all, { size: 5, seed }))) {
        times.set(pair, (times.get(pair) ?? 0) + 1)
      }
    }
    // 2000 draws of probability 1/4: mean 500, standard deviation 19.4; five of them either way.
    expect(times.size).toBe(20)
    for (const n of times.values()) expect(Math.abs(n - 500)).toBeLessThan(97)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses the size %d', (size) => {
    expect(() => sampleInteractions(grid(2, 2), { size })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining('size') }),
    )
  })

  it('refuses a seed that is no integer', () => {
    expect(() => sampleInteractions(grid(2, 2), { size: 1, seed: 0.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining('seed') }),
    )
  })
})

/** Every user with every item. */
function grid(nUsers: number, nItems: number): Interactions {
  const builder = new InteractionsBuilder('plays')
  for (let user = 0; user < nUsers; user++) {
    for (let item = 0; item < nItems; item++) builder.add(`u${user}`, `i${item}`, 1)
  }
  return builder.build()
}
