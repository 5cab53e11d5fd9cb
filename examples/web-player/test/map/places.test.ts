import { describe, expect, it } from 'vitest'
import { coloursOf, DARK, LIGHT, pixelOfHex, pixelOfOklch } from '../../src/pages/map/colours.js'
import { citiesOf } from '../../src/pages/map/labels.js'
import { placesOf } from '../../src/pages/map/places.js'
import { PlaceSearch } from '../../src/pages/map/search-places.js'

const MAP = {
  song_ids: ['Björk - Jóga', 'The Foxes - Night Bus', 'The Foxes - Day', 'Otto - Foxes'],
  x: [0, 65_535, 32_768, 100],
  y: [0, 30_000, 20_000, 100],
  listeners: [5, 900, 0, 50],
}

describe('placesOf', () => {
  const places = placesOf(MAP)

  it('puts the best known last, and finds all by their ids', () => {
    expect(places.songIds.at(-1)).toBe('The Foxes - Night Bus')
    for (const [id, i] of places.indexOf) expect(places.songIds[i]).toBe(id)
    expect(places.fame[3]).toBe(1)
    expect(places.fame[0]).toBe(0)
  })

  it('keeps the aspect, and knows its bounds', () => {
    expect(places.x[3]).toBe(1)
    expect(places.y[3]).toBeCloseTo(30_000 / 65_535)
    expect(places.box.right).toBe(1)
    expect(places.box.bottom).toBeCloseTo(30_000 / 65_535)
  })

  it('is there for a map without songs, and for one that nobody listens to', () => {
    expect(placesOf({ song_ids: [], x: [], y: [], listeners: [] }).songIds).toEqual([])
    expect(placesOf({ song_ids: ['a'], x: [1], y: [1], listeners: [0] }).fame[0]).toBe(0)
  })

  it('leaves what lies far out out of its heart', () => {
    const many = Array.from({ length: 400 }, (_, i) => 30_000 + i)
    const all = [...many, 65_535]
    const { heart, box } = placesOf({ song_ids: all.map(String), x: all, y: all, listeners: all })
    expect(heart.right).toBeLessThan(0.5)
    expect(box.right).toBe(1)
  })
})

describe('PlaceSearch', () => {
  const places = placesOf(MAP)
  const search = new PlaceSearch(places, citiesOf(places))

  it('finds artists before songs, whatever accents and capitals', () => {
    expect(search.find('BJORK').map(({ kind, name }) => [kind, name])).toEqual([
      ['artist', 'Björk'],
      ['song', 'Jóga'],
    ])
  })

  it('wants every word, and puts the best known song first', () => {
    expect(search.find('foxes').map(({ name }) => name)).toEqual(['The Foxes', 'Night Bus', 'Foxes', 'Day'])
    expect(search.find('foxes bus').map(({ name }) => name)).toEqual(['Night Bus'])
    expect(search.find('  ')).toEqual([])
  })
})

describe('colours', () => {
  it('turn oklch into the pixels that CSS makes of it', () => {
    // oklch(1 0 0) is white; oklch(0.628 0.2577 29.23deg) is red.
    expect(pixelOfOklch(1, 0, 0) >>> 0).toBe(0xffffffff)
    expect(pixelOfOklch(0.62796, 0.25768, (29.234 * Math.PI) / 180) >>> 0).toBe(0xff0000ff)
    expect(pixelOfHex('#102030') >>> 0).toBe(0xff302010)
  })

  it('are lighter on dark, and the more so the better known', () => {
    const brightness = (pixel: number) => (pixel & 0xff) + ((pixel >> 8) & 0xff) + ((pixel >> 16) & 0xff)
    const same = { x: Float32Array.of(0.5, 0.5), y: Float32Array.of(0.5, 0.5), fame: Float32Array.of(0, 1) }
    const [faint, strong] = coloursOf(same, DARK)
    expect(brightness(strong)).toBeGreaterThan(brightness(faint))
    const [faintInk, strongInk] = coloursOf(same, LIGHT)
    expect(brightness(strongInk)).toBeLessThan(brightness(faintInk))
  })
})
