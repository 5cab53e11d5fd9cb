import { z } from 'zod'
import { recommendationItem } from '../api/answers.js'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import type { Served } from '../artifacts/served-artifacts.js'
import { limit, text } from '../middleware/fields.js'
import { type Recommending, reportFailure } from '../recommending/recommending.js'
import { reused } from '../recommending/reused.js'
import { startPage } from '../recommending/shelves.js'
import { storedTaste, type Taste } from '../recommending/taste.js'
import { type KnownCover, withCovers } from '../wire.js'

const shelves = operation({
  method: 'get',
  path: '/recommendations/categories',
  tag: 'Recommendations',
  summary: 'The shelves of a start page',
  caller: 'optional',
  withoutAccounts: 'as anonymous',
  query: z.object({
    seed: text.default('').meta({
      description:
        'A number that makes the order repeatable or, for a caller without a taste, a song to build on.',
    }),
    limit: limit({ min: 1, max: 50, fallback: 8 }).meta({ description: 'Songs on a shelf.' }),
  }),
  answer: {
    description: 'The shelves; none when there is nothing to recommend.',
    schema: z
      .object({
        buckets: z.array(
          z.object({
            label: z.string(),
            seed_used: z
              .string()
              .nullable()
              .meta({ description: '"your taste", or null for a newcomer\'s shelf.' }),
            items: z.array(recommendationItem),
          }),
        ),
      })
      .meta({ id: 'Shelves' }),
  },
})

/** `GET /recommendations/categories`: the shelves of a start page. Never fails because a recommender did. */
export function shelvesRoutes(api: Api, recommending: Recommending, knownCover: KnownCover): void {
  const { artifacts, store, likedWeight } = recommending

  api.serve(shelves, async ({ input: { seed, limit }, account, requestId }) => {
    const served = artifacts.current
    const asked = { version: served.recommender.version, kind: 'shelves', account, question: { seed, limit } }
    const buckets = await reused(recommending, asked, async (doNotKeep) => {
      const failed = reportFailure(recommending, requestId, doNotKeep)
      const taste = tasteOf(await storedTaste(store, account, failed), seed, served)
      return startPage(served, { taste, likedWeight, limit, seed: orderSeed(seed) }, failed)
    })
    return {
      buckets: buckets.map((bucket) => ({ ...bucket, items: withCovers(bucket.items, knownCover) })),
    }
  })
}

/** The stored taste; for a caller without any, the song in `seed`, if it is one. */
function tasteOf(stored: Taste, seed: string, { recommender }: Served): Taste {
  if (stored.seeds.length > 0 || stored.likes.length > 0) return stored
  const songId = seed === '' ? null : recommender.resolve(seed)
  return songId === null ? stored : { seeds: [songId], likes: [] }
}

/** The contract's `seed` is a song or, as on `similar`, a number that makes the order repeatable. */
function orderSeed(seed: string): number | undefined {
  return /^-?\d{1,15}$/.test(seed) ? Number(seed) : undefined
}
