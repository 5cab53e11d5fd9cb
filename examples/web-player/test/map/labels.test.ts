import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, citiesOf, placeLabels, weightedMedian } from '../../src/pages/map/labels.js'
import { placesOf } from '../../src/pages/map/places.js'

const candidate = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
  width: fc.integer({ min: 10, max: 260 }),
  height: fc.integer({ min: 10, max: 24 }),
  drop: fc.integer({ min: -20, max: 24 }),
})

function overlap(a: Candidate, b: Candidate, scale: number): boolean {
  return (
    Math.abs(a.x - b.x) * scale < (a.width + b.width) / 2 &&
    Math.abs(a.y * scale + a.drop - b.y * scale - b.drop) < (a.height + b.height) / 2
  )
}

describe('placeLabels', () => {
  it('chooses labels that do not touch, at its scale and nearer, and leaves none out that is free', () => {
    fc.assert(
      fc.property(
        fc.array(candidate, { maxLength: 60 }),
        fc.integer({ min: 100, max: 4_000 }),
        (all, scale) => {
          const chosen = placeLabels(all, scale, 0)
          for (const i of chosen)
            for (const j of chosen) if (i < j) expect(overlap(all[i], all[j], scale)).toBe(false)
          for (const [i, label] of all.entries())
            if (!chosen.includes(i))
              expect(chosen.some((j) => j < i && overlap(all[j], label, scale))).toBe(true)
        },
      ),
    )
  })

  it('keeps a gap', () => {
    const two = [0, 0.12].map((x) => ({ x, y: 0, width: 100, height: 20, drop: 0 }))
    expect(placeLabels(two, 1_000, 16)).toEqual([0, 1])
    expect(placeLabels(two, 1_000, 24)).toEqual([0])
  })
})

describe('citiesOf', () => {
  const map = placesOf({
    song_ids: ['A - hit', 'A - one', 'A - two', 'B - only', 'no artist'],
    x: [10_000, 60_000, 61_000, 30_000, 0],
    y: [10_000, 60_000, 61_000, 30_000, 0],
    listeners: [900, 3, 3, 40, 500],
  })

  it('puts artists where the songs are that are heard, the best known first', () => {
    const cities = citiesOf(map)
    expect(cities.map(({ name }) => name)).toEqual(['A', 'B'])
    expect(cities[0].x).toBeCloseTo(10_000 / 65_535)
  })

  it('takes the value at which half of the weight is passed', () => {
    const values = Float32Array.of(5, 1, 3)
    expect(weightedMedian([0, 1, 2], values, () => 1)).toBe(3)
    expect(weightedMedian([0, 1, 2], values, (i) => (i === 0 ? 10 : 1))).toBe(5)
  })
})
