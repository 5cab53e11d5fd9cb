import type { Router } from '@koa/router'
import type { RequestState, Step } from '../middleware/step.js'
import type { Store } from '../stores/store.js'
import { sendJson } from '../wire.js'

/** `GET /me/seeds`: the seeds an account started with, `null` for a caller who has none. */
export function seedsRoutes(router: Router<RequestState>, store: Store, authenticate: readonly Step[]): void {
  const answer: Step = async (ctx) => {
    const { user } = ctx.state
    const seeds = user ? await store.getSeeds(user.id) : []
    sendJson(ctx, { seeds: seeds.length > 0 ? seeds : null })
  }

  router.get('/me/seeds', ...authenticate, answer)
}
