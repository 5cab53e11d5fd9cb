import type { Recommender } from '@redux/recommender'

/** A listener's taste, as far as it is known: song ids of the catalogue. Empty for a newcomer. */
export interface Taste {
  readonly seeds: readonly string[]
  readonly likes: readonly string[]
}

/** The part of a {@link Recommender} the server calls. */
export type ServedRecommender = Pick<
  Recommender,
  'version' | 'nSongs' | 'search' | 'resolve' | 'coldStart' | 'similar' | 'shelves'
>
