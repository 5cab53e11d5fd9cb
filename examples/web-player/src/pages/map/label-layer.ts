import { songOfId } from '../../songs/song.js'
import type { Camera } from './camera.js'
import type { MapColours } from './colours.js'
import { type Candidate, type City, citiesOf, placeLabels } from './labels.js'
import type { Places } from './places.js'
import type { PointGrid } from './point-grid.js'
import { type Sprite, textSprite } from './sprites.js'
import { type Box, boxInView, contains, pixelOf } from './view.js'

interface Label extends Candidate {
  readonly text: string
  readonly font: string
  readonly isCity: boolean
}

/** A label that is seen, or is just coming or going. */
interface Shown {
  readonly label: Label
  share: number
}

const FADE_MS = 180
/** Labels are placed anew each time the map is about a quarter nearer. */
const STEPS_PER_DOUBLING = 3
const CITY_GAP = 16
const TITLE_GAP = 4
/** Cities stand a little above their place, where a song may be that is lit up. */
const CITY_DROP = -15
/** Pixels between a name and the edge of the map. */
const EDGE = 8
/** Titles are shown once so few songs are in view; so many of those around want a place. */
const MOST_TITLES = 200
const MOST_CANDIDATES = 300
/** New sprites for one picture: more would make it late. The others come with the next ones. */
const SPRITES_AT_ONCE = 5
/** How many sprites are kept. */
const MOST_SPRITES = 1_500
const FAMILY =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'

/** The names on the map: artists as cities, and titles once one is near. */
export class LabelLayer {
  readonly #places: Places
  readonly #grid: PointGrid
  readonly #cities: Label[]
  readonly #context: CanvasRenderingContext2D
  readonly #citiesByStep = new Map<number, Label[]>()
  #titles: { readonly box: Box; readonly step: number; readonly labels: readonly Label[] } | null = null
  readonly #shown = new Map<string, Shown>()
  readonly #sprites = new Map<string, Sprite>()
  readonly #titleLabels = new Map<number, Label>()

  constructor(places: Places, grid: PointGrid, context: CanvasRenderingContext2D) {
    this.#places = places
    this.#grid = grid
    this.#context = context
    this.#cities = citiesOf(places).map((city, rank) => this.#cityLabel(city, rank))
  }

  /** Forgets what is drawn in other colours or sizes. */
  restyle(): void {
    this.#sprites.clear()
  }

  /**
   * Draws what is to be seen, on a canvas whose pixels are CSS pixels.
   *
   * @param ms - Since the last time; infinite where labels are not to fade.
   * @returns Whether some are coming or going.
   */
  draw(camera: Camera, colours: MapColours, ratio: number, ms: number): boolean {
    const wanted = new Set<string>()
    for (const label of this.#wanted(camera)) {
      wanted.add(label.text)
      if (!this.#shown.has(label.text)) this.#shown.set(label.text, { label, share: 0 })
    }
    let isFading = false
    let newSprites = 0
    for (const [key, shown] of this.#shown) {
      const goal = wanted.has(key) ? 1 : 0
      const isNew = goal === 1 && shown.share === 0 && !this.#sprites.has(keyOf(shown.label))
      if (isNew && ++newSprites > SPRITES_AT_ONCE) {
        isFading = true
        continue
      }
      const way = ms / FADE_MS
      shown.share = goal > shown.share ? Math.min(goal, shown.share + way) : Math.max(goal, shown.share - way)
      if (shown.share === 0 && goal === 0) this.#shown.delete(key)
      else this.#drawOne(shown, camera, colours, ratio)
      if (shown.share !== goal) isFading = true
    }
    this.#context.globalAlpha = 1
    return isFading
  }

  #drawOne({ label, share }: Shown, { view, size }: Camera, colours: MapColours, ratio: number): void {
    const [px, py] = pixelOf(view, label.x, label.y, size)
    const { picture, width, height } = this.#sprite(label, colours, ratio)
    // On whole pixels of the screen, so that letters stay crisp.
    const left = Math.round((px - width / 2 + inward(px, width, size.width)) * ratio) / ratio
    const top = Math.round((py + label.drop - height / 2) * ratio) / ratio
    if (left > size.width || top > size.height || left + width < 0 || top + height < 0) return
    this.#context.globalAlpha = share
    this.#context.drawImage(picture, left, top, picture.width / ratio, picture.height / ratio)
  }

