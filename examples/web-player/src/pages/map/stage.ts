import { Camera } from './camera.js'
import { coloursOf, type MapColours, pixelOfHex } from './colours.js'
import { LabelLayer } from './label-layer.js'
import type { Places } from './places.js'
import { PointGrid } from './point-grid.js'
import { MARGIN, splat } from './splat.js'
import { type MarkKind, markSprite, type Sprite } from './sprites.js'
import { pixelOf, placeAt, type Size } from './view.js'

/** Songs that are lit up, by what for. */
export type Marks = Readonly<Partial<Record<MarkKind, readonly number[]>>>

/** Screens with finer pixels are drawn for as if they had so many, which the eye does not see in motion. */
const MOST_PIXELS = 1_800_000
const FINEST = 2
/** So many songs fill the map. */
const MANY = 30_000

/** Draws the map on a canvas whenever there is something new to see, and never else. */
export class Stage {
  readonly camera: Camera
  readonly grid: PointGrid

  readonly #places: Places
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #labels: LabelLayer
  #image = new ImageData(1, 1)
  #pixels = new Int32Array(1)
  #ratio = 1
  #colours: MapColours
  #colourOf: Int32Array
  #marks: Marks = {}
  readonly #markSprites = new Map<MarkKind, Sprite>()
  #frame = 0
  #lastMs = 0
  readonly #followers = new Set<() => void>()

  constructor(canvas: HTMLCanvasElement, places: Places, colours: MapColours) {
    this.#canvas = canvas
    // Pixels are written by hand: they are kept where they can be.
    this.#context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!
    this.#places = places
    this.camera = new Camera(places.box, places.heart)
    this.grid = new PointGrid(places.x, places.y, places.box)
    this.#labels = new LabelLayer(places, this.grid, this.#context)
    this.#colours = colours
    this.#colourOf = coloursOf(places, colours)
  }

  setColours(colours: MapColours): void {
    this.#colours = colours
    this.#colourOf = coloursOf(this.#places, colours)
    this.#restyle()
  }

  setMarks(marks: Marks): void {
    this.#marks = marks
    this.request()
  }

  resize(size: Size): void {
    const { width, height } = size
    if (width < 1 || height < 1) return
    const affordable = Math.sqrt(MOST_PIXELS / (width * height))
    this.#ratio = Math.max(1, Math.min(devicePixelRatio, FINEST, affordable))
    this.#canvas.width = Math.round(width * this.#ratio)
    this.#canvas.height = Math.round(height * this.#ratio)
    this.#image = new ImageData(this.#canvas.width + 2 * MARGIN, this.#canvas.height + 2 * MARGIN)
    this.#pixels = new Int32Array(this.#image.data.buffer)
    this.camera.resize(size)
    this.#restyle()
    // A canvas of another size is empty: one picture must not go without.
    this.#draw(0)
  }

  /** The song below a pixel, or so near that it is meant; null where there is none. */
  songAt(px: number, py: number, reach: number): number | null {
    const { view, size } = this.camera
    const [x, y] = placeAt(view, px, py, size)
    return this.grid.nearest(x, y, 1, reach / view.scale)[0] ?? null
  }

  /** Where on the canvas a song is, in CSS pixels. */
  pixelOfSong(song: number): [px: number, py: number] {
    return pixelOf(this.camera.view, this.#places.x[song], this.#places.y[song], this.camera.size)
  }

  /** Calls after every picture, for what floats above the map. Returns what ends that. */
  afterPictures(call: () => void): () => void {
    this.#followers.add(call)
    return () => this.#followers.delete(call)
  }

  /** Draws before the screen is next painted. */
  request(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame((nowMs) => {
      this.#frame = 0
      const ms = this.#lastMs === 0 ? 16 : Math.min(nowMs - this.#lastMs, 64)
      const isMoving = this.camera.step(ms)
      const isFading = this.#draw(this.camera.isCalm ? Number.POSITIVE_INFINITY : ms)
      this.#lastMs = isMoving || isFading ? nowMs : 0
      if (isMoving || isFading) this.request()
    })
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = -1
  }

  #restyle(): void {
    this.#labels.restyle()
    this.#markSprites.clear()
    this.request()
  }

  #draw(ms: number): boolean {
    this.#drawSongs()
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
    this.#drawMarks()
    const isFading = this.#labels.draw(this.camera, this.#colours, this.#ratio, ms)
    for (const follow of this.#followers) follow()
    return isFading
  }

  #drawSongs(): void {
    const { view, size, nearness } = this.camera
    const { width, height } = this.#image
    this.#pixels.fill(pixelOfHex(this.#colours.ground))
    // Discs grow much slower than the map, so that they come apart as one comes nearer.
    const side = Math.min(size.width, 1.6 * size.height)
    const nearGrowth = Math.max(nearness, 1) ** 0.36 * this.#ratio * Math.min(1, 0.6 + side / 2000)
    // Few songs have room for larger ones.
    const growth = nearGrowth * Math.min(Math.max(MANY / this.#places.x.length, 1) ** 0.22, 1.8)
    const scale = view.scale * this.#ratio
    splat(
      { pixels: this.#pixels, width, height },
      { x: this.#places.x, y: this.#places.y, colour: this.#colourOf, size: this.#places.fame },
      {
        scale,
        left: width / 2 - view.x * scale,
        top: height / 2 - view.y * scale,
        smallest: 0.55 * growth,
        largest: 2.6 * growth,
        opacity: 0.82,
      },
    )
    this.#context.putImageData(this.#image, -MARGIN, -MARGIN)
  }

  #drawMarks(): void {
    // Small from afar, where many lie close together.
    const share = Math.min(0.62 + 0.12 * Math.log2(Math.max(this.camera.nearness, 1)), 1)
    for (const kind of ['forYou', 'likes', 'picks'] as const) {
      const sprite = this.#markSprites.get(kind) ?? markSprite(kind, this.#colours, this.#ratio)
      this.#markSprites.set(kind, sprite)
      for (const song of this.#marks[kind] ?? []) {
        const [px, py] = this.pixelOfSong(song)
        const [width, height] = [sprite.width * share, sprite.height * share]
        this.#context.drawImage(sprite.picture, px - width / 2, py - height / 2, width, height)
      }
    }
  }
}
