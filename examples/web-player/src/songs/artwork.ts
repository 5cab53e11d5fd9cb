import { COMPOSITIONS, type Random, SIDE } from './artwork-compositions.js'
import { PALETTES } from './artwork-palettes.js'
import { hashOf } from './hash.js'
import { songOfId } from './song.js'

const drawn = new Map<string, string>()
/** More than are on any page; a forgotten one is drawn again in no time. */
const MOST = 2_000

/** What of a drawing is named, so that another part of it can use it. */
const NAMED = / id='|url\(#/g

/**
 * A cover for a song without one, always the same: an SVG of less than 2 kB as a data address. Its colours are the
 * artist's, what is drawn in them the title's.
 */
export function artworkOf(songId: string): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='${VIEW_BOX}'>${drawingOf(songId)}</svg>`
  // The only sign in it that has a meaning in an address.
  return `data:image/svg+xml,${svg.replaceAll('#', '%23')}`
}

/** The view box of {@link artworkElements}. */
export const VIEW_BOX = `0 0 ${SIDE} ${SIDE}`

/**
 * The same picture as the elements within an `svg` of a page: a fifth of the work, or less, that an image of it is to a
 * browser, which makes a document of its own of every such image.
 *
 * @param scope - Letters, digits and `_`, of this place alone: names of elements count in the whole page.
 */
export function artworkElements(songId: string, scope: string): string {
  return drawingOf(songId).replaceAll(NAMED, `$&${scope}`)
}

function drawingOf(songId: string): string {
  const known = drawn.get(songId)
  if (known !== undefined) return known
  const drawing = draw(songId)
  if (drawn.size === MOST) drawn.clear()
  drawn.set(songId, drawing)
  return drawing
}

function draw(songId: string): string {
  const { artist, title } = songOfId(songId)
  const ofArtist = randomOf(artist)
  const ofTitle = randomOf(`${title}\n${artist}`)
  const palette = PALETTES[Math.floor(ofArtist() * PALETTES.length)]
  const compose = COMPOSITIONS[Math.floor(ofTitle() * COMPOSITIONS.length)]
  const { ground, inks } = palette
  return [
    gradient('g', ground[0], ground[1], ofArtist() < 0.5 ? 0 : 1),
    gradient('i', inks[1], inks[0], 0.3),
    `<radialGradient id='s' cx='.2' cy='.1' r='1.1'><stop stop-color='#fff' stop-opacity='.13'/><stop offset='1' stop-opacity='.16'/></radialGradient>`,
    `<path d='M0 0h96v96H0z' fill='url(#g)'/>`,
    compose(palette, ofTitle),
    `<path d='M0 0h96v96H0z' fill='url(#s)'/>`,
  ].join('')
}

function gradient(id: string, from: string, to: string, slant: number): string {
  return `<linearGradient id='${id}' x2='${slant}' y2='1'><stop stop-color='${from}'/><stop offset='1' stop-color='${to}'/></linearGradient>`
}

/** Numbers that follow from a text (FNV-1a, then mulberry32). */
function randomOf(text: string): Random {
  let state = hashOf(text)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
