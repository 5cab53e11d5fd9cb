import { type Box, limited, panned, type Size, type View, viewOf, zoomed } from './view.js'

/** How fast things come to rest: after this time a bit more than a third of a movement is left. */
const GLIDE_MS = 260
const ZOOM_MS = 70
const FLIGHT_MS = 900
/** Slower than this, in pixels per millisecond, is standing still. */
const STILL = 0.01

interface Flight {
  readonly from: View
  readonly to: View
  /** How far it rises in between, as a power of e. */
  readonly rise: number
  passedMs: number
}

/**
 * Moves a view: at once where a hand is on it, else smoothly and by itself, one {@link Camera.step} for every picture.
 * Where motion is unwelcome everything happens at once.
 */
export class Camera {
  isCalm = false
  #size: Size = { width: 1, height: 1 }
  #view: View
  readonly #box: Box
  readonly #home: Box
  #speed: readonly [number, number] = [0, 0]
  #zoom: { readonly scale: number; readonly px: number; readonly py: number } | null = null
  #flight: Flight | null = null

  /**
   * @param box - What there is; one cannot get out of it.
   * @param home - What is seen at first.
   */
  constructor(box: Box, home: Box) {
    this.#box = box
    this.#home = home
    this.#view = viewOf(home, this.#size)
  }

  get view(): View {
    return this.#view
  }

  get size(): Size {
    return this.#size
  }

  /** How much nearer it is than at first. */
  get nearness(): number {
    return this.#view.scale / viewOf(this.#home, this.#size).scale
  }

  /** Looks through a window of another size. */
  resize(size: Size): void {
    const isFirst = this.#size.width === 1
    const { nearness } = this
    this.#size = size
    const home = viewOf(this.#home, size)
    this.#set(isFirst ? home : { ...this.#view, scale: home.scale * nearness })
  }

  /** Moves the map along with a hand. */
  panBy(dx: number, dy: number): void {
    this.stop()
    this.#set(panned(this.#view, dx, dy))
  }

  /** Lets go of the map at a speed in pixels per millisecond. */
  release(vx: number, vy: number): void {
    if (!this.isCalm && Math.hypot(vx, vy) > 0.1) this.#speed = [vx, vy]
  }

  /** Moves the map by some pixels, which takes a moment. */
  nudge(dx: number, dy: number): void {
    this.#flight = null
    if (this.isCalm) this.#set(panned(this.#view, dx, dy))
    else this.#speed = [this.#speed[0] + dx / GLIDE_MS, this.#speed[1] + dy / GLIDE_MS]
  }

  /** Comes nearer by a factor, around a pixel; by default the middle. */
  zoomBy(factor: number, px = this.#size.width / 2, py = this.#size.height / 2): void {
    this.#flight = null
    this.#speed = [0, 0]
    const scale = (this.#zoom?.scale ?? this.#view.scale) * factor
    const goal = limited({ ...this.#view, scale }, this.#box, this.#size).scale
    this.#zoom = { scale: goal, px, py }
    if (this.isCalm) this.#zoomTo(goal)
  }

  /** Comes nearer by a factor at once, along with two fingers. */
  pinchBy(factor: number, px: number, py: number): void {
    this.stop()
    this.#zoom = { scale: this.#view.scale, px, py }
    this.#zoomTo(this.#view.scale * factor)
    this.#zoom = null
  }

  /** Goes to a place; not farther away than it is, unless a scale is told. */
  flyTo(x: number, y: number, scale: number): void {
    this.stop()
    const to = limited({ x, y, scale }, this.#box, this.#size)
    const from = this.#view
    const windows =
      (Math.hypot(to.x - from.x, to.y - from.y) * Math.min(from.scale, to.scale)) / this.#size.width
    if (this.isCalm) this.#set(to)
    else this.#flight = { from, to, rise: Math.min(Math.log1p(windows), 2), passedMs: 0 }
  }

  /** Goes to where the whole map is seen. */
  flyHome(): void {
    const { x, y, scale } = viewOf(this.#home, this.#size)
    this.flyTo(x, y, scale)
  }

  stop(): void {
    this.#speed = [0, 0]
    this.#zoom = null
    this.#flight = null
  }

  /**
   * Goes on moving.
   *
   * @returns Whether there is more to come.
   */
  step(ms: number): boolean {
    if (this.#flight !== null) this.#fly(this.#flight, ms)
    if (this.#zoom !== null) {
      const { scale } = this.#zoom
      const left = Math.log(scale / this.#view.scale) * Math.exp(-ms / ZOOM_MS)
      this.#zoomTo(Math.abs(left) < 0.002 ? scale : scale * Math.exp(-left))
      if (Math.abs(left) < 0.002) this.#zoom = null
    }
    const [vx, vy] = this.#speed
    if (vx !== 0 || vy !== 0) this.#glide(vx, vy, ms)
    return this.#flight !== null || this.#zoom !== null || this.#speed[0] !== 0 || this.#speed[1] !== 0
  }

  #glide(vx: number, vy: number, ms: number): void {
    const left = Math.exp(-ms / GLIDE_MS)
    const way = GLIDE_MS * (1 - left)
    this.#set(panned(this.#view, vx * way, vy * way))
    this.#speed = Math.hypot(vx, vy) * left < STILL ? [0, 0] : [vx * left, vy * left]
  }

  #fly(flight: Flight, ms: number): void {
    flight.passedMs += ms
    const { from, to, rise, passedMs } = flight
    const time = Math.min(passedMs / FLIGHT_MS, 1)
    const share = time < 0.5 ? 4 * time ** 3 : 1 - (2 - 2 * time) ** 3 / 2
    const height = Math.exp(-rise * Math.sin(Math.PI * share))
    this.#set({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
      scale: from.scale * (to.scale / from.scale) ** share * height,
    })
    if (time === 1) this.#flight = null
  }

  #zoomTo(scale: number): void {
    if (this.#zoom === null) return
    const { px, py } = this.#zoom
    const reached = limited({ ...this.#view, scale }, this.#box, this.#size).scale
    this.#set(zoomed(this.#view, reached, px, py, this.#size))
    if (this.isCalm) this.#zoom = null
  }

  #set(view: View): void {
    this.#view = limited(view, this.#box, this.#size)
  }
}
