import { describe, expect, it } from 'vitest'
import { artworkElements, artworkOf } from '../src/songs/artwork.js'
import { PALETTES } from '../src/songs/artwork-palettes.js'

const IDS = Array.from({ length: 600 }, (_, i) => `Artist ${i % 90} - Title ${i}`)
const ODD = [
  '',
  ' - ',
  'no separator',
  'A&B <i> - "C" \'d\' #1 100%',
  'مقام - ליל',
  '🎷 - 🎺🎺',
  'x'.repeat(5_000),
]
const START = 'data:image/svg+xml,'

const svgOf = (id: string) => decodeURIComponent(artworkOf(id).slice(START.length))
const groundOf = (id: string) => /<linearGradient id='g'.*?<\/linearGradient>/.exec(svgOf(id))?.[0]

/** Checks that elements nest, attributes are quoted, and references are to what is there. */
function faultsOf(xml: string): string[] {
  const open: string[] = []
  const faults: string[] = []
  const rest = xml.replace(
    /<(\/?)([a-zA-Z]+)((?: [a-z-]+(?:\d|[A-Z])?[a-zA-Z-]*='[^'<&]*')*)(\/?)>/g,
    (_, end, name, _attributes, empty) => {
      if (end !== '' && open.pop() !== name) faults.push(`</${name}>`)
      else if (end === '' && empty === '') open.push(name)
      return ''
    },
  )
  for (const [, id] of xml.matchAll(/url\(#(\w+)\)/g))
    if (!xml.includes(`id='${id}'`)) faults.push(`#${id} is missing`)
  return [...faults, ...open, ...(rest === '' ? [] : [rest]), ...(/NaN|undefined|Infinity/.exec(xml) ?? [])]
}

/** Relative luminance of a colour, as WCAG 2 defines it. */
function luminance(channels: readonly number[]): number {
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe('artworkOf', () => {
  it('gives the same picture for the same song', () => {
    const first = IDS.map(artworkOf)
    // More than are kept, so that those above are drawn anew.
    for (let i = 0; i < 2_500; i++) artworkOf(`Others - ${i}`)
    expect(IDS.map(artworkOf)).toEqual(first)
  })

  it('gives different pictures for different songs', () => {
    expect(new Set(IDS.map(artworkOf)).size).toBeGreaterThan(IDS.length * 0.98)
  })

  it("prints all songs of an artist on that artist's ground", () => {
    for (const id of IDS) expect(groundOf(id)).toBe(groundOf(`${id.split(' - ')[0]} - Another`))
    expect(new Set(IDS.map(groundOf)).size).toBeGreaterThan(PALETTES.length)
  })

  it('is well-formed, whatever the id', () => {
    for (const id of [...IDS, ...ODD]) expect(faultsOf(svgOf(id)), id).toEqual([])
  })

  it('is an address without signs that end or change it, and holds no text of the id', () => {
    for (const id of [...IDS, ...ODD]) {
      expect(artworkOf(id)).toMatch(/^data:image\/svg\+xml,[^#"\n]+$/)
      expect(svgOf(id)).not.toMatch(/Title|Artist|<i>|xxx|مقام/)
    }
  })

  it('is the same within a page, where every name in it is its own', () => {
    for (const id of [...IDS, ...ODD]) {
      const elements = artworkElements(id, '_r_1_')
      expect(svgOf(id)).toContain(elements.replaceAll('_r_1_', ''))
      expect(faultsOf(elements), id).toEqual([])
      for (const [, name] of elements.matchAll(/(?: id='|url\(#)(\w+)/g)) expect(name).toMatch(/^_r_1_\w/)
    }
  })

  it('takes less than 2,000 bytes', () => {
    for (const id of [...IDS, ...ODD]) expect(Buffer.byteLength(artworkOf(id)), svgOf(id)).toBeLessThan(2_000)
  })

  it('lets a white sign in half shade stand out from every colour, at 4.5 to 1', () => {
    for (const { ground, inks } of PALETTES)
      for (const colour of [...ground, ...inks]) {
        const shaded = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255 / 2)
        expect(1.05 / (luminance(shaded) + 0.05), colour).toBeGreaterThanOrEqual(4.5)
      }
  })
})
