import { z } from 'zod'
import { endpoint, fetchJson } from './fetch-json.js'
import type { FoundSong, MetadataProvider, QuestionOptions } from './provider.js'
import { ProviderError } from './provider-error.js'
import type { Resilience } from './resilience.js'
import { coverKey, providerText, webAddress, wellFormed } from './song-match.js'

const recordings = z.object({ recordings: z.array(z.unknown()) })
const recording = z.object({
  title: providerText,
  'artist-credit': z.array(z.object({ name: providerText, joinphrase: z.string().nullish() })).min(1),
  releases: z
    .array(z.object({ id: z.guid(), title: providerText.nullish(), status: z.string().nullish() }))
    .optional(),
})
const covers = z.object({ images: z.array(z.unknown()) })
const image = z.object({
  front: z.boolean(),
  image: z.string(),
  thumbnails: z.object({ '500': z.string().nullish(), large: z.string().nullish() }).optional(),
})

type Recording = z.output<typeof recording>

/** Recordings looked through for the one whose cover is wanted. */
const CANDIDATES = 10
/** Releases of a song whose covers are asked for, one request each, until there is one. */
const RELEASES = 3
const GUESTS = /^\W*(?:feat|ft|featuring)(?!\p{L})/iu

export interface MusicBrainzOptions {
  readonly musicBrainzUrl: string
  readonly coverArtUrl: string
  /** A mail or web address by which MusicBrainz can reach whoever runs the service; printable ASCII. */
  readonly contact: string
}

/**
 * MusicBrainz, which knows songs and on which releases they are, with the Cover Art Archive, which has the covers
 * of releases. Two services, each with a breaker of its own.
 *
 * @see https://musicbrainz.org/doc/MusicBrainz_API/Search
 * @see https://musicbrainz.org/doc/Cover_Art_Archive/API
 */
export class MusicBrainz implements MetadataProvider {
  /** One a second, and a little more between them, since requests do not arrive as evenly as they are sent. */
  static readonly RATE = { requests: 1, perMs: 1_050 }
  /** The Cover Art Archive has no limit of its own; at most this is what MusicBrainz's leaves over. */
  static readonly COVER_ART_RATE = { requests: RELEASES, perMs: 1_000 }
  readonly name = 'musicbrainz'
  readonly #options: MusicBrainzOptions
  readonly #headers: Readonly<Record<string, string>>
  readonly #songs: Resilience
  readonly #covers: Resilience

  constructor(options: MusicBrainzOptions, musicBrainz: Resilience, coverArt: Resilience) {
    this.#options = options
    const { contact } = options
    this.#headers = { 'User-Agent': `redux-recommender/0.1${contact === '' ? '' : ` ( ${contact} )`}` }
    this.#songs = musicBrainz
    this.#covers = coverArt
  }

  async search(query: string, options: QuestionOptions & { limit: number }): Promise<readonly FoundSong[]> {
    // "dismax": words as people type them, not Lucene's query language.
    const found = await this.#recordings({ query, dismax: 'true', limit: String(options.limit) }, options)
    return found.slice(0, options.limit).map((song) => ({
      title: song.title,
      artist: artistOf(song),
      album: song.releases?.[0]?.title ?? null,
      coverUrl: null,
      previewUrl: null,
    }))
  }

  async cover(artist: string, track: string, options: QuestionOptions): Promise<string | null> {
    const key = coverKey(artist, track)
    const query = `recording:${phrase(track)} AND artist:${phrase(artist)}`
    const found = await this.#recordings({ query, limit: String(CANDIDATES) }, options)
    const matches = found.filter((song) => coverKey(artistOf(song), song.title) === key)
    for (const releaseId of releasesOf(matches)) {
      const url = await this.#frontOf(releaseId, options)
      if (url !== null) return url
    }
    return null
  }

  close(): void {
    this.#songs.close()
    this.#covers.close()
  }

  async #recordings(query: Readonly<Record<string, string>>, options: QuestionOptions): Promise<Recording[]> {
    const url = endpoint(this.#options.musicBrainzUrl, 'ws/2/recording', { ...query, fmt: 'json' })
    const headers = this.#headers
    const answer = await this.#songs.run((signal) => fetchJson(url, recordings, { signal, headers }), options)
    return wellFormed(recording, answer.recordings)
  }

  async #frontOf(releaseId: string, options: QuestionOptions): Promise<string | null> {
    const url = endpoint(this.#options.coverArtUrl, `release/${releaseId}`)
    const headers = this.#headers
    const { images } = await this.#covers.run(
      (signal) => fetchJson(url, covers, { signal, headers }).catch(noCovers),
      options,
    )
    const front = wellFormed(image, images).find((candidate) => candidate.front)
    const address = front?.thumbnails?.['500'] ?? front?.thumbnails?.large ?? front?.image
    // The archive still writes http, and serves both.
    return webAddress(address?.replace(/^http:\/\/(?=coverartarchive\.org\/)/, 'https://'))
  }
}

/** 404 is how the archive says that a release has no cover. */
function noCovers(error: unknown): z.output<typeof covers> {
  if (error instanceof ProviderError && error.status === 404) return { images: [] }
  throw error
}

/** The credit without its guests: `Beyoncé feat. JAY‐Z` is `Beyoncé`, `Simon & Garfunkel` stays. */
function artistOf({ 'artist-credit': credits }: Recording): string {
  let artist = ''
  for (const { name, joinphrase } of credits) {
    artist += name
    if (!joinphrase || GUESTS.test(joinphrase)) break
    artist += joinphrase
  }
  return artist
}

/** The first releases, official ones before bootlegs, each once. */
function releasesOf(songs: readonly Recording[]): string[] {
  const releases = songs.flatMap((song) => song.releases ?? [])
  const official = releases.filter(({ status }) => status === 'Official')
  return [...new Set([...official, ...releases].map(({ id }) => id))].slice(0, RELEASES)
}

/** Lucene's quoted phrase. */
function phrase(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
