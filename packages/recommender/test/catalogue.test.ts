import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Catalogue } from '../src/catalogue.js'
import { songKey, splitSongId } from '../src/song-key.js'
import { nastyText } from './arbitraries.js'

/** A catalogue of these songs; each is played as often as its place from the end, unless told otherwise. */
function catalogueOf(
  songIds: readonly string[],
  plays = songIds.map((_, row) => songIds.length - row),
): Catalogue {
  return new Catalogue(
    songIds.map((songId, row) => {
      const { artist, track } = splitSongId(songId)
      return { songId, artist, title: track, plays: plays[row]!, listeners: 1 }
    }),
  )
}

const SONGS = [
  'Metallica - Nothing Else Matters',
  'Metallica - One',
  'Beyoncé - Halo',
  'Lenny Kravitz - Believe',
  'Cher - Believe',
  'AC/DC - Thunderstruck',
  '!!! - Heart of Hearts',
  'Imagine Dragons - Thunder',
  'Daft Punk - One More Time',
  '242',
]

const found = (catalogue: Catalogue, query: string, limit = 10) =>
  catalogue.search(query, { limit }).map((row) => catalogue.song(row).songId)

/** Songs of few words, so that queries meet several of them. */
const words = fc.constantFrom('love', 'lovely', 'glove', 'beat', 'beatles', 'the', 'é', 'x', '!!!', 'a-b')
const anySongId = fc
  .tuple(fc.array(words, { minLength: 1, maxLength: 3 }), fc.array(words, { minLength: 1, maxLength: 3 }))
  .map(([artist, track]) => `${artist.join(' ')} - ${track.join(' ')}`)

describe('Catalogue', () => {
  const catalogue = catalogueOf(SONGS)

  it('knows its songs by row and by exact id', () => {
    expect(catalogue.size).toBe(10)
    expect(catalogue.song(2)).toEqual({
      songId: SONGS[2],
      artist: 'Beyoncé',
      title: 'Halo',
      plays: 8,
      listeners: 1,
    })
    expect(catalogue.row('Cher - Believe')).toBe(4)
    expect(catalogue.row('cher - believe')).toBe(-1)
    expect(catalogue.song(9)).toMatchObject({ title: '242', artist: '' })
  })

  it.each([-1, 10, 0.5, Number.NaN])('refuses the row %d', (row) => {
    expect(() => catalogue.song(row)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining('0..9') }),
    )
  })

  it('is searched and resolved without songs', () => {
    const empty = catalogueOf([])
    expect([empty.size, empty.resolve('x'), empty.search('love')]).toEqual([0, -1, []])
    expect(() => empty.song(0)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  })
})

describe('resolve', () => {
  it.each([
    ['BEYONCE – HALO (Live)', 2],
    ['ac/dc - thunderstruck [2003 Remastered]', 5],
    ['!!! - heart of hearts', 6],
    ['242', 9],
    ['Halo', -1],
    ['', -1],
    ['   ', -1],
  ])('takes %j for row %d', (text, row) => {
    expect(catalogueOf(SONGS).resolve(text)).toBe(row)
  })

  it('prefers the exact id, else the first song with the key', () => {
    const catalogue = catalogueOf(['A - Song (Live)', 'A - Song', 'A - SONG'])
    expect(catalogue.resolve('A - SONG')).toBe(2)
    expect(catalogue.resolve('a - song')).toBe(0)
  })

  it('finds every song by its id, and a song with the same key by its key', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anySongId, nastyText()), { maxLength: 10 }), (ids) => {
        const catalogue = catalogueOf(ids)
        for (const id of ids) {
          expect(catalogue.resolve(id)).toBe(ids.indexOf(id))
          const byKey = catalogue.resolve(songKey(id))
          if (songKey(id) !== '') expect(songKey(ids[byKey]!)).toBe(songKey(id))
        }
      }),
    )
  })
})

