/**
 * When a token ends by the clock of this device, in milliseconds since 1970; null where it does not say.
 *
 * The service's clock may differ from ours, so what counts is how long the token is good for, from the moment it was
 * given.
 */
export function expiryOf(token: string, givenAtMs: number): number | null {
  const { exp, iat } = claimsOf(token)
  if (typeof exp !== 'number') return null
  return typeof iat === 'number' ? givenAtMs + (exp - iat) * 1000 : exp * 1000
}

function claimsOf(token: string): { readonly exp?: unknown; readonly iat?: unknown } {
  try {
    const claims = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    return JSON.parse(atob(claims)) ?? {}
  } catch {
    // Not a token of the kind we know: it is good until the service refuses it.
    return {}
  }
}
