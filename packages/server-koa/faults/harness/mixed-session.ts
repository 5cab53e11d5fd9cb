import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { ALL_SONGS } from '../../test/trained-artifacts.js'
import { type Answer, ask, type Json, type Question } from './ask.js'
import type { SeededRandom } from './seeded-random.js'
import type { Tally } from './tally.js'

const THINK_MS = { min: 200, spread: 800 }

/**
 * A listener as a client of the service: signs up, gives seeds, looks at the shelves, plays, searches, likes, with
 * time to think in between, on connections that are kept. Counts every answer that is not exactly right.
 */
export async function mixedSession(
  url: string,
  username: string,
  { random, tally, took }: { random: SeededRandom; tally: Tally; took: number[] },
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  let token: string | undefined
  const step = async (
    name: string,
    path: string,
    question: Question,
    isRight: (json: Json) => boolean,
  ): Promise<Answer> => {
    const status = name === 'sign up' ? 201 : 200
    const answer = await ask(url, path, { ...question, token, agent })
    tally.count('requests')
    if (answer.status === status && isRight(answer.json)) took.push(answer.ms)
    else {
      tally.count('failed')
      tally.note(`failed: ${name}`, `${answer.failure ?? answer.status} ${answer.text.slice(0, 200)}`)
    }
    await wait(THINK_MS.min + random.below(THINK_MS.spread))
    return answer
  }

  try {
    const songs = random.sample(ALL_SONGS, 6)
    const seeds = songs.slice(0, 3)
    const liked = songs.slice(3)
    const account = { username, password: 'a good password' }
    const { json } = await step('sign up', '/auth/signup', { json: account }, (json) =>
      Boolean(json?.access_token),
    )
    token = json?.access_token
    await step(
      'onboard',
      '/recommendations/cold-start',
      { json: { seeds } },
      (json) => json?.seed_count === 3 && json.results.length === 10,
    )
    for (const songId of liked) {
      await step('shelves', '/recommendations/categories', {}, (json) => isShelved(json, seeds))
      await step(
        'up next',
        '/recommendations/similar',
        { json: { song: songId } },
        (json) => json?.results.length === 10 && !songsOf(json.results).includes(songId),
      )
      await step('search', '/catalog/search?q=jazz', {}, (json) => json?.length === 10)
      await step('like', '/likes/toggle', { json: { song_id: songId } }, (json) => json?.liked === true)
    }
    await step('likes', '/likes', {}, (json) => String(json?.likes) === String(liked))
    await step('seeds', '/me/seeds', {}, (json) => String(json?.seeds) === String(seeds))
    tally.count('sessions')
  } finally {
    agent.destroy()
  }
}

function isShelved(json: Json, seeds: readonly string[]): boolean {
  const items = (json?.buckets ?? []).flatMap((bucket: Json) => songsOf(bucket.items))
  return items.length > 0 && !items.some((songId: string) => seeds.includes(songId))
}

function songsOf(items: readonly Json[]): string[] {
  return items.map((item) => item.song_id)
}
