import { expect, test } from 'vitest'
import { matching } from '../src/pages/liked/matching.js'
import { MOST, withPick } from '../src/pages/welcome/picks.js'
import { type Song, songOfId } from '../src/songs/song.js'

const SONGS = Array.from({ length: MOST + 1 }, (_, song) => songOfId(`Artist - ${song}`))
const pick = (songs: readonly Song[]) => songs.reduce<readonly Song[]>(withPick, [])

test('a second press takes a pick back', () => {
  expect(pick([SONGS[0]!, SONGS[1]!, SONGS[0]!])).toEqual([SONGS[1]])
})

test('there are no more picks than the most, and one that is taken back makes room', () => {
  expect(pick(SONGS)).toEqual(SONGS.slice(0, MOST))
  expect(pick([...SONGS, SONGS[0]!, SONGS[MOST]!])).toEqual(SONGS.slice(1))
})

test('songs are found by words of artist and title, whatever their case, accents and apostrophes', () => {
  const song = songOfId('Beyoncé - Don’t Hurt Yourself')
  for (const text of ['', ' ', 'beyonce', "DON'T  hurt", 'yourself bey'])
    expect(matching([song], text)).toEqual([song])
  expect(matching([song], 'hurt me')).toEqual([])
})
