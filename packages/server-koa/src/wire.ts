import type { Recommendation, Song } from '@redux/recommender'
import type { Context } from 'koa'
import type { z } from 'zod'
import type { recommendationItem } from './api/answers.js'

// The one place where our names become the snake_case of the HTTP answers.

/** Sends any JSON value, `null` and bare strings included, which Koa would take for "no content" and "text". */
export function sendJson(ctx: Pick<Context, 'body' | 'type'>, value: unknown): void {
  // The type first: of a body that has none yet, Koa would guess it.
  ctx.type = 'application/json'
  ctx.body = JSON.stringify(value)
}

/** What is known of a song beyond the catalogue. */
export interface SongExtras {
  readonly album: string | null
  readonly coverUrl: string | null
  readonly previewUrl: string | null
}

/** A `SearchResult` of the contract. */
export function searchResultOf(song: Song, { album, coverUrl, previewUrl }: SongExtras) {
  return {
    song_id: song.songId,
    title: song.title,
    artist: song.artist,
    album,
    cover_url: coverUrl,
    preview_url: previewUrl,
  }
}

/** A `RecommendationItem` of the contract. */
export type Item = z.output<typeof recommendationItem>

/** A recommendation as clients get it, without its cover: see {@link withCovers}. */
export function itemOf({ songId, title, artist, distance, because }: Recommendation): Item {
  return {
    song_id: songId,
    title,
    artist,
    cover_url: null,
    distance,
    because: because.map((reason) => ({ song_id: reason.songId, share: reason.share })),
  }
}

/** Address of a song's cover as far as it is known without asking anybody, or `null`. */
export type KnownCover = (artist: string, title: string) => string | null

/** Items with the covers that are known by now. */
export function withCovers(items: readonly Item[], knownCover: KnownCover): Item[] {
  return items.map((item) => ({ ...item, cover_url: knownCover(item.artist, item.title) }))
}
