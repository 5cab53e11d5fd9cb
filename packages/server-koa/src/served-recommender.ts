import type { Recommendation, Shelf, Song } from '@redux/recommender'

/** A listener's taste, as far as it is known: song ids of the catalogue. Empty for a newcomer. */
export interface Taste {
  readonly seeds: readonly string[]
  readonly likes: readonly string[]
}

/** The part of a `Recommender` the server calls. A loaded `Recommender` fits. */
export interface ServedRecommender {
  /** Version of the artifacts behind the answers. */
  readonly version: string
  readonly nSongs: number
  search(query: string, options?: { limit?: number }): readonly Song[]
  /** The id of the catalogue song meant by `text`, or `null`. */
  resolve(text: string): string | null
  coldStart(
    seeds: readonly string[],
    options?: { likes?: readonly string[]; likedWeight?: number; limit?: number },
  ): readonly Recommendation[]
  similar(
    song: string,
    options?: {
      seeds?: readonly string[]
      likes?: readonly string[]
      likedWeight?: number
      limit?: number
      seed?: number
    },
  ): readonly Recommendation[]
  shelves(options?: {
    seeds?: readonly string[]
    likes?: readonly string[]
    likedWeight?: number
    limit?: number
    seed?: number
  }): readonly Shelf[]
}
