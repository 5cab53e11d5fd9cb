import { COMPOSITIONS, type Random, SIDE } from './artwork-compositions.js'
import { PALETTES } from './artwork-palettes.js'
import { hashOf } from './hash.js'
import { songOfId } from './song.js'

const drawn = new Map<string, string>()
/** More than are on any page; a forgotten one is drawn again in no time. */
const MOST = 2_000

/**
 * A cover for a song without one, always the same: an SVG of less than 2 kB as a data address. Its colours are the
 * artist's, what is drawn in them the title's.
 */
export function artworkOf(songId: string): string {
  const known = drawn.get(songId)
  if (known !== undefined) return known
  // The only sign in it that has a meaning in an address.
  const address = `data:image/svg+xml,${draw(songId).replaceAll('#', '%23')}`
  if (drawn.size === MOST) drawn.clear()
  drawn.set(songId, address)
  return address
}

function draw(songId: string): string {
  const { artist, title } = songOfId(songId)
  const ofArtist = randomOf(artist)
  const ofTitle = randomOf(`${title}\n${artist}`)
  const palette = PALETTES[Math.floor(ofArtist() * PALETTES.length)]
  const compose = COMPOSITIONS[Math.floor(ofTitle() * COMPOSITIONS.length)]
  const { ground, inks } = palette
  return [
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${SIDE} ${SIDE}'>`,
    gradient('g', ground[0], ground[1], ofArtist() < 0.5 ? 0 : 1),
    gradient('i', inks[1], inks[0], 0.3),
    `<radialGradient id='s' cx='.2' cy='.1' r='1.1'><stop stop-color='#fff' stop-opacity='.13'/><stop offset='1' stop-opacity='.16'/></radialGradient>`,
    `<path d='M0 0h96v96H0z' fill='url(#g)'/>`,
    compose(palette, ofTitle),
    `<path d='M0 0h96v96H0z' fill='url(#s)'/></svg>`,
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
