/** A song as a provider knows it. */
export interface FoundSong {
  readonly title: string
  readonly artist: string
  readonly album: string | null
  readonly coverUrl: string | null
  readonly previewUrl: string | null
}

/** How long a question to a provider may take. */
export interface QuestionOptions {
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /**
   * How long the question may wait for its turn, where the provider limits how often it may be asked: one whose
   * turn comes later is refused at once. As long as it takes when left out.
   */
  readonly waitMs?: number
}

/**
 * A source of facts about songs outside the catalogue's own: a public service, or a test's. The server skips one
 * that rejects or takes too long.
 */
export interface MetadataProvider {
  /** For the log and the metrics. */
  readonly name: string
  /** Songs that match the words, best first, `limit` at most. */
  search(query: string, options: QuestionOptions & { limit: number }): Promise<readonly FoundSong[]>
  /** Address of the song's cover, or `null` when the provider is sure to have none. */
  cover(artist: string, track: string, options: QuestionOptions): Promise<string | null>
  /** Ends what is under way, which rejects, and stops all timers. */
  close?(): void
}
