import type { Served } from '../artifacts/served-artifacts.js'
import { type Item, itemOf } from '../wire.js'
import { firstThatWorks, type Level } from './fallbacks.js'
import { popularItems } from './similar.js'
import type { Taste } from './taste.js'

/** A labelled row of a start page. */
export interface Bucket {
  readonly label: string
  readonly seed_used: string | null
  readonly items: Item[]
}

/** What a start page is made for. */
export interface StartPage {
  readonly taste: Taste
  readonly likedWeight: number
  /** Songs on a shelf. */
  readonly limit: number
  readonly seed: number | undefined
}

/** The shelves of a start page: personal ones, one of what is nearest to the seeds, one of popular songs, or none. */
export function startPage(
  { recommender, popular }: Served,
  { taste, likedWeight, limit, seed }: StartPage,
  onFailure: (error: unknown, instead: Level) => void,
): Bucket[] {
  const { seeds, likes } = taste
  const seedUsed = seeds.length + likes.length > 0 ? 'your taste' : null
  return firstThatWorks<Bucket[]>(
    [
      [
        'personal',
        () =>
          recommender
            .shelves({ ...taste, likedWeight, limit, seed })
            .map(({ label, seedUsed, items }) => ({ label, seed_used: seedUsed, items: items.map(itemOf) })),
      ],
      ['nearest', () => bucket('Because you like', seedUsed, nearest(recommender, taste, limit))],
      [
        'popular',
        () => bucket('For you', seedUsed, popularItems(popular, new Set([...seeds, ...likes]), limit)),
      ],
    ],
    [],
    onFailure,
  )
}

function nearest(recommender: Served['recommender'], { seeds, likes }: Taste, limit: number): Item[] {
  return recommender.coldStart(seeds.length > 0 ? seeds : likes, { limit }).map(itemOf)
}

/** A page of one shelf; of none when there is nothing to put on it. */
function bucket(label: string, seedUsed: string | null, items: Item[]): Bucket[] {
  return items.length === 0 ? [] : [{ label, seed_used: seedUsed, items }]
}
