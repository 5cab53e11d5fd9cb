import { answerOf, client } from '../api/client.js'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** A token for an account of one's own. */
export async function logIn({ username, password }: Credentials): Promise<string> {
  const answer = await answerOf(
    client.POST('/auth/login', {
      body: { username, password },
      bodySerializer: (body) => new URLSearchParams({ username: body.username, password: body.password }),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    }),
  )
  return answer.access_token
}

/** A token for a new account. */
export async function signUp(credentials: Credentials): Promise<string> {
  return (await answerOf(client.POST('/auth/signup', { body: credentials }))).access_token
}

/** Makes a token worthless; that it is forgotten here is what counts, so faults are passed over. */
export async function logOut(token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` }
  await client.POST('/auth/logout', { headers, keepalive: true }).catch(() => {})
}
