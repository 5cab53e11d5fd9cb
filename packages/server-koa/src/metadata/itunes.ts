import { z } from 'zod'
import { endpoint, fetchJson } from './fetch-json.js'
import type { FoundSong, MetadataProvider, QuestionOptions } from './provider.js'
import type { Resilience } from './resilience.js'
import { coverKey, providerText, webAddress, wellFormed } from './song-match.js'

const answer = z.object({ results: z.array(z.unknown()) })
const song = z.object({
  trackName: providerText,
  artistName: providerText,
  collectionName: providerText.nullish(),
  artworkUrl100: z.string().nullish(),
  previewUrl: z.string().nullish(),
})

/** Songs looked through for the one whose cover is wanted. */
const CANDIDATES = 10
/** In the file name of an artwork, whose other sizes differ in nothing else. */
const SMALL = /100x100(?=[^/]*$)/

/**
 * The iTunes Search API.
 *
 * @see https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI/
 */
export class ITunes implements MetadataProvider {
  /** "Approximately 20 calls per minute", as its documentation has it. */
  static readonly RATE = { requests: 20, perMs: 60_000 }
  readonly name = 'itunes'
  readonly #baseUrl: string
  readonly #resilience: Resilience

  constructor(baseUrl: string, resilience: Resilience) {
    this.#baseUrl = baseUrl
    this.#resilience = resilience
  }

  async search(query: string, options: QuestionOptions & { limit: number }): Promise<readonly FoundSong[]> {
    const { limit } = options
    const url = endpoint(this.#baseUrl, 'search', {
      term: query,
      media: 'music',
      entity: 'song',
      limit: String(limit),
    })
    const { results } = await this.#resilience.run((signal) => fetchJson(url, answer, { signal }), options)
    return wellFormed(song, results)
      .slice(0, limit)
      .map((found) => ({
        title: found.trackName,
        artist: found.artistName,
        album: found.collectionName ?? null,
        coverUrl: webAddress(found.artworkUrl100?.replace(SMALL, '600x600')),
        previewUrl: webAddress(found.previewUrl),
      }))
  }

  async cover(artist: string, track: string, options: QuestionOptions): Promise<string | null> {
    const key = coverKey(artist, track)
    const songs = await this.search(`${artist} ${track}`, { ...options, limit: CANDIDATES })
    const match = songs.find((found) => found.coverUrl && coverKey(found.artist, found.title) === key)
    return match?.coverUrl ?? null
  }

  close(): void {
    this.#resilience.close()
  }
}
