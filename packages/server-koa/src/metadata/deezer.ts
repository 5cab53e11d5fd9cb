import { z } from 'zod'
import { endpoint, fetchJson } from './fetch-json.js'
import type { FoundSong, MetadataProvider, QuestionOptions } from './provider.js'
import { ProviderError } from './provider-error.js'
import type { Resilience } from './resilience.js'
import { coverKey, providerText, webAddress, wellFormed } from './song-match.js'

const answer = z.object({
  data: z.array(z.unknown()).optional(),
  error: z.object({ code: z.number().optional(), message: z.string().optional() }).optional(),
})
const track = z.object({
  title: providerText,
  preview: z.string().nullish(),
  artist: z.object({ name: providerText }),
  album: z.object({
    title: providerText.nullish(),
    cover_big: z.string().nullish(),
    cover_medium: z.string().nullish(),
  }),
})

/** Tracks looked through for the one whose cover is wanted. */
const CANDIDATES = 10
/** Error codes of the API: asked too often, and busy. Both come with status 200. */
const QUOTA = 4
const SERVICE_BUSY = 700

/**
 * The search of the Deezer API.
 *
 * @see https://developers.deezer.com/api/search
 */
export class Deezer implements MetadataProvider {
  static readonly RATE = { requests: 50, perMs: 5_000 }
  readonly name = 'deezer'
  readonly #baseUrl: string
  readonly #resilience: Resilience

  constructor(baseUrl: string, resilience: Resilience) {
    this.#baseUrl = baseUrl
    this.#resilience = resilience
  }

  async search(query: string, options: QuestionOptions & { limit: number }): Promise<readonly FoundSong[]> {
    const { limit } = options
    const url = endpoint(this.#baseUrl, 'search', { q: query, limit: String(limit) })
    const data = await this.#resilience.run((signal) => this.#ask(url, signal), options)
    return wellFormed(track, data)
      .slice(0, limit)
      .map(({ title, artist, album, preview }) => ({
        title,
        artist: artist.name,
        album: album.title ?? null,
        coverUrl: webAddress(album.cover_big) ?? webAddress(album.cover_medium),
        previewUrl: webAddress(preview),
      }))
  }

  async cover(artist: string, title: string, options: QuestionOptions): Promise<string | null> {
    const key = coverKey(artist, title)
    const query = `artist:"${unquoted(artist)}" track:"${unquoted(title)}"`
    const songs = await this.search(query, { ...options, limit: CANDIDATES })
    const match = songs.find((found) => found.coverUrl && coverKey(found.artist, found.title) === key)
    return match?.coverUrl ?? null
  }

  close(): void {
    this.#resilience.close()
  }

  async #ask(url: URL, signal: AbortSignal): Promise<readonly unknown[]> {
    const { data, error } = await fetchJson(url, answer, { signal })
    if (data !== undefined) return data
    if (error === undefined) throw new ProviderError('BAD_ANSWER', 'answered neither data nor an error')
    throw new ProviderError(codeOf(error.code), `answered error ${error.code}: ${error.message}`)
  }
}

function codeOf(code: number | undefined) {
  if (code === QUOTA) return 'LIMITED'
  return code === SERVICE_BUSY ? 'SERVER_ERROR' : 'REJECTED'
}

/** The query language has no way to write a quotation mark within quotation marks. */
function unquoted(text: string): string {
  return text.replaceAll('"', ' ')
}
