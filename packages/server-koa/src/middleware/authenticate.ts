import verifyJwt from 'koa-jwt'
import { HttpError } from '../errors.js'
import type { Store, User } from '../stores/store.js'
import type { Step } from './step.js'

interface Claims {
  readonly sub?: unknown
  readonly exp?: unknown
}

/** The steps that find out who asks. A missing, bad or expired token makes the caller anonymous. */
export function authenticate(secretKey: string, store: Store): readonly Step[] {
  const verifyToken: Step = verifyJwt({
    secret: secretKey,
    // Named, or the token's own header would choose.
    algorithms: ['HS256'],
    key: 'claims',
    passthrough: true,
  })

  const loadUser: Step<{ claims?: Claims }> = async (ctx, next) => {
    const { sub, exp } = ctx.state.claims ?? {}
    // The library checks `exp` only where there is one; a token that never expires is none of ours.
    const signedIn = typeof sub === 'string' && typeof exp === 'number'
    const user = signedIn ? await store.findUser(sub) : null
    ctx.state.user = user && { id: user.id, username: user.username }
    await next()
  }

  return [verifyToken, loadUser as Step]
}

/** Turns an anonymous caller away. Stands after {@link authenticate}. */
export const requireUser: Step = (ctx, next) => {
  if (!ctx.state.user) throw new HttpError('NOT_AUTHENTICATED')
  return next()
}

/** State after {@link requireUser}. */
export interface SignedIn {
  user: User
}
