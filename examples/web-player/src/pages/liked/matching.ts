import { plain } from '../../songs/plain.js'
import type { Song } from '../../songs/song.js'

/** The songs with every word of a text in their title or artist; accents and case do not count. */
export function matching(songs: readonly Song[], text: string): readonly Song[] {
  const words = plain(text).split(' ').filter(Boolean)
  if (words.length === 0) return songs
  return songs.filter(({ artist, title }) => {
    const name = plain(`${artist} ${title}`)
    return words.every((word) => name.includes(word))
  })
}
