import type { Served } from '../artifacts/served-artifacts.js'
import { type Item, itemOf } from '../wire.js'
import { firstThatWorks, type Level } from './fallbacks.js'
import type { Taste } from './taste.js'

/** What to play after a song. */
export interface UpNext {
  readonly songId: string
  readonly taste: Taste
  readonly likedWeight: number
  readonly limit: number
  readonly seed: number | undefined
}

/** Songs to play next, or the nearest to the song, or popular ones; never the song itself. */
export function similarItems(
  { recommender, popular }: Served,
  { songId, taste, likedWeight, limit, seed }: UpNext,
  onFailure: (error: unknown, instead: Level) => void,
): Item[] {
  return firstThatWorks<Item[]>(
    [
      ['personal', () => recommender.similar(songId, { ...taste, likedWeight, limit, seed }).map(itemOf)],
      ['nearest', () => recommender.coldStart([songId], { limit }).map(itemOf)],
      ['popular', () => popularItems(popular, new Set([songId]), limit)],
    ],
    [],
    onFailure,
  )
}

/** Popular songs but for some. */
export function popularItems(popular: Served['popular'], except: ReadonlySet<string>, limit: number): Item[] {
  return popular
    .filter(({ songId }) => !except.has(songId))
    .slice(0, limit)
    .map(itemOf)
}
