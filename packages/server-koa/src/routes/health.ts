import type { Router } from '@koa/router'
import type { RequestState, Step } from '../middleware/step.js'
import type { ServedRecommender } from '../served-recommender.js'
import { sendJson } from '../wire.js'

/** `GET /health`: that the server answers, and with what. */
export function healthRoutes(router: Router<RequestState>, recommender: ServedRecommender): void {
  const { nSongs, version } = recommender

  const answer: Step = (ctx) => sendJson(ctx, { status: 'ok', songs_indexed: nSongs, version })

  router.get('/health', answer)
}
