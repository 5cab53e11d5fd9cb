import { createSecretKey } from 'node:crypto'
import verifyJwt from 'koa-jwt'
import type { Operation } from '../api/operation.js'
import { HttpError } from '../errors.js'
import type { Account, Store } from '../stores/store.js'
import { StoreError } from '../stores/store-error.js'
import { type Claims, claimsOf, type SecretKeys, standsFor } from '../tokens.js'
import type { Step } from './step.js'

/** What it takes to tell who asks. */
export interface Authentication {
  readonly secretKeys: SecretKeys
  readonly store: Pick<Store, 'findSession'>
  /** Runs for every caller with a good token; throws to turn one away. */
  readonly admit: (account: Account, address: string) => Promise<void>
  /** Told when a caller with a good token is answered as an anonymous one, because accounts cannot be read. */
  readonly onAnonymousMeanwhile: (error: StoreError, requestId: string) => void
}

/** The steps that find out who asks, and turn away whom an operation is not for. */
export function authenticate(operation: Operation, authentication: Authentication): readonly Step[] {
  const { caller, withoutAccounts } = operation
  if (caller === 'anyone') return []
  const anonymousMeanwhile = withoutAccounts === 'as anonymous'
  const steps = [verifyToken(authentication.secretKeys), loadAccount(authentication, anonymousMeanwhile)]
  return caller === 'required' ? [...steps, requireAccount] : steps
}

function verifyToken(secretKeys: SecretKeys): Step {
  // Made once: of a text the verifier would first try, for every token, whether it is a public key, which takes longer
  // than all the rest. Its types do not know that it takes keys.
  const keys = secretKeys.map((text) => createSecretKey(text, 'utf8')) as unknown[] as Buffer[]
  const verify: Step = verifyJwt({
    secret: keys,
    // Named, or the token's own header would choose.
    algorithms: ['HS256'],
    key: 'claims',
    passthrough: true,
  })
  // Without a token there is nothing to verify, and most callers have none.
  return (ctx, next) => (ctx.get('Authorization') === '' ? next() : verify(ctx, next))
}

/** A missing, bad, expired or revoked token makes the caller anonymous. */
function loadAccount(
  { store, admit, onAnonymousMeanwhile }: Authentication,
  anonymousMeanwhile: boolean,
): Step {
  const findSession = async ({ sub, jti }: Claims, requestId: string) => {
    try {
      return await store.findSession(sub, jti ?? null)
    } catch (error) {
      if (!anonymousMeanwhile || !(error instanceof StoreError)) throw error
      onAnonymousMeanwhile(error, requestId)
      return null
    }
  }

  return async (ctx, next) => {
    const claims = claimsOf((ctx.state as { claims?: unknown }).claims)
    const session = claims === null ? null : await findSession(claims, ctx.state.requestId)
    ctx.state.account = null
    if (claims !== null && session !== null && !session.revoked && standsFor(claims, session.account)) {
      ctx.state.account = session.account
      ctx.state.token = claims.jti === undefined ? null : { id: claims.jti, expiresAt: claims.exp * 1000 }
      await admit(session.account, ctx.state.address)
    }
    await next()
  }
}

const requireAccount: Step = (ctx, next) => {
  if (!ctx.state.account) throw new HttpError('NOT_AUTHENTICATED')
  return next()
}