  #wanted(camera: Camera): Label[] {
    const { view, size } = camera
    const step = Math.floor(Math.log2(view.scale) * STEPS_PER_DOUBLING)
    const box = boxInView(view, size, 0.1)
    const isInView = ({ x, y }: Label) => x > box.left && x < box.right && y > box.top && y < box.bottom
    const cities = this.#citiesAt(step).filter(isInView)
    const titles = this.#titlesAround(camera, step)
    return titles.length === 0 ? cities : [...cities, ...titles.filter(isInView)]
  }

  #citiesAt(step: number): Label[] {
    const known = this.#citiesByStep.get(step)
    if (known !== undefined) return known
    const labels = placeLabels(this.#cities, 2 ** (step / STEPS_PER_DOUBLING), CITY_GAP).map(
      (i) => this.#cities[i],
    )
    this.#citiesByStep.set(step, labels)
    return labels
  }

  /** Placed for a window more on each side, so that they stay while the map is moved a little. */
  #titlesAround({ view, size }: Camera, step: number): readonly Label[] {
    if (this.#titles?.step === step && contains(this.#titles.box, boxInView(view, size)))
      return this.#titles.labels
    let inView = 0
    this.#grid.forEachIn(boxInView(view, size), () => inView++)
    const box = boxInView(view, size, 0.5)
    const songs: number[] = []
    if (inView <= MOST_TITLES) this.#grid.forEachIn(box, (i) => songs.push(i))
    const labels = this.#titlesOf(songs, box, step)
    this.#titles = { box, step, labels }
    return labels
  }

  #titlesOf(songs: number[], box: Box, step: number): Label[] {
    if (songs.length === 0) return []
    const cities = this.#citiesAt(step).filter(
      ({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom,
    )
    // The better known a song is, the later it comes in the columns.
    const titles = songs
      .sort((a, b) => b - a)
      .slice(0, MOST_CANDIDATES)
      .map((i) => this.#titleLabel(i))
    const all = [...cities, ...titles]
    return placeLabels(all, 2 ** (step / STEPS_PER_DOUBLING), TITLE_GAP)
      .filter((i) => i >= cities.length)
      .map((i) => all[i])
  }

  #cityLabel({ name, x, y }: City, rank: number): Label {
    const fontSize = rank < 12 ? 17 : rank < 60 ? 15 : 13
    return this.#label(name, `650 ${fontSize}px ${FAMILY}`, fontSize, x, y, CITY_DROP, true)
  }

  #titleLabel(point: number): Label {
    const known = this.#titleLabels.get(point)
    if (known !== undefined) return known
    const { title } = songOfId(this.#places.songIds[point])
    const { x, y, fame } = this.#places
    const drop = 16 + 6 * fame[point]
    const label = this.#label(title, `400 12px ${FAMILY}`, 12, x[point], y[point], drop, false)
    this.#titleLabels.set(point, label)
    return label
  }

  #label(
    whole: string,
    font: string,
    fontSize: number,
    x: number,
    y: number,
    drop: number,
    isCity: boolean,
  ): Label {
    const text = whole.length > 32 ? `${Array.from(whole).slice(0, 30).join('')}…` : whole
    this.#context.font = font
    const { width } = this.#context.measureText(text)
    return { text, font, isCity, x, y, drop, width: Math.ceil(width), height: Math.ceil(fontSize * 1.3) }
  }

  #sprite(label: Label, colours: MapColours, ratio: number): Sprite {
    const key = keyOf(label)
    const known = this.#sprites.get(key)
    if (known !== undefined) return known
    if (this.#sprites.size === MOST_SPRITES) this.#sprites.clear()
    const sprite = textSprite(label.text, label.font, label, colours, label.isCity, ratio)
    this.#sprites.set(key, sprite)
    return sprite
  }
}

/** How far a label is moved so that the edge of the map does not cut it; its place stays below or above it. */
function inward(px: number, width: number, mapWidth: number): number {
  const [left, right] = [width / 2 + EDGE - px, px + width / 2 + EDGE - mapWidth]
  return Math.min(Math.max(left, 0), width / 2) - Math.min(Math.max(right, 0), width / 2)
}

function keyOf({ font, text }: Label): string {
  return font + text
}
