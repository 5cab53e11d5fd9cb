import type { MapColours } from './colours.js'

/** A small picture that is drawn once, and copied from then on: text on a canvas is slow. */
export interface Sprite {
  readonly picture: HTMLCanvasElement
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
}

function spriteOf(
  width: number,
  height: number,
  ratio: number,
  draw: (context: CanvasRenderingContext2D) => void,
) {
  const picture = document.createElement('canvas')
  picture.width = Math.ceil(width * ratio)
  picture.height = Math.ceil(height * ratio)
  const context = picture.getContext('2d', { willReadFrequently: true })
  if (context !== null) {
    context.scale(ratio, ratio)
    draw(context)
  }
  return { picture, width, height }
}

const HALO = 3

/** Text with a halo of the ground, so that it can be read above points. */
export function textSprite(
  text: string,
  font: string,
  size: { readonly width: number; readonly height: number },
  { text: loud, quiet, ground }: MapColours,
  isLoud: boolean,
  ratio: number,
): Sprite {
  const width = size.width + 2 * HALO
  const height = size.height + 2 * HALO
  return spriteOf(width, height, ratio, (context) => {
    context.font = font
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = 2 * HALO
    context.strokeStyle = `${ground}d0`
    context.strokeText(text, width / 2, height / 2)
    context.fillStyle = isLoud ? loud : quiet
    context.fillText(text, width / 2, height / 2)
  })
}

/** What a song is lit up for; each has a shape of its own, for colours alone do not tell everybody. */
export type MarkKind = 'picks' | 'likes' | 'forYou'

/** Shapes in a square of 24. */
export const MARK_SHAPES: Readonly<Record<MarkKind, string>> = {
  picks: 'M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z',
  likes: 'M12 20.5 4.1 12.6A5 5 0 0 1 11.2 5.5L12 6.3l.8-.8a5 5 0 0 1 7.1 7.1z',
  forYou: 'M12 3l9 9-9 9-9-9z',
}

const MARK_SIZE = 18

export function markSprite(kind: MarkKind, colours: MapColours, ratio: number): Sprite {
  const size = MARK_SIZE + 2 * HALO
  const colour = { picks: colours.pick, likes: colours.like, forYou: colours.forYou }[kind]
  return spriteOf(size, size, ratio, (context) => {
    context.translate(HALO, HALO)
    context.scale(MARK_SIZE / 24, MARK_SIZE / 24)
    const shape = new Path2D(MARK_SHAPES[kind])
    context.lineJoin = 'round'
    context.lineWidth = 6
    context.strokeStyle = colours.ground
    context.stroke(shape)
    context.fillStyle = colour
    context.fill(shape)
  })
}
