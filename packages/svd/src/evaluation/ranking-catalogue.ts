import { SvdError } from '../errors.js'
import { countItems } from '../ranking-model.js'
import type { Ratings } from '../ratings.js'

/** What may be recommended, and how popular it is in the training part. */
export interface RankingCatalogue {
  /** Distinct item ids. */
  readonly itemIds: readonly string[]
  /** Training users of every item; 0 for items that do not occur in training. */
  readonly itemCounts: ArrayLike<number>
  /** Users of the training part. */
  readonly nUsers: number
}

/** Every item of `all`, counted in its training part `train`. */
export function rankingCatalogue(all: Ratings, train: Ratings): RankingCatalogue {
  const counts = countItems(train)
  const itemIds = all.items.ids
  const itemCounts = Int32Array.from(itemIds, (id) => counts[train.items.row(id)] ?? 0)
  return { itemIds, itemCounts, nUsers: train.nUsers }
}

/**
 * The order in which a catalogue breaks ties: more popular first, then the smaller id, as numbers when all ids are
 * numbers, else by the code units of their text.
 *
 * @returns Rows of the catalogue, first the one that wins every tie.
 * @throws {@link SvdError} EMPTY_DATA, DIMENSION_MISMATCH, or INVALID_OPTION for an id that is there twice.
 */
export function tieOrder({ itemIds, itemCounts }: RankingCatalogue): Int32Array {
  if (itemIds.length === 0) throw new SvdError('EMPTY_DATA', 'the catalogue must hold at least one item')
  if (itemCounts.length !== itemIds.length)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `itemCounts must be as long as itemIds (${itemIds.length}), got ${itemCounts.length}`,
    )
  if (new Set(itemIds).size !== itemIds.length)
    throw new SvdError('INVALID_OPTION', 'the catalogue must not name an item twice')
  const numbers = itemIds.every((id) => /^-?\d+(\.\d+)?$/.test(id)) ? itemIds.map(Number) : undefined
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const byId = (a: number, b: number) =>
    (numbers && numbers[a] - numbers[b]) || byText(itemIds[a], itemIds[b])
  return Int32Array.from(itemIds.keys()).sort((a, b) => itemCounts[b] - itemCounts[a] || byId(a, b))
}
