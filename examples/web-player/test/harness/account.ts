import type { Page } from 'playwright-core'

/** Somebody with an account, made through the service's own calls. */
export interface Account {
  readonly username: string
  readonly password: string
  readonly token: string
}

/** Makes an account. */
export async function newAccount(
  url: string,
  username: string,
  password = 'a good password',
): Promise<Account> {
  const { access_token } = await post(`${url}/auth/signup`, { username, password })
  return { username, password, token: String(access_token) }
}

/** Gives an account its seeds, if there are any, and some likes. */
export async function giveTaste(
  url: string,
  { token }: Account,
  { seeds, likes = [] }: { readonly seeds: readonly string[]; readonly likes?: readonly string[] },
): Promise<void> {
  await post(`${url}/recommendations/cold-start`, { seeds }, token)
  for (const songId of likes) await post(`${url}/likes/toggle`, { song_id: songId }, token)
}

/** Ids of songs that many listen to. */
export async function popularSongs(url: string, limit: number): Promise<string[]> {
  const answer = await fetch(`${url}/recommendations/categories?limit=${limit}`)
  const { buckets } = (await answer.json()) as { buckets: { items: { song_id: string }[] }[] }
  return buckets.flatMap(({ items }) => items.map(({ song_id }) => song_id))
}

/** What the app keeps in `localStorage` as `redux:session` of somebody who is signed in. */
export function storedSession({ token, username }: Account): string {
  const state = { token, username, expiresAtMs: null, hasExpired: false, guestSeeds: null }
  return JSON.stringify({ state, version: 0 })
}

/** Opens every page as it is for somebody who is signed in. */
export function signedIn(page: Page, account: Account): Promise<unknown> {
  return page.addInitScript(
    (session) => localStorage.setItem('redux:session', session),
    storedSession(account),
  )
}

async function post(url: string, body: unknown, token?: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
