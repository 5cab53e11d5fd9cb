import { describe, expect, it } from 'vitest'
import { MARGIN, splat } from '../../src/pages/map/splat.js'

const WIDTH = 120
const HEIGHT = 110
const BLACK = 0xff000000 | 0

function drawn(
  discs: readonly {
    readonly x: number
    readonly y: number
    readonly colour: number
    readonly size?: number
  }[],
  { radius = 4, opacity = 1 } = {},
): Int32Array {
  const pixels = new Int32Array(WIDTH * HEIGHT).fill(BLACK)
  splat(
    { pixels, width: WIDTH, height: HEIGHT },
    {
      x: Float32Array.from(discs, ({ x }) => x),
      y: Float32Array.from(discs, ({ y }) => y),
      colour: Int32Array.from(discs, ({ colour }) => colour),
      size: Float32Array.from(discs, ({ size = 1 }) => size),
    },
    { scale: 1, left: 0, top: 0, smallest: 0, largest: radius, opacity },
  )
  return pixels
}

const at = (pixels: Int32Array, x: number, y: number) => pixels[y * WIDTH + x] & 0xffffff

describe('splat', () => {
  it('draws a round disc with the colour inside, nothing outside, and both at the edge', () => {
    const pixels = drawn([{ x: 60, y: 55, colour: 0x2040ff }])
    expect(at(pixels, 60, 55)).toBe(0x2040ff)
    expect(at(pixels, 57, 55)).toBe(0x2040ff)
    expect(at(pixels, 66, 55)).toBe(0)
    expect(at(pixels, 63, 58)).not.toBe(0x2040ff)
    // Its area, in pixels, is that of the circle.
    const area = pixels.reduce((sum, pixel) => sum + (pixel & 0xff) / 0xff, 0)
    expect(area).toBeGreaterThan(Math.PI * 16 * 0.95)
    expect(area).toBeLessThan(Math.PI * 16 * 1.08)
  })

  it('draws later discs above earlier ones, as dense as asked', () => {
    const both = [
      { x: 60, y: 55, colour: 0x0000ff },
      { x: 60, y: 55, colour: 0x00ff00 },
    ]
    expect(at(drawn(both), 60, 55)).toBe(0x00ff00)
    const mixed = at(drawn(both, { opacity: 0.5 }), 60, 55)
    expect(mixed & 0xff).toBeCloseTo(0x40, -1)
    expect((mixed >> 8) & 0xff).toBeCloseTo(0x80, -1)
  })

  it('keeps every pixel opaque, and channels apart', () => {
    const pixels = drawn(
      Array.from({ length: 200 }, (_, i) => ({ x: 55 + (i % 9), y: 55, colour: 0xff00ff })),
      { opacity: 0.7 },
    )
    expect(pixels.every((pixel) => pixel >>> 24 === 0xff)).toBe(true)
    expect(pixels.every((pixel) => ((pixel >> 8) & 0xff) === 0)).toBe(true)
  })

  it('writes nothing outside the picture, wherever discs are, and draws those that reach into what is shown', () => {
    const colour = 0x112233
    const places = [-1e9, -50, -1, 0, 3, 15.9, 16, WIDTH - 16.01, WIDTH - 16, WIDTH, 1e9, Number.NaN]
    const pixels = drawn(
      places.flatMap((x) => places.map((y) => ({ x, y, colour }))),
      { radius: 99 },
    )
    expect(pixels).toHaveLength(WIDTH * HEIGHT)
    const beyond = drawn([{ x: MARGIN - 3, y: 55, colour }], { radius: 6 })
    expect(at(beyond, MARGIN, 55)).toBe(colour)
  })
})
