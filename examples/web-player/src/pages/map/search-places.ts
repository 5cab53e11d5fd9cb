import { holdsWordsOf, plain } from '../../songs/plain.js'
import { songOfId } from '../../songs/song.js'
import type { City } from './labels.js'
import type { Places } from './places.js'

/** What one can fly to. */
export type Found =
  | { readonly kind: 'artist'; readonly name: string; readonly city: City }
  | { readonly kind: 'song'; readonly name: string; readonly artist: string; readonly point: number }

const MOST_ARTISTS = 3
const MOST_SONGS = 7

/** Finds artists and songs of a map that hold every word of a text; the best known first. */
export class PlaceSearch {
  readonly #places: Places
  readonly #cities: readonly City[]
  readonly #cityKeys: readonly string[]
  readonly #songKeys: readonly string[]

  constructor(places: Places, cities: readonly City[]) {
    this.#places = places
    this.#cities = cities
    this.#cityKeys = cities.map(({ name }) => plain(name))
    this.#songKeys = places.songIds.map(plain)
  }

  find(text: string): Found[] {
    const holds = holdsWordsOf(text)
    if (holds === null) return []
    const found: Found[] = []
    for (let i = 0; i < this.#cities.length && found.length < MOST_ARTISTS; i++)
      if (holds(this.#cityKeys[i]))
        found.push({ kind: 'artist', name: this.#cities[i].name, city: this.#cities[i] })
    const most = found.length + MOST_SONGS
    for (let i = this.#songKeys.length - 1; i >= 0 && found.length < most; i--) {
      if (!holds(this.#songKeys[i])) continue
      const { title, artist } = songOfId(this.#places.songIds[i])
      found.push({ kind: 'song', name: title, artist, point: i })
    }
    return found
  }
}
