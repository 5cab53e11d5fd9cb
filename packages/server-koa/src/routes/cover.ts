import type { Router } from '@koa/router'
import { z } from 'zod'
import type { Covers } from '../metadata/covers.js'
import { text } from '../middleware/fields.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateQuery } from '../middleware/validate.js'
import { sendJson } from '../wire.js'

const coverQuery = z.object({ artist: text.default(''), track: text.default('') })

type CoverQuery = Valid<z.output<typeof coverQuery>>

/** `GET /cover`: the address of a song's cover, or `null`; also `null` when artist or track are not told. */
export function coverRoutes(router: Router<RequestState>, covers: Covers): void {
  const answer: Step<CoverQuery> = async (ctx) => {
    const { artist, track } = ctx.state.input
    sendJson(ctx, artist === '' || track === '' ? null : await covers.find(artist, track))
  }

  router.get<CoverQuery>('/cover', validateQuery(coverQuery), answer)
}
