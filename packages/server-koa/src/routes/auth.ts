import { z } from 'zod'
import { tokenAnswer } from '../api/answers.js'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import { HttpError } from '../errors.js'
import type { Limits } from '../limits/limits.js'
import { boundedText, text } from '../middleware/fields.js'
import { refuseFor } from '../middleware/rate-limit.js'
import { hashPassword } from '../passwords.js'
import type { Settings } from '../settings/settings.js'
import type { Store } from '../stores/store.js'
import { makeToken } from '../tokens.js'
import { knownBy } from '../verify-password.js'

export const newPassword = boundedText(4, 128)

const signup = operation({
  method: 'post',
  path: '/auth/signup',
  tag: 'Accounts',
  summary: 'Make an account',
  caller: 'anyone',
  noStore: true,
  json: z.object({ username: boundedText(3, 50), password: newPassword }),
  answer: { status: 201, description: 'The account is made; its first token.', schema: tokenAnswer },
  errors: ['USERNAME_TAKEN', 'TOO_MANY_REQUESTS', 'ACCOUNTS_UNAVAILABLE'],
})

const login = operation({
  method: 'post',
  path: '/auth/login',
  tag: 'Accounts',
  summary: 'Log in',
  description: 'The OAuth2 password flow: fields that it has beside these two are not looked at.',
  caller: 'anyone',
  noStore: true,
  form: z.object({ username: text, password: text }),
  answer: { description: 'A token.', schema: tokenAnswer },
  errors: ['BAD_CREDENTIALS', 'TOO_MANY_LOGINS', 'ACCOUNTS_UNAVAILABLE'],
})

const logout = operation({
  method: 'post',
  path: '/auth/logout',
  tag: 'Accounts',
  summary: 'Make the token that is used for this call useless',
  caller: 'required',
  noStore: true,
  answer: {
    description: 'The token is not accepted any more.',
    schema: z.object({ logged_out: z.literal(true) }),
  },
})

/** `POST /auth/signup`, `POST /auth/login`, `POST /auth/logout`. */
export function authRoutes(
  api: Api,
  store: Store,
  limits: Pick<Limits, 'login' | 'signups'>,
  { secretKeys, tokenExpireHours }: Pick<Settings, 'secretKeys' | 'tokenExpireHours'>,
): void {
  api.serve(signup, async ({ input: { username, password }, address }) => {
    refuseFor(await limits.signups.ofAddress(address), 'TOO_MANY_REQUESTS')
    const account = await store.createUser(username, await hashPassword(password))
    if (!account) throw new HttpError('USERNAME_TAKEN')
    return { access_token: makeToken(account, secretKeys, tokenExpireHours), token_type: 'bearer' }
  })

  api.serve(login, async ({ input: { username, password }, address }) => {
    const account = await knownBy(password, username, address, limits, () => store.findUser(username))
    if (account === null) throw new HttpError('BAD_CREDENTIALS')
    return { access_token: makeToken(account, secretKeys, tokenExpireHours), token_type: 'bearer' }
  })

  api.serve(logout, async ({ token }) => {
    // A token without an id is one of the service that came before; it lives until it expires.
    if (token !== null) await store.revokeToken(token.id, token.expiresAt)
    return { logged_out: true }
  })
}
