import { holdsWordsOf, plain } from '../../songs/plain.js'
import type { Song } from '../../songs/song.js'

/** The songs with every word of a text in their title or artist; accents and case do not count. */
export function matching(songs: readonly Song[], text: string): readonly Song[] {
  const holds = holdsWordsOf(text)
  return holds === null ? songs : songs.filter(({ artist, title }) => holds(plain(`${artist} ${title}`)))
}
