import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maximalMarginalRelevance } from '../src/maximal-marginal-relevance.js'
import { plainMaximalMarginalRelevance } from './plain-maximal-marginal-relevance.js'

const candidates = fc
  .uniqueArray(fc.record({ row: fc.nat({ max: 30 }), score: fc.double({ min: -1, max: 1, noNaN: true }) }), {
    selector: ({ row }) => row,
    maxLength: 20,
  })
  .map((list) => list.sort((a, b) => b.score - a.score))
const similarity = (a: number, b: number) => Math.cos(a - b)

/** Few levels, so that many candidates tie. */
const level = fc.integer({ min: -4, max: 4 }).map((quarter) => quarter / 4)
const tied = fc
  .uniqueArray(fc.record({ row: fc.nat({ max: 30 }), score: level }), {
    selector: ({ row }) => row,
    maxLength: 25,
  })
  .map((list) => list.sort((a, b) => b.score - a.score))

describe('maximalMarginalRelevance', () => {
  it('chooses what the plain definition chooses, ties and negative similarities included', () => {
    const table = fc.array(level, { minLength: 31 * 31, maxLength: 31 * 31 })
    const weight = fc.oneof(level.map(Math.abs), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(
        fc.oneof(candidates, tied),
        table,
        weight,
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 12 }),
        (list, alike, relevanceWeight, limit, nArtists) => {
          const similarity = (a: number, b: number) => alike[Math.min(a, b) * 31 + Math.max(a, b)]
          const admits = (row: number, chosen: readonly { row: number }[]) =>
            chosen.every((other) => other.row % nArtists !== row % nArtists)
          for (const options of [
            { limit, relevanceWeight, similarity },
            { limit, relevanceWeight, similarity, admits },
          ])
            expect(maximalMarginalRelevance(list, options)).toEqual(
              plainMaximalMarginalRelevance(list, options),
            )
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('leaves most similarities uncomputed when relevance decides', () => {
    const list = Array.from({ length: 400 }, (_, row) => ({ row, score: 1 - row / 400 }))
    let asked = 0
    const counted = (a: number, b: number) => {
      asked++
      return Math.cos(a - b)
    }
    maximalMarginalRelevance(list, { limit: 10, relevanceWeight: 0.9, similarity: counted })
    // Measured 186; to compare all would be 10 times 400, less those chosen.
    expect(asked).toBeLessThan(1000)
  })

  it('is plain ranking when only relevance counts', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 25 }), (list, limit) => {
        const chosen = maximalMarginalRelevance(list, { limit, relevanceWeight: 1, similarity })
        expect(chosen).toEqual(list.slice(0, limit))
      }),
    )
  })

  it('makes the best choice at every step, by brute force', () => {
    fc.assert(
      fc.property(candidates, fc.double({ min: 0, max: 1, noNaN: true }), (list, relevanceWeight) => {
        const chosen = maximalMarginalRelevance(list, { limit: 5, relevanceWeight, similarity })
        const value = (candidate: (typeof list)[number], before: typeof list) =>
          relevanceWeight * candidate.score -
          (1 - relevanceWeight) *
            Math.max(...before.map((other) => similarity(candidate.row, other.row)), before.length ? -1 : 0)
        for (const [step, choice] of chosen.entries()) {
          const before = chosen.slice(0, step)
          const best = Math.max(
            ...list
              .filter((candidate) => !before.includes(candidate))
              .map((candidate) => value(candidate, before)),
          )
          expect(value(choice, before)).toBeCloseTo(best, 9)
        }
      }),
    )
  })

  it('never repeats, never exceeds the limit, obeys what admits says, and leaves its input as it was', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 25 }), (list, limit) => {
        const before = structuredClone(list)
        const admits = (row: number) => row % 3 !== 0
        const chosen = maximalMarginalRelevance(list, { limit, relevanceWeight: 0.8, similarity, admits })
        expect(chosen).toHaveLength(Math.min(limit, list.filter(({ row }) => admits(row)).length))
        expect(new Set(chosen.map(({ row }) => row)).size).toBe(chosen.length)
        expect(chosen.every(({ row }) => admits(row))).toBe(true)
        expect(list).toEqual(before)
      }),
    )
  })

  it('prefers the unlike of two equally relevant candidates', () => {
    const list = [
      { row: 0, score: 1 },
      { row: 1, score: 0.9 },
      { row: 2, score: 0.9 },
    ]
    const alike = (a: number, b: number) => (a + b === 1 ? 1 : 0)
    const chosen = maximalMarginalRelevance(list, { limit: 2, relevanceWeight: 0.8, similarity: alike })
    expect(chosen.map(({ row }) => row)).toEqual([0, 2])
  })
})
