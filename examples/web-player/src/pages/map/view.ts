/** A part of the plane: its left upper and right lower corner. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Of what is looked through, in CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What is looked at: the place in the middle, and how many pixels one unit of the plane takes. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** How much nearer than the whole map one can come. */
const NEAREST = 45
/** How much farther, so that the edge can be seen to be one. */
const FARTHEST = 0.7
/** Share of the window that stays free around the whole map. */
const MARGIN = 0.08

/** The view of a whole box. */
export function viewOf(box: Box, { width, height }: Size): View {
  const free = 1 - 2 * MARGIN
  const scale = Math.min(
    (width * free) / Math.max(box.right - box.left, 1e-6),
    (height * free) / Math.max(box.bottom - box.top, 1e-6),
  )
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale }
}

/** The nearest view from which the map can be seen: not too near, not too far, its middle on the map. */
export function limited(view: View, box: Box, size: Size): View {
  const whole = viewOf(box, size).scale
  return {
    x: clamp(view.x, box.left, box.right),
    y: clamp(view.y, box.top, box.bottom),
    scale: clamp(view.scale, whole * FARTHEST, whole * NEAREST),
  }
}

/** The view after the map was moved by some pixels. */
export function panned({ x, y, scale }: View, dx: number, dy: number): View {
  return { x: x - dx / scale, y: y - dy / scale, scale }
}

/** The view at another scale in which the same place is below the pixel (px, py). */
export function zoomed(view: View, scale: number, px: number, py: number, size: Size): View {
  const [x, y] = placeAt(view, px, py, size)
  return { x: x - (px - size.width / 2) / scale, y: y - (py - size.height / 2) / scale, scale }
}

/** The place below a pixel. */
export function placeAt(view: View, px: number, py: number, { width, height }: Size): [x: number, y: number] {
  return [view.x + (px - width / 2) / view.scale, view.y + (py - height / 2) / view.scale]
}

/** The pixel above a place. */
export function pixelOf(view: View, x: number, y: number, { width, height }: Size): [px: number, py: number] {
  return [(x - view.x) * view.scale + width / 2, (y - view.y) * view.scale + height / 2]
}

/** What is in view, and some windows more on each side. */
export function boxInView(view: View, { width, height }: Size, more = 0): Box {
  const half = (width * (0.5 + more)) / view.scale
  const tall = (height * (0.5 + more)) / view.scale
  return { left: view.x - half, right: view.x + half, top: view.y - tall, bottom: view.y + tall }
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left &&
    outer.right >= inner.right &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom
  )
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
