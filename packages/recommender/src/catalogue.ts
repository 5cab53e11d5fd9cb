import { CatalogueSearch } from './catalogue-search.js'
import { RecommenderError } from './errors.js'
import { checkInteger } from './options.js'
import type { Song } from './song.js'
import { songKey } from './song-key.js'

/** A song with how much it is heard. */
export interface CatalogueSong extends Song {
  /** Listens over all users (for rated items: ratings). */
  readonly plays: number
  /** Users who listened to it. */
  readonly listeners: number
}

export interface CatalogueSearchOptions {
  /** Rows wanted at most, an integer >= 1. @defaultValue 10 */
  readonly limit?: number
}

/**
 * The songs of a model in row order: row `i` here is row `i` of the item factors. Finds them by id, by any
 * spelling of the id, and by words.
 *
 * Built once and never changed; building takes about half a second for 30,000 songs.
 */
export class Catalogue {
  readonly #songs: readonly CatalogueSong[]
  readonly #rowById = new Map<string, number>()
  readonly #rowByKey = new Map<string, number>()
  readonly #search: CatalogueSearch

  /** @param songs - In row order. Kept, not copied: leave them unchanged. */
  constructor(songs: readonly CatalogueSong[]) {
    this.#songs = songs
    const keys = songs.map((song) => songKey(song.songId))
    for (let row = 0; row < songs.length; row++) {
      setIfAbsent(this.#rowById, songs[row]!.songId, row)
      setIfAbsent(this.#rowByKey, keys[row]!, row)
    }
    this.#rowByKey.delete('')
    this.#search = new CatalogueSearch(
      keys,
      songs.map((song) => song.plays),
    )
  }

  /** How many songs there are. */
  get size(): number {
    return this.#songs.length
  }

  /**
   * The song of a row.
   *
   * @throws {@link RecommenderError} INVALID_OPTION if `row` is not an integer in 0 … size - 1.
   */
  song(row: number): CatalogueSong {
    const song = this.#songs[row]
    if (song === undefined) {
      const rule = this.size === 0 ? 'the catalogue is empty' : `it must be an integer in 0..${this.size - 1}`
      throw new RecommenderError('INVALID_OPTION', `row ${row} is not in the catalogue: ${rule}`)
    }
    return song
  }

  /** The row of a song by its exact id, or -1. */
  row(songId: string): number {
    return this.#rowById.get(songId) ?? -1
  }

  /**
   * The row of a song by its id however it is spelled: the exact id, else the first song with the same
   * {@link songKey}. -1 when there is none.
   */
  resolve(text: string): number {
    const row = this.row(text)
    return row >= 0 ? row : (this.#rowByKey.get(songKey(text)) ?? -1)
  }

  /**
   * Rows of the songs in whose key every word of the query occurs: those with words that start so first, then the
   * most played, then lower rows. When there are none, words at an edit distance of 1 or 2 count.
   *
   * @returns At most `limit` rows, best first; none for a query without a visible character.
   * @throws {@link RecommenderError} INVALID_OPTION if `limit` is not an integer >= 1.
   * @example
   * catalogue.search('gaye sexual healing', { limit: 3 })
   */
  search(query: string, options: CatalogueSearchOptions = {}): number[] {
    const { limit = 10 } = options
    checkInteger('limit', limit, 1)
    return this.#search.search(songKey(query), limit)
  }
}

function setIfAbsent(rows: Map<string, number>, text: string, row: number): void {
  if (!rows.has(text)) rows.set(text, row)
}
