import type { Router } from '@koa/router'
import { z } from 'zod'
import { HttpError } from '../errors.js'
import { integer, limit, text } from '../middleware/fields.js'
import { parseJsonBody, type WithBody } from '../middleware/parse-body.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateBody } from '../middleware/validate.js'
import type { ServedRecommender } from '../served-recommender.js'
import type { Settings } from '../settings.js'
import type { Store, User } from '../stores/store.js'
import { storedTaste } from '../taste.js'
import { type KnownCover, recommendations, sendJson } from '../wire.js'

const resultLimit = limit({ min: 1, max: 50, fallback: 10 })
const coldStartBody = z.object({ seeds: z.array(text), limit: resultLimit })
const similarBody = z.object({ song: text, limit: resultLimit, seed: integer.nullish() })

type ColdStart = WithBody & Valid<z.output<typeof coldStartBody>>
type Similar = WithBody & Valid<z.output<typeof similarBody>>

/** `POST /recommendations/cold-start` and `POST /recommendations/similar`. */
export function recommendationsRoutes(
  router: Router<RequestState>,
  recommender: ServedRecommender,
  store: Store,
  authenticate: readonly Step[],
  settings: Pick<Settings, 'bodyLimitBytes' | 'likedWeight'>,
  knownCover: KnownCover,
): void {
  const { likedWeight } = settings

  const coldStart: Step<ColdStart> = async (ctx) => {
    const { user, input } = ctx.state
    const seeds = await seedsFor(user, input.seeds, recommender, store)
    if (seeds.length === 0) throw new HttpError('NO_SEEDS')
    const likes = user ? await store.getLikes(user.id) : []
    const items = recommender.coldStart(seeds, { likes, likedWeight, limit: input.limit })
    sendJson(ctx, recommendations(items, seeds.length, knownCover))
  }

  const similar: Step<Similar> = async (ctx) => {
    const { song, limit, seed } = ctx.state.input
    const songId = recommender.resolve(song)
    if (songId === null) throw new HttpError('SONG_NOT_IN_MODEL', { about: song })
    const taste = await storedTaste(store, ctx.state.user)
    const items = recommender.similar(songId, { ...taste, likedWeight, limit, seed: seed ?? undefined })
    sendJson(ctx, recommendations(items, 1, knownCover))
  }

  const parseJson = parseJsonBody(settings.bodyLimitBytes)
  router.post<ColdStart>(
    '/recommendations/cold-start',
    ...authenticate,
    ...parseJson,
    validateBody(coldStartBody),
    coldStart,
  )
  router.post<Similar>(
    '/recommendations/similar',
    ...authenticate,
    ...parseJson,
    validateBody(similarBody),
    similar,
  )
}

/**
 * The seeds to answer with: an account's stored ones, whatever this call sends; its own, from now on stored, if
 * the account has none. Seeds a newer catalogue no longer has are left out. Should none be left, the call's own
 * serve this once, so that an account does not end up without any recommendation for good.
 */
async function seedsFor(
  user: User | null | undefined,
  texts: readonly string[],
  recommender: ServedRecommender,
  store: Store,
): Promise<string[]> {
  if (!user) return resolveAll(texts, recommender)
  const stored = await store.getSeeds(user.id)
  const usable = resolveAll(stored, recommender)
  if (usable.length > 0) return usable
  const given = resolveAll(texts, recommender)
  if (stored.length > 0 || given.length === 0) return given
  return resolveAll(await store.storeSeedsOnce(user.id, given), recommender)
}

/** The catalogue's ids of the songs meant, in order, each once; what does not resolve is left out. */
function resolveAll(texts: readonly string[], recommender: ServedRecommender): string[] {
  const songIds = texts.map((song) => recommender.resolve(song)).filter((songId) => songId !== null)
  return [...new Set(songIds)]
}
