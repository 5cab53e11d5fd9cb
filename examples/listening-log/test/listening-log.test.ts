import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Listen, ListeningLog } from '../src/index.js'
import { csvLines, generateListeningLog } from '../src/index.js'

const small = { nListeners: 30, nSongs: 300, nArtists: 40, nListens: 3000 }
const songIdOf = ({ artist, track }: Listen) => `${artist} - ${track}`
const minuteOf = ({ date, time }: Listen) => Date.parse(`${date} ${time} UTC`) / 60_000
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!

function groupBy<T>(rows: Iterable<T>, keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [row])
    else group.push(row)
  }
  return groups
}

describe('generateListeningLog with its defaults', () => {
  let log: ListeningLog
  let listens: Listen[]
  beforeAll(() => {
    log = generateListeningLog()
    listens = [...log.listens]
  })

  it('gives about 400,000 listens of 600 listeners to 4,000 songs by 500 artists in 12 genres, and more', () => {
    expect(listens.length).toBeGreaterThan(380_000)
    expect(listens.length).toBeLessThan(420_000)
    expect(new Set(listens.map(({ username }) => username)).size).toBeGreaterThanOrEqual(600)
    expect(new Set(listens.map(songIdOf)).size).toBeGreaterThanOrEqual(4000)
    expect(new Set(listens.map(({ artist }) => artist)).size).toBeGreaterThanOrEqual(500)
    const genres = groupBy(new Set(listens.map(songIdOf)), (song) => log.genreOfSong.get(song)!.genre)
    expect(genres.size).toBe(12)
    for (const songs of genres.values()) {
      const subGenres = new Set(songs.map((song) => log.genreOfSong.get(song)!.subGenre))
      expect(subGenres.size).toBeGreaterThanOrEqual(3)
    }
  })

  it('has a long tail: a few songs have most of the plays, many have hardly a listener', () => {
    const plays = [...groupBy(listens, songIdOf).values()]
    const counts = plays.map((rows) => rows.length).sort((a, b) => b - a)
    const top = counts.slice(0, counts.length / 10).reduce((sum, count) => sum + count, 0)
    expect(top / listens.length).toBeGreaterThan(0.4)
    const rare = plays.filter((rows) => new Set(rows.map(({ username }) => username)).size < 5)
    expect(rare.length / plays.length).toBeGreaterThan(0.1)
  })

  it('is in sessions over a year: minutes between two listens, far more between two sessions', () => {
    const within: number[] = []
    let sessions = 1
    let smallest = Infinity
    for (const [i, listen] of listens.entries()) {
      const before = listens[i + 1]
      if (before?.username !== listen.username) continue
      const gap = minuteOf(listen) - minuteOf(before)
      smallest = Math.min(smallest, gap)
      if (gap < 30) within.push(gap)
      else sessions++
    }
    expect(smallest).toBeGreaterThanOrEqual(2)
    expect(median(within)).toBeLessThanOrEqual(6)
    expect(listens.length / sessions).toBeGreaterThan(5)
    const minutes = listens.map(minuteOf)
    const days = (minutes.reduce((a, b) => Math.max(a, b)) - minutes.reduce((a, b) => Math.min(a, b))) / 1440
    expect(days).toBeGreaterThan(360)
    expect(days).toBeLessThan(380)
  })

  it('repeats an artist within a session far more often than chance, a song twice running hardly ever', () => {
    let pairs = 0
    let sameArtist = 0
    let sameSong = 0
    for (const [i, listen] of listens.entries()) {
      const before = listens[i + 1]
      if (before?.username !== listen.username || minuteOf(listen) - minuteOf(before) > 30) continue
      pairs++
      if (before.artist === listen.artist) sameArtist++
      if (songIdOf(before) === songIdOf(listen)) sameSong++
    }
    expect(sameArtist / pairs).toBeGreaterThan(0.2)
    expect(sameSong / pairs).toBeLessThan(0.05)
  })

  it('gives most plays of nearly every listener to their favourite genres, and comes back to those songs', () => {
    let own = 0
    const plays = { own: { songs: 0, plays: 0 }, other: { songs: 0, plays: 0 } }
    for (const [username, rows] of groupBy(listens, (row) => row.username)) {
      const loved = new Set(log.tasteOfListener.get(username)!.genres.map(({ genre }) => genre))
      for (const [song, again] of groupBy(rows, songIdOf)) {
        const side = loved.has(log.genreOfSong.get(song)!.genre) ? plays.own : plays.other
        side.songs++
        side.plays += again.length
      }
      if (rows.filter((row) => loved.has(log.genreOfSong.get(songIdOf(row))!.genre)).length > rows.length / 2)
        own++
    }
    expect(own / log.tasteOfListener.size).toBeGreaterThan(0.95)
    expect(plays.own.plays / plays.own.songs).toBeGreaterThan(4)
    expect(plays.other.plays / plays.other.songs).toBeLessThan(1.5)
  })

  it('has names that can be pronounced, each artist and each song its own', () => {
    const artists = [...new Set(listens.map(({ artist }) => artist))]
    expect(new Set(artists.map((name) => name.toLowerCase())).size).toBe(artists.length)
    const names = [...artists, ...new Set(listens.map(({ track }) => track))]
    for (const name of names) {
      expect(name).toMatch(/^[\p{L}\d "'(¿&!.,:/?)+-]+$/u)
      expect(name).not.toMatch(/[{}]|undefined| {2}|^ | $/)
      for (const word of name.match(/\p{L}{3,}/gu) ?? []) {
        const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
        // Ordinary abbreviations and numerals apart, as in "feat.", "Pt." and "III".
        if (!/^(iii|arr)$/.test(plain)) expect(plain).toMatch(/[aeiouyøœæ]/)
        expect(plain).not.toMatch(/[^aeiouyøœæ]{6}|[aeiou]{5}/)
      }
    }
    for (const mark of [',', '"', "'", '(Remix)', '(Live)', 'feat.', 'Pt. 2', 'é', 'ñ', 'ö'])
      expect(
        names.some((name) => name.includes(mark)),
        mark,
      ).toBe(true)
  })
})

describe('generateListeningLog', () => {
  it('gives the same log for the same seed, to the byte, and another for another', () => {
    const text = (seed: number) => [...csvLines(generateListeningLog({ ...small, seed }).listens)].join('')
    expect(text(7)).toBe(text(7))
    expect(text(7)).not.toBe(text(8))
  })

  it.each([{ nListeners: 0 }, { seed: 1.5 }, { nArtists: 11 }, { nSongs: 5 }, { nListens: Number.NaN }])(
    'refuses %j',
    (options) => {
      expect(() => generateListeningLog({ ...small, ...options })).toThrow(RangeError)
    },
  )
})

describe('csvLines', () => {
  it('writes seven columns that csv-parse reads back to the same rows', () => {
    const listens = [...generateListeningLog(small).listens]
    const text = [...csvLines(listens)].join('')
    const [header, ...rows] = parse(text) as string[][]
    expect(header).toEqual(['', 'Username', 'Artist', 'Track', 'Album', 'Date', 'Time'])
    expect(rows).toEqual(
      listens.map(({ username, artist, track, album, date, time }, i) => [
        ...[`${i}`, username, artist, track, album, date, ` ${time}`],
      ]),
    )
    expect(text.split('\n')[1]).toMatch(/^0,listener_0001,.*,\d\d [JFMASOND][a-z]{2} 202[01], \d\d:\d\d$/)
  })
})
