import type { Router } from '@koa/router'
import { z } from 'zod'
import type { Log } from '../log.js'
import { limit, text } from '../middleware/fields.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateQuery } from '../middleware/validate.js'
import type { ServedRecommender, Taste } from '../served-recommender.js'
import type { Settings } from '../settings.js'
import type { Store } from '../stores/store.js'
import { storedTaste } from '../taste.js'
import { buckets, type KnownCover, sendJson } from '../wire.js'

const shelvesQuery = z.object({
  seed: text.default(''),
  limit: limit({ min: 1, max: 50, fallback: 8 }),
})

type ShelvesQuery = Valid<z.output<typeof shelvesQuery>>

/** `GET /recommendations/categories`: the shelves of a start page. Never fails because a recommender did. */
export function shelvesRoutes(
  router: Router<RequestState>,
  recommender: ServedRecommender,
  store: Store,
  authenticate: readonly Step[],
  settings: Pick<Settings, 'likedWeight'>,
  knownCover: KnownCover,
  log: Log,
): void {
  /** The stored taste; for a caller without any, the song in `seed`, if it is one. */
  const tasteOf = (stored: Taste, seed: string): Taste => {
    if (stored.seeds.length > 0 || stored.likes.length > 0) return stored
    const songId = seed === '' ? null : recommender.resolve(seed)
    return songId === null ? stored : { seeds: [songId], likes: [] }
  }

  const answer: Step<ShelvesQuery> = async (ctx) => {
    const { seed, limit } = ctx.state.input
    const stored = await storedTaste(store, ctx.state.user)
    try {
      const taste = tasteOf(stored, seed)
      const { likedWeight } = settings
      const shelves = recommender.shelves({ ...taste, likedWeight, limit, seed: orderSeed(seed) })
      sendJson(ctx, buckets(shelves, knownCover))
    } catch (err) {
      log.error({ requestId: ctx.state.requestId, err }, 'shelves could not be made')
      sendJson(ctx, buckets([], knownCover))
    }
  }

  router.get<ShelvesQuery>(
    '/recommendations/categories',
    ...authenticate,
    validateQuery(shelvesQuery),
    answer,
  )
}

/** The contract's `seed` is a song or, as on `similar`, a number that makes the order repeatable. */
function orderSeed(seed: string): number | undefined {
  return /^-?\d{1,15}$/.test(seed) ? Number(seed) : undefined
}
