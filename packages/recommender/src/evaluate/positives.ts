import { Ratings } from '@redux/svd'
import { RecommenderError } from '../errors.js'
import type { Interactions } from '../interactions.js'
import { ratingFromPlays } from '../rating-transform.js'

/** Who likes what, as far as the data tell. */
export interface Positives {
  /** One row for every positive. All users of the data; only items with a positive, which are the catalogue. */
  readonly ratings: Ratings
  /** By position in `ratings`: position of the pair in the interactions. */
  readonly pairs: Int32Array
  /** By position in the interactions: position in `ratings`, or -1. */
  readonly positionOf: Int32Array
}

/**
 * The positives of a data set: every pair played, with value log10(plays + 1); every pair rated with at least the
 * threshold, with value 1.
 *
 * @throws {@link RecommenderError} EMPTY_DATA when no rating reaches the threshold.
 */
export function positivesOf(interactions: Interactions, threshold: number): Positives {
  const { kind, userIds, itemIds, offsets, items, values } = interactions
  const positionOf = new Int32Array(items.length).fill(-1)
  const newItem = new Int32Array(itemIds.length).fill(-1)
  const kept = { pairs: [] as number[], items: [] as number[], itemIds: [] as string[], offsets: [0] }
  for (let user = 0; user < userIds.length; user++) {
    for (let at = offsets[user]; at < offsets[user + 1]; at++) {
      if (kind === 'ratings' && values[at] < threshold) continue
      const item = items[at]
      if (newItem[item] < 0) newItem[item] = kept.itemIds.push(itemIds[item]) - 1
      positionOf[at] = kept.pairs.push(at) - 1
      kept.items.push(newItem[item])
    }
    kept.offsets.push(kept.pairs.length)
  }
  if (kept.pairs.length === 0)
    throw new RecommenderError(
      'EMPTY_DATA',
      `no rating is ${threshold} or more, so there is nothing to recommend`,
    )
  const ratings = Ratings.fromColumns({
    userIds,
    itemIds: kept.itemIds,
    offsets: Int32Array.from(kept.offsets),
    items: Int32Array.from(kept.items),
    values: Float32Array.from(kept.pairs, (at) => (kind === 'ratings' ? 1 : ratingFromPlays(values[at]))),
  })
  return { ratings, pairs: Int32Array.from(kept.pairs), positionOf }
}
