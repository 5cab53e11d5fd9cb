import type { Ratings } from '@redux/svd'
import { positivesOf } from '../evaluate/positives.js'
import type { Interactions } from '../interactions.js'

/** A rating speaks for an item from this part of the scale on: 4 of 1 to 5. */
const POSITIVE_PART = 0.75

/** What ranking models learn from. */
export interface TrainingPositives {
  /** One row for every positive; users as in the interactions, only items that anybody likes. */
  readonly ratings: Ratings
  /** Row in the interactions of every item of `ratings`. */
  readonly itemRows: Int32Array
  /** Lowest rating that counts; `null` for plays. */
  readonly threshold: number | null
}

/** The pairs that speak for an item: all that were played, or those rated in the upper quarter of the scale. */
export function trainingPositives(interactions: Interactions): TrainingPositives {
  const threshold = interactions.kind === 'ratings' ? positiveThreshold(interactions.values) : null
  const { ratings } = positivesOf(interactions, threshold ?? 0)
  const rows = new Map(interactions.itemIds.map((id, row) => [id, row]))
  return { ratings, itemRows: Int32Array.from(ratings.items.ids, (id) => rows.get(id)!), threshold }
}

function positiveThreshold(values: Float32Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return low + POSITIVE_PART * (high - low)
}

/**
 * Rows of the positives' items as rows of the whole catalogue; items that nobody likes get zeros.
 *
 * @param rows - itemRows.length x d, row-major.
 * @param nItems - Size of the catalogue.
 */
export function overCatalogue(rows: Float32Array, itemRows: Int32Array, nItems: number): Float32Array {
  const d = rows.length / itemRows.length
  const spread = new Float32Array(nItems * d)
  for (const [at, row] of itemRows.entries()) spread.set(rows.subarray(at * d, (at + 1) * d), row * d)
  return spread
}
