import type { Recommender } from '@redux/recommender'

/** The part of a {@link Recommender} the server calls. */
export type ServedRecommender = Pick<
  Recommender,
  'version' | 'nSongs' | 'tasteMap' | 'search' | 'resolve' | 'coldStart' | 'similar' | 'shelves'
>
