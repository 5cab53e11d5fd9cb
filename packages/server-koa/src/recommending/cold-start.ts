import type { Served } from '../artifacts/served-artifacts.js'
import { type Item, itemOf } from '../wire.js'
import { firstThatWorks, type Level } from './fallbacks.js'
import { popularItems } from './similar.js'
import type { Taste } from './taste.js'

/** Songs for someone whose seeds, and perhaps likes, are known: personal, nearest to the seeds alone, or popular. */
export function coldStartItems(
  { recommender, popular }: Served,
  { seeds, likes }: Taste,
  { likedWeight, limit }: { readonly likedWeight: number; readonly limit: number },
  onFailure: (error: unknown, instead: Level) => void,
): Item[] {
  return firstThatWorks<Item[]>(
    [
      ['personal', () => recommender.coldStart(seeds, { likes, likedWeight, limit }).map(itemOf)],
      ['nearest', () => recommender.coldStart(seeds, { limit }).map(itemOf)],
      ['popular', () => popularItems(popular, new Set([...seeds, ...likes]), limit)],
    ],
    [],
    onFailure,
  )
}
