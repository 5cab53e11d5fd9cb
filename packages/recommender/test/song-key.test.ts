import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { songId, songKey, splitSongId } from '../src/song-key.js'
import { nastyText } from './arbitraries.js'

/** Text made of the parts that the rules of a key are about, and of arbitrary ones between them. */
const songText = fc
  .array(
    fc.oneof(
      nastyText(),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        ...[' - ', ' – ', '-', '(', ')', '[', ']', 'feat', 'feat.', 'Ft.', 'featuring', ' ', '\u00a0', '.'],
        ...[
          'Remix',
          'LIVE',
          'Version',
          'remastered 2011',
          '!!!',
          '’',
          'Σ',
          'İ',
          'ŉ',
          '´',
          '\u0301',
          '\u0483',
        ],
        ...['\u05b0', '\u200d', '\ufe0f', '\ud83d', '\ude00', '⑴', '（', 'ﬁ', '÷', '♥', '한', 'の'],
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''))

/** Some letters are blank by design (the Hangul fillers), and do not count. */
const BLANK_LETTERS = /\p{Default_Ignorable_Code_Point}/gu
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

const UNDEFINED = /[\p{Cn}\p{Co}]/u
const STEADY = /[\p{L}\p{N}]/u
const isFolded = (text: string) => text.normalize('NFKD').toLowerCase() === text

describe('songId', () => {
  it('joins artist and track without the blanks around them', () => {
    expect(songId(' Daft Punk', 'One More Time\t')).toBe('Daft Punk - One More Time')
  })
})

describe('splitSongId', () => {
  it('splits at the first separator', () => {
    expect(splitSongId('Maria Mena - Habits - Live')).toEqual({
      artist: 'Maria Mena',
      track: 'Habits - Live',
    })
  })

  it('takes an id without separator for a track of nobody', () => {
    expect(splitSongId('242')).toEqual({ artist: '', track: '242' })
    expect(splitSongId('Jay-Z')).toEqual({ artist: '', track: 'Jay-Z' })
  })

  it('gives back the parts of an id when the artist holds no separator', () => {
    fc.assert(
      fc.property(nastyText(), nastyText(), (artist, track) => {
        fc.pre(!`${artist.trim()} -`.includes(' - '))
        expect(splitSongId(songId(artist, track))).toEqual({ artist: artist.trim(), track: track.trim() })
      }),
    )
  })
})

describe('songKey', () => {
  it.each([
    ['Beyoncé - Déjà Vu', 'beyonce - deja vu'],
    ['Guns N’ Roses - Don’t Cry', 'guns n roses - dont cry'],
    ["Guns N' Roses - Don't Cry", 'guns n roses - dont cry'],
    ['AC/DC - T.N.T.', 'acdc - tnt'],
    ['Sigur Rós  -  Ágætis   byrjun', 'sigur ros - agætis byrjun'],
    ['Ｑｕｅｅｎ – Innuendo', 'queen - innuendo'],
    ['Alicia Keys - You Save Me (feat. Snoh Aalegra)', 'alicia keys - you save me'],
    ['Plan B - Me La Explota Feat. Yankee', 'plan b - me la explota'],
    ['Eminem - Lock It Up ft. Anderson .Paak', 'eminem - lock it up'],
    ['X - Song [Featuring Y]', 'x - song'],
    ['Air - Le soleil est près de moi (Dopplereffekt remix)', 'air - le soleil est pres de moi'],
    ['X - Song (Remastered 2011) [Mono]', 'x - song'],
    ['X - Song (Live at the Y (Z))', 'x - song'],
    ['X - Song (Part 2)', 'x - song part 2'],
    ['X - Olive (Deliverance)', 'x - olive deliverance'],
    ['X - Song (Live', 'x - song live'],
    ['Little Feat - No Small Feat', 'little feat - no small feat'],
    ['Live (Remix) - Run', 'live remix - run'],
    ['Пикник - Королевство кривых', 'пикник - королевство кривых'],
    ['椎名林檎 - 丸の内サディスティック', '椎名林檎 - 丸の内サテ\u3099ィスティック'],
    ['हिन्दी - गीत', 'हिन्दी - गीत'],
  ])('makes of %j the key %j', (text, key) => {
    expect(songKey(text)).toBe(key)
  })

  it.each([
    ['!!! - Heart of Hearts', '!!! - heart of hearts'],
    ['X - (Remix)', 'x - remix'],
    ['X - (feat. Y)', 'x - feat y'],
    ['Sigur Rós - ( )', 'sigur ros - ( )'],
    ['Ed Sheeran - ÷', 'ed sheeran - ÷'],
    ['♥', '♥'],
    ['¨', '\u0308'],
    ['242', '242'],
  ])('keeps of %j what would otherwise leave nothing', (text, key) => {
    expect(songKey(text)).toBe(key)
  })

  it.each(['', ' \t\n', '\u200b\u00a0', '\ud800'])('is empty where nothing is visible: %j', (text) => {
    expect(songKey(text)).toBe('')
  })

  it('changes a key no further', () => {
    fc.assert(
      fc.property(songText, (text) => {
        const key = songKey(text)
        expect(songKey(key)).toBe(key)
      }),
      { numRuns: 3000 },
    )
  })

  it('changes the key of no single character further', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const character = String.fromCodePoint(codePoint)
      if (UNDEFINED.test(character) || (STEADY.test(character) && isFolded(character))) continue
      const key = songKey(`a - b${character}`)
      if (songKey(key) !== key) expect.unreachable(`U+${codePoint.toString(16)} gives ${JSON.stringify(key)}`)
    }
  })

  it('is never empty where something is visible', () => {
    fc.assert(
      fc.property(songText, (text) => {
        fc.pre(VISIBLE.test(text.replace(BLANK_LETTERS, '')))
        expect(songKey(text)).not.toBe('')
      }),
      { numRuns: 3000 },
    )
  })

  it('does not tell spellings apart that differ in case, apostrophes and blanks', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."abZÉ  '-.1"), { maxLength: 20 }), (letters) => {
        const text = `x - ${letters.join('')}1`
        const other = text.toUpperCase().replaceAll("'", '’').replaceAll(' ', ' \u00a0')
        expect(songKey(other)).toBe(songKey(text))
      }),
    )
  })
})
