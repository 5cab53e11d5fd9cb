import type { Page } from 'playwright-core'
import type { Listening } from '../src/player/player.js'
import { recommendedSong, type Song, songOfId } from '../src/songs/song.js'
import { type Account, giveTaste, newAccount, popularSongs, signedIn } from '../test/harness/account.js'

/** Who looks at a scene: nobody yet, somebody without an account, or one who has picked nothing, some, or much. */
export type Role = 'stranger' | 'guest' | 'newcomer' | 'listener' | 'collector'

/** Those who look, and what they hear. */
export interface Cast {
  readonly accounts: Readonly<Record<Exclude<Role, 'stranger' | 'guest'>, Account>>
  readonly guestSeeds: readonly string[]
  /** A song, and what goes with it. */
  readonly listening: Listening
}

/** So far the song is in all pictures. */
const SECONDS = 83

/** Makes the accounts. */
export async function gatherCast(url: string): Promise<Cast> {
  const songs = await popularSongs(url, 16)
  const [listener, newcomer, collector] = [
    await newAccount(url, 'maya'),
    await newAccount(url, 'robin'),
    await newAccount(url, 'alexandria'),
  ]
  const seeds = songs.slice(0, 4)
  await giveTaste(url, listener, { seeds, likes: songs.slice(4, 10) })
  const near = await goesWith(url, songs[0], 50)
  await giveTaste(url, collector, { seeds, likes: near.map(({ id }) => id) })
  const [current, ...queue] = await goesWith(url, songs[1], 13)
  const history = seeds.map(songOfId)
  return {
    accounts: { listener, newcomer, collector },
    guestSeeds: songs.slice(0, 3),
    listening: { current, queue, history, repeat: 'off' },
  }
}

async function goesWith(url: string, song: string, limit: number): Promise<readonly Song[]> {
  const answer = await fetch(`${url}/recommendations/similar`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ song, limit, seed: 0 }),
  })
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
  const { results } = (await answer.json()) as { results: Parameters<typeof recommendedSong>[0][] }
  return results.map(recommendedSong)
}

/** Every page is opened by somebody of the cast. */
export async function enterAs(page: Page, who: Role, { accounts, guestSeeds }: Cast): Promise<void> {
  if (who === 'stranger') return
  if (who !== 'guest') return void (await signedIn(page, accounts[who]))
  const state = { token: null, username: null, expiresAtMs: null, hasExpired: false, guestSeeds }
  await store(page, 'redux:session', { state, version: 0 })
}

/** On every page the listener finds what they heard before, paused. */
export function hear(page: Page, { accounts, listening }: Cast, other: Partial<Listening> = {}) {
  const key = `redux:listening:${accounts.listener.username}`
  return store(page, key, { ...listening, ...other, version: 1, seconds: SECONDS })
}

function store(page: Page, key: string, value: unknown): Promise<unknown> {
  return page.addInitScript(([key, value]) => localStorage.setItem(key, value), [key, JSON.stringify(value)])
}
