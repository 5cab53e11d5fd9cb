/** Radii are drawn in steps of this many pixels, and places in steps of one over {@link FINE} pixels. */
const RADIUS_STEP = 0.25
const FINE = 4
const LARGEST = 14

/** Pixels around a picture that are drawn on but not shown, so that no disc has to be cut at its edge. */
export const MARGIN = 2 * LARGEST + 4

/** How a pixel that a disc covers is kept: its distance from the one below the middle, and how much of it, up to 256. */
const COVER_BITS = 9
const COVER_MASK = 511

/**
 * A picture of `width` pixels a row, its margins included; each is red, green and blue from the lowest byte on, as in
 * ImageData. With a sign, for engines calculate with such numbers as they are.
 */
export interface Picture {
  readonly pixels: Int32Array
  readonly width: number
  readonly height: number
}

/** Discs to be drawn one above the other: place i of the columns is about the same one. */
export interface Discs {
  readonly x: Float32Array
  readonly y: Float32Array
  /** Red, green and blue as in {@link Picture}. */
  readonly colour: Int32Array
  /** Relative to the others, from 0 to 1. */
  readonly size: Float32Array
}

/** Place x is at pixel `x * scale + left`. */
export interface Placing {
  readonly scale: number
  readonly left: number
  readonly top: number
  /** Radii of the smallest and the largest disc, in pixels. */
  readonly smallest: number
  readonly largest: number
  /** How much of what is below a disc hides, from 0 to 1. */
  readonly opacity: number
}

/**
 * Draws round discs by hand: for tens of thousands of a few pixels this takes milliseconds, where a canvas without a
 * graphics card takes tens. Costs a multiplication or two per pixel covered. Discs of which anything may be outside the
 * margins are left out.
 */
export function splat({ pixels, width, height }: Picture, discs: Discs, placing: Placing): void {
  const { x, y, colour, size } = discs
  const { scale, left, top, smallest, largest } = placing
  const opacity = Math.round(placing.opacity * 256)
  const stamps = stampsOf(width)
  const [firstStep, steps] = [smallest / RADIUS_STEP, (largest - smallest) / RADIUS_STEP]
  const edge = LARGEST + 2
  const [right, bottom] = [width - edge, height - edge]
  for (let i = 0; i < x.length; i++) {
    const px = x[i] * scale + left
    const py = y[i] * scale + top
    if (!(px >= edge && py >= edge && px < right && py < bottom)) continue
    const step = Math.min((firstStep + size[i] * steps + 0.5) | 0, LARGEST / RADIUS_STEP)
    const fineX = ((px * FINE) | 0) % FINE
    const fineY = ((py * FINE) | 0) % FINE
    const key = (step * FINE + fineX) * FINE + fineY
    const stamp = stamps[key] ?? addStamp(stamps, key, width)
    const middle = (py | 0) * width + (px | 0)
    // Two channels at a time: red and blue have a byte of room between them, and green has one above it.
    const redBlue = colour[i] & 0xff00ff
    const green = colour[i] & 0x00ff00
    for (let k = 0; k < stamp.length; k++) {
      const at = middle + (stamp[k] >> COVER_BITS)
      const share = ((stamp[k] & COVER_MASK) * opacity) >> 8
      const rest = 256 - share
      const below = pixels[at]
      pixels[at] =
        0xff000000 |
        ((((below & 0xff00ff) * rest + redBlue * share) >>> 8) & 0xff00ff) |
        ((((below & 0x00ff00) * rest + green * share) >>> 8) & 0x00ff00)
    }
  }
}

type Stamps = (Int32Array | undefined)[]

let kept: { readonly width: number; readonly stamps: Stamps } = { width: 0, stamps: [] }

/** Discs for pictures of a width. */
function stampsOf(width: number): Stamps {
  if (kept.width !== width) kept = { width, stamps: new Array((LARGEST / RADIUS_STEP + 1) * FINE * FINE) }
  return kept.stamps
}

/** A disc with a soft edge. */
function addStamp(stamps: Stamps, key: number, width: number): Int32Array {
  const radius = Math.floor(key / (FINE * FINE)) * RADIUS_STEP
  const [dx, dy] = [Math.floor(key / FINE) % FINE, key % FINE]
  const reach = Math.ceil(radius + 1)
  const pixels: number[] = []
  for (let row = -reach; row <= reach; row++)
    for (let column = -reach; column <= reach; column++) {
      const distance = Math.hypot(column + 0.5 - (dx + 0.5) / FINE, row + 0.5 - (dy + 0.5) / FINE)
      const cover = Math.round(256 * Math.min(Math.max(radius + 0.5 - distance, 0), 1))
      if (cover > 0) pixels.push(((row * width + column) << COVER_BITS) | cover)
    }
  const stamp = Int32Array.from(pixels)
  stamps[key] = stamp
  return stamp
}
