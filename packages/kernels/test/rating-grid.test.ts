import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { offsetsOf, ratingGrid } from '../src/rating-grid.js'
import { sgdCase } from './arbitraries.js'

const cut = ({ offsets, items, values }: Parameters<typeof ratingGrid>[0], nParts: number) =>
  ratingGrid({ offsets, items, values }, nParts, () => ({
    offsets: new Int32Array(offsetsOf(offsets.length - 1, nParts)),
    items: new Int32Array(items.length),
    values: new Float32Array(items.length),
  }))

describe('ratingGrid', () => {
  const cases = fc.tuple(sgdCase(), fc.integer({ min: 1, max: 8 }))

  test('holds every rating once, in the cell of its user and item, in stored order', () => {
    fc.assert(
      fc.property(cases, ([{ state }, nParts]) => {
        const users = state.offsets.length - 1
        const stored = Array.from({ length: users }, (_, u) =>
          [...state.items.keys()]
            .slice(state.offsets[u], state.offsets[u + 1])
            .map((at) => [state.items[at], state.values[at]]),
        )
        const grid = cut(state, nParts)
        const found = stored.map((): unknown[][] => Array.from({ length: nParts }, () => []))
        for (const row of grid)
          for (const [part, { firstUser, offsets, items, values }] of row.entries())
            for (let u = 0; u < offsets.length - 1; u++)
              for (let at = offsets[u]!; at < offsets[u + 1]!; at++)
                found[firstUser + u]![part]!.push([items[at], values[at]])
        const wanted = stored.map((ratings) =>
          Array.from({ length: nParts }, (_, part) => ratings.filter(([item]) => item! % nParts === part)),
        )
        expect(found).toEqual(wanted)
      }),
    )
  })

  test('gives every user to exactly one row of cells', () => {
    fc.assert(
      fc.property(cases, ([{ state }, nParts]) => {
        const grid = cut(state, nParts)
        expect(grid).toHaveLength(nParts)
        let next = 0
        for (const [first] of grid) {
          expect(first!.firstUser).toBe(next)
          next += first!.offsets.length - 1
        }
        expect(next).toBe(state.offsets.length - 1)
      }),
    )
  })
})
