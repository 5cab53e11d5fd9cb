import type { Router } from '@koa/router'
import { z } from 'zod'
import { HttpError } from '../errors.js'
import { boundedText, text } from '../middleware/fields.js'
import { parseFormBody, parseJsonBody, type WithBody } from '../middleware/parse-body.js'
import type { RequestState, Step } from '../middleware/step.js'
import { type Valid, validateBody } from '../middleware/validate.js'
import { hashPassword, passwordMatches } from '../passwords.js'
import type { Settings } from '../settings.js'
import type { Store } from '../stores/store.js'
import { makeToken } from '../tokens.js'
import { sendJson } from '../wire.js'

const signupBody = z.object({ username: boundedText(3, 50), password: boundedText(4, 128) })
// OAuth2 clients send grant_type, scope and more beside these two; what is not named here is dropped.
const loginBody = z.object({ username: text, password: text })

type Signup = WithBody & Valid<z.output<typeof signupBody>>
type Login = WithBody & Valid<z.output<typeof loginBody>>

/** `POST /auth/signup` and `POST /auth/login`: both end in an access token. */
export function authRoutes(
  router: Router<RequestState>,
  store: Store,
  settings: Pick<Settings, 'secretKey' | 'tokenExpireHours' | 'bodyLimitBytes'>,
): void {
  const tokenFor = (username: string) => ({
    access_token: makeToken(username, settings.secretKey, settings.tokenExpireHours),
    token_type: 'bearer',
  })

  const signUp: Step<Signup> = async (ctx) => {
    const { username, password } = ctx.state.input
    const user = await store.createUser(username, await hashPassword(password))
    if (!user) throw new HttpError('USERNAME_TAKEN')
    ctx.status = 201
    sendJson(ctx, tokenFor(user.username))
  }

  const logIn: Step<Login> = async (ctx) => {
    const { username, password } = ctx.state.input
    const user = await store.findUser(username)
    if (!(await passwordMatches(user?.passwordHash, password))) throw new HttpError('BAD_CREDENTIALS')
    sendJson(ctx, tokenFor(username))
  }

  const parseJson = parseJsonBody(settings.bodyLimitBytes)
  const parseForm = parseFormBody(settings.bodyLimitBytes)
  router.post<Signup>('/auth/signup', noStore, ...parseJson, validateBody(signupBody), signUp)
  router.post<Login>('/auth/login', noStore, ...parseForm, validateBody(loginBody), logIn)
}

/** Answers with a token in them stay out of every cache. */
const noStore: Step = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store')
  return next()
}
