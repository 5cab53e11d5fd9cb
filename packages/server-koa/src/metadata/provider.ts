/** A song as a provider knows it. */
export interface FoundSong {
  readonly title: string
  readonly artist: string
  readonly album: string | null
  readonly coverUrl: string | null
  readonly previewUrl: string | null
}

/**
 * A source of facts about songs outside the catalogue's own: a public service, or a test's. The server skips one
 * that rejects or takes too long, so an implementation need not retry and should let the signal end its requests.
 */
export interface MetadataProvider {
  /** For the log. */
  readonly name: string
  /** Songs that match the words, best first, `limit` at most. */
  search(query: string, options: { limit: number; signal: AbortSignal }): Promise<readonly FoundSong[]>
  /** Address of the song's cover, or `null` when the provider is sure to have none. */
  cover(artist: string, track: string, options: { signal: AbortSignal }): Promise<string | null>
}
