import type { Song } from './song.js'

/** The artist of a song that names none. */
export const NO_ARTIST = -1

/** Every song's artist as a number, the same for the same artist, or {@link NO_ARTIST}; by row. */
export function artistNumbers(songs: readonly Song[]): Int32Array {
  const numbers = new Map([['', NO_ARTIST]])
  return Int32Array.from(songs, ({ artist }) => {
    const number = numbers.get(artist) ?? numbers.size
    numbers.set(artist, number)
    return number
  })
}