describe('search', () => {
  const catalogue = catalogueOf(SONGS)

  it.each([
    ['one', ['Metallica - One', 'Daft Punk - One More Time']],
    ['BEYONCE', ['Beyoncé - Halo']],
    ['believe che', ['Cher - Believe']],
    ['ac dc', ['AC/DC - Thunderstruck']],
    ['!!!', ['!!! - Heart of Hearts']],
    ['hearts heart', ['!!! - Heart of Hearts']],
    ['24', ['242']],
    ['Thunder (feat. Nobody)', ['AC/DC - Thunderstruck', 'Imagine Dragons - Thunder']],
  ])('finds by %j what holds every term of it', (query, songs) => {
    expect(found(catalogue, query)).toEqual(songs)
  })

  it('puts terms that begin a word before those inside one, then plays, then lower rows', () => {
    const ids = ['A - Glove', 'B - Love', 'C - Lovely', 'D - Love']
    expect(found(catalogueOf(ids, [9, 1, 5, 1]), 'love')).toEqual([ids[2], ids[1], ids[3], ids[0]])
  })

  it.each([
    ['metalica', ['Metallica - Nothing Else Matters', 'Metallica - One']],
    ['metallcia one', ['Metallica - One']],
    ['chre', []],
    ['chr', []],
    ['believe metal', []],
    ['lenni believe', ['Lenny Kravitz - Believe']],
  ])('forgives as many typos as a term is long enough for: %j', (query, songs) => {
    expect(found(catalogue, query)).toEqual(songs)
  })

  it('puts words one edit away before words two edits away', () => {
    expect(found(catalogueOf(['A - Abcdefxx', 'B - Abcdefgx']), 'abcdefgh')).toEqual([
      'B - Abcdefgx',
      'A - Abcdefxx',
    ])
  })

  it.each(['', '  ', '\u200b', ' - '])('finds nothing for %j', (query) => {
    expect(catalogue.search(query)).toEqual([])
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses the limit %d', (limit) => {
    expect(() => catalogue.search('one', { limit })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining('limit') }),
    )
  })

  it('gives ten rows unless told otherwise, and the first of the same order for any limit', () => {
    const many = catalogueOf(
      Array.from({ length: 300 }, (_, n) => `Artist ${n} - ${n % 3 ? 'Glove' : 'Love'}`),
    )
    expect(many.search('love')).toHaveLength(10)
    const all = many.search('love', { limit: 1000 })
    expect(new Set(all).size).toBe(300)
    for (let limit = 1; limit <= 300; limit += 13) {
      expect(many.search('love', { limit })).toEqual(all.slice(0, limit))
    }
  })

  it('finds exactly the songs a plain scan of the keys finds, in its order', () => {
    const query = fc.array(fc.constantFrom('lov', 'love', 'e', 'beat', 'the', 'les', '!!!', 'ab'), {
      minLength: 1,
      maxLength: 3,
    })
    const songs = fc.array(fc.tuple(anySongId, fc.nat(3)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(songs, query, (entries, parts) => {
        const ids = entries.map(([id]) => id)
        const plays = entries.map(([, n]) => n)
        const catalogue = catalogueOf(ids, plays)
        const terms = [...new Set(songKey(parts.join(' ')).split(' '))]
        const nBeginning = (row: number) =>
          terms.filter((term) => ` ${songKey(ids[row]!)}`.includes(` ${term}`)).length
        const scan = [...ids.keys()]
          .filter((row) => terms.every((term) => songKey(ids[row]!).includes(term)))
          .sort((a, b) => nBeginning(b) - nBeginning(a) || plays[b]! - plays[a]! || a - b)
        const rows = catalogue.search(parts.join(' '), { limit: 50 })
        // No term here is so long that a typo could be forgiven unless "love" or "beat" occurs nowhere.
        if (scan.length > 0 || terms.every((term) => term.length < 4)) expect(rows).toEqual(scan)
        expect(catalogue.search(parts.join(' '), { limit: 50 })).toEqual(rows)
      }),
    )
  })

  it('finds the same among thousands of songs that have even the rarest term', () => {
    const artists = ['The Beatles', 'The Lovers', 'Beat the Glove', 'Others']
    const ids = Array.from(
      { length: 9000 },
      (_, n) => `${artists[n % 4]} ${n % 7} - ${n % 3 ? 'Love' : 'Glove'} ${n}`,
    )
    const keys = ids.map((id) => songKey(id))
    const plays = ids.map((_, n) => (n * 7919) % 101)
    const many = catalogueOf(ids, plays)
    for (const query of ['the lov', 'e the', 'lov beat e', 'l']) {
      const terms = query.split(' ')
      const wanted = [...ids.keys()].filter((row) => terms.every((term) => keys[row]!.includes(term)))
      const nBeginning = (row: number) => terms.filter((term) => ` ${keys[row]}`.includes(` ${term}`)).length
      wanted.sort((a, b) => nBeginning(b) - nBeginning(a) || plays[b]! - plays[a]! || a - b)
      expect(many.search(query, { limit: 200 })).toEqual(wanted.slice(0, 200))
    }
  })
})
