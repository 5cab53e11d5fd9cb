import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boxInView,
  contains,
  limited,
  panned,
  pixelOf,
  placeAt,
  viewOf,
  zoomed,
} from '../../src/pages/map/view.js'

const SIZE = { width: 800, height: 600 }
const BOX = { left: 0.1, top: 0.2, right: 0.9, bottom: 0.7 }
const share = fc.double({ min: 0, max: 1, noNaN: true })
const view = fc.record({ x: share, y: share, scale: fc.double({ min: 100, max: 50_000, noNaN: true }) })
const pixel = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }))

describe('a view', () => {
  it('of a box holds all of it, in the middle', () => {
    const whole = viewOf(BOX, SIZE)
    expect(contains(boxInView(whole, SIZE), BOX)).toBe(true)
    const [x, y] = pixelOf(whole, 0.5, 0.45, SIZE)
    expect(x).toBeCloseTo(400)
    expect(y).toBeCloseTo(300)
  })

  it('of a single point is finite', () => {
    expect(Number.isFinite(viewOf({ left: 0.5, right: 0.5, top: 0.5, bottom: 0.5 }, SIZE).scale)).toBe(true)
  })

  it('finds the place below a pixel, and the pixel above a place', () => {
    fc.assert(
      fc.property(view, pixel, (view, [px, py]) => {
        const [x, y] = pixelOf(view, ...placeAt(view, px, py, SIZE), SIZE)
        expect(x).toBeCloseTo(px, 5)
        expect(y).toBeCloseTo(py, 5)
      }),
    )
  })

  it('keeps the place below the pixel around which it is zoomed', () => {
    fc.assert(
      fc.property(view, pixel, fc.double({ min: 0.2, max: 5, noNaN: true }), (view, [px, py], factor) => {
        const before = placeAt(view, px, py, SIZE)
        const after = placeAt(zoomed(view, view.scale * factor, px, py, SIZE), px, py, SIZE)
        expect(after[0]).toBeCloseTo(before[0], 8)
        expect(after[1]).toBeCloseTo(before[1], 8)
      }),
    )
  })

  it('moves along with a hand', () => {
    const moved = panned({ x: 0.5, y: 0.5, scale: 1000 }, 100, -50)
    const [x, y] = pixelOf(moved, 0.5, 0.5, SIZE)
    expect(x).toBeCloseTo(500)
    expect(y).toBeCloseTo(250)
  })

  it('never leaves the map, nor comes too near or too far, and stays where it is allowed to be', () => {
    const any = fc.record({
      x: fc.double({ min: -9, max: 9, noNaN: true }),
      y: fc.double({ min: -9, max: 9, noNaN: true }),
      scale: fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    })
    fc.assert(
      fc.property(any, (view) => {
        const { x, y, scale } = limited(view, BOX, SIZE)
        expect(contains(BOX, { left: x, right: x, top: y, bottom: y })).toBe(true)
        const whole = viewOf(BOX, SIZE).scale
        expect(scale).toBeGreaterThanOrEqual(whole * 0.5)
        expect(scale).toBeLessThanOrEqual(whole * 100)
        expect(limited({ x, y, scale }, BOX, SIZE)).toEqual({ x, y, scale })
      }),
    )
  })
})
