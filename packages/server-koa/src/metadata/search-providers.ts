import { type Song, splitSongId } from '@redux/recommender'
import type { ServedRecommender } from '../served-recommender.js'
import { type AskOptions, ask } from './ask.js'
import type { FoundSong, MetadataProvider } from './provider.js'

/** A song of the catalogue with what a provider knows of it. */
export interface ResolvedSong {
  readonly song: Song
  readonly found: FoundSong
}

/**
 * Asks the providers one after the other until `limit` songs of the catalogue are found. What does not resolve to
 * a catalogue song is left out, and so is a song an earlier provider already named.
 */
export async function searchProviders(
  providers: readonly MetadataProvider[],
  recommender: Pick<ServedRecommender, 'resolve'>,
  query: string,
  limit: number,
  options: AskOptions,
): Promise<readonly ResolvedSong[]> {
  const results = new Map<string, ResolvedSong>()
  for (const provider of providers) {
    const songs = await ask(provider, (signal) => provider.search(query, { limit, signal }), options)
    for (const found of songs ?? []) {
      if (results.size === limit) return [...results.values()]
      const songId = recommender.resolve(`${found.artist} - ${found.title}`)
      if (songId !== null && !results.has(songId)) results.set(songId, { song: songOf(songId), found })
    }
    if (results.size === limit) break
  }
  return [...results.values()]
}

function songOf(songId: string): Song {
  const { artist, track } = splitSongId(songId)
  return { songId, artist, title: track }
}
