import type { components } from '../api/schema.js'

/** A song as the app shows it. */
export interface Song {
  readonly id: string
  readonly title: string
  readonly artist: string
  /** Null where the service knows none. */
  readonly coverUrl: string | null
  /** A recording of some seconds, where there is one. */
  readonly previewUrl: string | null
}

/** Why a song is recommended: a song of the listener, and how much of it that says, from 0 to 1. */
export interface Reason {
  readonly songId: string
  readonly share: number
}

/** A song with the reasons it was recommended for, the weightiest first. */
export interface RecommendedSong extends Song {
  readonly because: readonly Reason[]
}

/** What is between artist and title in an id. */
const SEPARATOR = ' - '

/** A song of which only the id is known, which says artist and title. */
export function songOfId(id: string): Song {
  const at = id.indexOf(SEPARATOR)
  const [artist, title] = at < 0 ? ['', id] : [id.slice(0, at), id.slice(at + SEPARATOR.length)]
  return { id, title, artist, coverUrl: null, previewUrl: null }
}

export function songOfResult(result: components['schemas']['SearchResult']): Song {
  const { song_id, title, artist, cover_url, preview_url } = result
  return { id: song_id, title, artist, coverUrl: cover_url, previewUrl: preview_url }
}

export function recommendedSong(item: components['schemas']['RecommendationItem']): RecommendedSong {
  const { song_id, title, artist, cover_url, because } = item
  return {
    id: song_id,
    title,
    artist,
    coverUrl: cover_url,
    previewUrl: null,
    because: because.map(({ song_id, share }) => ({ songId: song_id, share })),
  }
}
