// Listeners with different tastes, made through the service as any client would.
import { seededRandom } from '../lib/measure.mjs'

export const PASSWORD = 'correct horse battery staple'
/** Sign-ups on their way at a time: as many as the service has threads to hash passwords on. */
const AT_A_TIME = 4

/**
 * Makes so many accounts, each with 3 to 8 seeds and up to 10 likes of its own.
 *
 * @returns Their `username`s and `token`s.
 */
export async function makeAccounts(url, songs, count) {
  const random = seededRandom(7)
  const pick = () => songs[Math.floor(songs.length * random())].songId
  const wanted = Array.from({ length: count }, (_, n) => ({
    username: `listener-${n}`,
    seeds: Array.from({ length: 3 + Math.floor(6 * random()) }, pick),
    likes: [...new Set(Array.from({ length: Math.floor(11 * random()) }, pick))],
  }))
  const accounts = []
  for (let from = 0; from < count; from += AT_A_TIME)
    accounts.push(...(await Promise.all(wanted.slice(from, from + AT_A_TIME).map((one) => make(url, one)))))
  return accounts
}

async function make(url, { username, seeds, likes }) {
  const { access_token: token } = await post(`${url}/auth/signup`, { username, password: PASSWORD })
  await post(`${url}/recommendations/cold-start`, { seeds }, token)
  for (const songId of likes) await post(`${url}/likes/toggle`, { song_id: songId }, token)
  return { username, token }
}

async function post(url, body, token) {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
