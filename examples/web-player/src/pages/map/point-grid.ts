import type { Box } from './view.js'

const POINTS_PER_CELL = 3

/** Finds points by where they are: they are kept by the cells of a grid. */
export class PointGrid {
  readonly #x: Float32Array
  readonly #y: Float32Array
  readonly #box: Box
  readonly #columns: number
  readonly #rows: number
  readonly #cell: number
  /** The points of cell c are `#points[#starts[c]]` up to, but not including, `#points[#starts[c + 1]]`. */
  readonly #starts: Uint32Array
  readonly #points: Uint32Array

  constructor(x: Float32Array, y: Float32Array, box: Box) {
    this.#x = x
    this.#y = y
    this.#box = box
    const width = Math.max(box.right - box.left, 1e-6)
    const height = Math.max(box.bottom - box.top, 1e-6)
    this.#cell = Math.sqrt((width * height * POINTS_PER_CELL) / Math.max(x.length, 1)) || 1e-6
    this.#columns = Math.floor(width / this.#cell) + 1
    this.#rows = Math.floor(height / this.#cell) + 1
    const cells = Uint32Array.from(x, (_, i) => this.#row(y[i]) * this.#columns + this.#column(x[i]))
    this.#starts = new Uint32Array(this.#columns * this.#rows + 1)
    for (const cell of cells) this.#starts[cell + 1]++
    for (let i = 1; i < this.#starts.length; i++) this.#starts[i] += this.#starts[i - 1]
    const next = this.#starts.slice()
    this.#points = new Uint32Array(x.length)
    for (let i = 0; i < cells.length; i++) this.#points[next[cells[i]]++] = i
  }

  /** Calls for every point in a box, its edges included. */
  forEachIn({ left, top, right, bottom }: Box, call: (point: number) => void): void {
    const [c0, c1, r0, r1] = [this.#column(left), this.#column(right), this.#row(top), this.#row(bottom)]
    for (let row = r0; row <= r1; row++) {
      const from = this.#starts[row * this.#columns + c0]
      const to = this.#starts[row * this.#columns + c1 + 1]
      for (let at = from; at < to; at++) {
        const i = this.#points[at]
        const [x, y] = [this.#x[i], this.#y[i]]
        if (x >= left && x <= right && y >= top && y <= bottom) call(i)
      }
    }
  }

  /** The points nearest to a place, the nearest first: at most `count`, none farther than `reach`. */
  nearest(x: number, y: number, count: number, reach = Number.POSITIVE_INFINITY): number[] {
    const distance = (i: number) => Math.hypot(this.#x[i] - x, this.#y[i] - y)
    const { left, top, right, bottom } = this.#box
    const farthest = Math.hypot(Math.max(x - left, right - x), Math.max(y - top, bottom - y))
    let radius = Math.min(reach, this.#cell)
    for (;;) {
      const found: number[] = []
      this.forEachIn({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, (i) => {
        if (distance(i) <= radius) found.push(i)
      })
      if (found.length >= count || radius >= Math.min(reach, farthest))
        return found.sort((a, b) => distance(a) - distance(b) || a - b).slice(0, count)
      radius = Math.min(radius * 2, Math.max(farthest, 1e-6), reach)
    }
  }

  #column(x: number): number {
    return clamp(Math.floor((x - this.#box.left) / this.#cell), this.#columns - 1)
  }

  #row(y: number): number {
    return clamp(Math.floor((y - this.#box.top) / this.#cell), this.#rows - 1)
  }
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}
