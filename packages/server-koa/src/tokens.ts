import { randomUUID } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import type { Account } from './stores/store.js'

/**
 * What a token says. `sub` and `exp` are what every token has; the others are missing in tokens of the service that
 * came before this one, which stay good.
 */
export interface Claims {
  /** The username. */
  readonly sub: string
  /** When it expires, UTC seconds. */
  readonly exp: number
  /** The token's own id, by which it can be revoked. */
  readonly jti?: string
  /** The account's id: a name that is given up and taken again is another account. */
  readonly uid?: number
  /** How often the account's password had been changed; a token of an older one is refused. */
  readonly gen?: number
}

/** Keys of access tokens, newest first: the first one signs, all of them verify. */
export type SecretKeys = readonly [string, ...string[]]

/** Makes an access token: HS256, signed with the newest key. */
export function makeToken(account: Account, [secretKey]: SecretKeys, expireHours: number): string {
  const now = Date.now() / 1000
  const claims: Claims & { readonly iat: number } = {
    sub: account.username,
    iat: Math.floor(now),
    exp: Math.floor(now + expireHours * 3600),
    jti: randomUUID(),
    uid: account.id,
    gen: account.tokenGeneration,
  }
  return jsonwebtoken.sign(claims, secretKey, { algorithm: 'HS256' })
}

/** The claims of a verified token, if they are ours. A token that never expires is none of ours. */
export function claimsOf(verified: unknown): Claims | null {
  const { sub, exp, jti, uid, gen } = (verified ?? {}) as Record<string, unknown>
  const optional = (value: unknown, type: string) => value === undefined || typeof value === type
  const ours =
    typeof sub === 'string' &&
    typeof exp === 'number' &&
    optional(jti, 'string') &&
    optional(uid, 'number') &&
    optional(gen, 'number')
  return ours ? (verified as Claims) : null
}

/** Whether a token that is good by itself still stands for the account of its name. */
export function standsFor({ uid, gen }: Claims, account: Account): boolean {
  return (uid === undefined || uid === account.id) && (gen ?? 0) === account.tokenGeneration
}
