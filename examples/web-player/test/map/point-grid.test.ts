import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PointGrid } from '../../src/pages/map/point-grid.js'

const BOX = { left: 0, top: 0, right: 1, bottom: 1 }
const share = fc.integer({ min: 0, max: 64 }).map((n) => n / 64)
const points = fc.array(fc.tuple(share, share), { maxLength: 80 })

function gridOf(all: readonly (readonly [number, number])[]) {
  const x = Float32Array.from(all, ([x]) => x)
  const y = Float32Array.from(all, ([, y]) => y)
  return { x, y, grid: new PointGrid(x, y, BOX) }
}

describe('PointGrid', () => {
  it('finds the same points in a box as looking at each', () => {
    fc.assert(
      fc.property(points, share, share, share, share, (all, a, b, c, d) => {
        const { grid } = gridOf(all)
        const box = {
          left: Math.min(a, b),
          right: Math.max(a, b),
          top: Math.min(c, d),
          bottom: Math.max(c, d),
        }
        const found: number[] = []
        grid.forEachIn(box, (i) => found.push(i))
        const expected = all.flatMap(([x, y], i) =>
          x >= box.left && x <= box.right && y >= box.top && y <= box.bottom ? i : [],
        )
        expect(found.sort((a, b) => a - b)).toEqual(expected)
      }),
    )
  })

  it('finds the same nearest points as sorting all', () => {
    const place = fc.double({ min: -1, max: 2, noNaN: true })
    fc.assert(
      fc.property(points, place, place, fc.integer({ min: 1, max: 30 }), (all, px, py, count) => {
        const { x, y, grid } = gridOf(all)
        const distance = (i: number) => Math.hypot(x[i] - px, y[i] - py)
        const sorted = all.map((_, i) => i).sort((a, b) => distance(a) - distance(b) || a - b)
        expect(grid.nearest(px, py, count)).toEqual(sorted.slice(0, count))
      }),
    )
  })

  it('finds nothing beyond the reach', () => {
    const { grid } = gridOf([[0.5, 0.5]])
    expect(grid.nearest(0.4, 0.5, 1, 0.09)).toEqual([])
    expect(grid.nearest(0.4, 0.5, 1, 0.11)).toEqual([0])
  })
})
