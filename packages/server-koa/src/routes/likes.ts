import type { Router } from '@koa/router'
import { z } from 'zod'
import { HttpError } from '../errors.js'
import { requireUser, type SignedIn } from '../middleware/authenticate.js'
import { text } from '../middleware/fields.js'
import { parseJsonBody, type WithBody } from '../middleware/parse-body.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateBody } from '../middleware/validate.js'
import type { ServedRecommender } from '../served-recommender.js'
import type { Settings } from '../settings.js'
import type { Store } from '../stores/store.js'
import { sendJson } from '../wire.js'

const toggleBody = z.object({ song_id: text })

type Toggle = SignedIn & WithBody & Valid<z.output<typeof toggleBody>>

/** `GET /likes` and `POST /likes/toggle`, for signed-in callers. */
export function likesRoutes(
  router: Router<RequestState>,
  recommender: ServedRecommender,
  store: Store,
  authenticate: readonly Step[],
  settings: Pick<Settings, 'bodyLimitBytes'>,
): void {
  const list: Step<SignedIn> = async (ctx) => {
    sendJson(ctx, { likes: await store.getLikes(ctx.state.user.id) })
  }

  const toggle: Step<Toggle> = async (ctx) => {
    const songId = recommender.resolve(ctx.state.input.song_id)
    if (songId === null) throw new HttpError('SONG_NOT_IN_CATALOGUE')
    sendJson(ctx, { liked: await store.toggleLike(ctx.state.user.id, songId) })
  }

  const parseJson = parseJsonBody(settings.bodyLimitBytes)
  router.get<SignedIn>('/likes', ...authenticate, requireUser, list)
  router.post<Toggle>(
    '/likes/toggle',
    ...authenticate,
    requireUser,
    ...parseJson,
    validateBody(toggleBody),
    toggle,
  )
}
