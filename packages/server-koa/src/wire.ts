import type { Recommendation, Shelf, Song } from '@redux/recommender'
import type { Context } from 'koa'

// The one place where our names become the snake_case of the HTTP answers.

/** Sends any JSON value, `null` and bare strings included, which Koa would take for "no content" and "text". */
export function sendJson(ctx: Pick<Context, 'body' | 'type'>, value: unknown): void {
  ctx.body = JSON.stringify(value)
  ctx.type = 'application/json'
}

/** What is known of a song beyond the catalogue. */
export interface SongExtras {
  readonly album: string | null
  readonly coverUrl: string | null
  readonly previewUrl: string | null
}

/** A `SearchResult` of the contract. */
export function searchResult(song: Song, { album, coverUrl, previewUrl }: SongExtras) {
  return {
    song_id: song.songId,
    title: song.title,
    artist: song.artist,
    album,
    cover_url: coverUrl,
    preview_url: previewUrl,
  }
}

/** Address of a song's cover as far as it is known without asking anybody, or `null`. */
export type KnownCover = (artist: string, title: string) => string | null

/** A `RecommendationItem` of the contract. */
function recommendationItem(item: Recommendation, knownCover: KnownCover) {
  return {
    song_id: item.songId,
    title: item.title,
    artist: item.artist,
    cover_url: knownCover(item.artist, item.title),
    distance: item.distance,
  }
}

/** Recommendations with the number of songs they were sought for. */
export function recommendations(items: readonly Recommendation[], seedCount: number, knownCover: KnownCover) {
  return { results: items.map((item) => recommendationItem(item, knownCover)), seed_count: seedCount }
}

/** Shelves as labelled buckets. */
export function buckets(shelves: readonly Shelf[], knownCover: KnownCover) {
  return {
    buckets: shelves.map(({ label, seedUsed, items }) => ({
      label,
      seed_used: seedUsed,
      items: items.map((item) => recommendationItem(item, knownCover)),
    })),
  }
}
