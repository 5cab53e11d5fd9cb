import { beforeAll, describe, expect, test } from 'vitest'
import { type ServedRecommender, type Store, StoreError, served } from '../../src/index.js'
import { type Client, runApp } from '../running-app.js'
import { songId, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const SONG = songId('Jazz', 1, 1)
const SEEDS = [songId('Folk', 2, 2), songId('Folk', 3, 3)]
type Method = 'coldStart' | 'similar' | 'shelves'

/** A version whose methods fail once it is in service; `personal` leaves cold starts from plain seeds working. */
function failing(...methods: (Method | 'personal')[]) {
  const { popular } = served(recommender)
  const burning = (): never => {
    throw new Error('the index is on fire')
  }
  const properties = methods.flatMap((method) => {
    if (method !== 'personal') return [[method, { value: burning }]]
    const coldStart: ServedRecommender['coldStart'] = (seeds, options) =>
      options?.likes === undefined ? recommender.coldStart(seeds, options) : burning()
    return [
      ['shelves', { value: burning }],
      ['similar', { value: burning }],
      ['coldStart', { value: coldStart }],
    ]
  })
  const broken: ServedRecommender = Object.create(recommender, Object.fromEntries(properties))
  return { popular, artifacts: { current: { recommender: broken, popular } } }
}

/** What the three calls answer: their statuses, and the ids on their lists. */
async function answersTo(client: Client) {
  const similar = await client.post('/recommendations/similar', { song: SONG })
  const coldStart = await client.post('/recommendations/cold-start', { seeds: SEEDS })
  const shelves = await client.get('/recommendations/categories')
  const ids = (items: { song_id: string }[]) => items.map((item) => item.song_id)
  return {
    statuses: [similar.status, coldStart.status, shelves.status],
    similar: ids(similar.json.results),
    coldStart: ids(coldStart.json.results),
    buckets: shelves.json.buckets.map((bucket: { label: string; items: [] }) => ({
      label: bucket.label,
      ids: ids(bucket.items),
    })),
  }
}

const folk = (ids: readonly string[]) => ids.filter((id) => id.startsWith('Folk')).length / ids.length

describe('a recommender that fails', () => {
  test('for one listener gives what is nearest to the seeds', async () => {
    const { artifacts } = failing('personal')
    const { client, log } = await runApp({ recommender, artifacts })
    const ada = await client.newAccount('ada')
    const { statuses, similar, coldStart, buckets } = await answersTo(ada)
    expect(statuses).toEqual([200, 200, 200])
    expect(similar).not.toContain(SONG)
    expect(similar).toHaveLength(10)
    expect(folk(coldStart)).toBeGreaterThan(0.7)
    expect(buckets).toHaveLength(1)
    expect(buckets[0].label).toBe('Because you like')
    expect(folk(buckets[0].ids)).toBeGreaterThan(0.7)
    expect(log).toContainEqual(
      expect.objectContaining({
        instead: 'nearest',
        err: expect.objectContaining({ message: 'the index is on fire' }),
      }),
    )
  })

  test('altogether gives what is popular, without the songs that were asked for', async () => {
    const { artifacts, popular } = failing('coldStart', 'similar', 'shelves')
    const { client, metrics } = await runApp({ recommender, artifacts })
    const { statuses, similar, coldStart, buckets } = await answersTo(client)
    const ids = popular.map((song) => song.songId)
    expect(statuses).toEqual([200, 200, 200])
    expect(similar).toEqual(ids.filter((id) => id !== SONG).slice(0, 10))
    expect(coldStart).toEqual(ids.filter((id) => !SEEDS.includes(id)).slice(0, 10))
    expect(buckets).toEqual([{ label: 'For you', ids: ids.slice(0, 8) }])
    const { values } = await metrics.degraded.get()
    expect(values).toContainEqual(expect.objectContaining({ labels: { level: 'popular' }, value: 3 }))
  })

  test('with nothing popular gives honest empty lists', async () => {
    const { artifacts } = failing('coldStart', 'similar', 'shelves')
    const nothing = { current: { ...artifacts.current, popular: [] } }
    const { client } = await runApp({ recommender, artifacts: nothing })
    expect(await answersTo(client)).toEqual({
      statuses: [200, 200, 200],
      similar: [],
      coldStart: [],
      buckets: [],
    })
  })

  test('for a moment is not remembered: the next answer is as good as ever', async () => {
    const { artifacts } = failing('similar')
    const { client } = await runApp({ recommender, artifacts })
    const asked = { song: SONG, limit: 5 }
    const poorer = (await client.post('/recommendations/similar', asked)).json
    ;(artifacts as { current: typeof artifacts.current }).current = served(recommender)
    const good = (await client.post('/recommendations/similar', asked)).json
    expect(good).not.toEqual(poorer)
    const ids = good.results.map((item: { song_id: string }) => item.song_id)
    expect(ids).toEqual(recommender.similar(SONG, { limit: 5 }).map((song) => song.songId))
  })
})

describe('accounts that cannot be read', () => {
  const SENTENCE = 'Accounts are not available at the moment; please try again in a few seconds'

  /** The app with an account made, whose store then goes away, and comes back at `recover`. */
  async function withoutStore(...methods: (keyof Store)[]) {
    let isAway = false
    const wrapStore = (store: Store): Store =>
      new Proxy(store, {
        get: (target, name: keyof Store) => {
          const member = target[name] as (...args: unknown[]) => unknown
          return (...args: unknown[]) => {
            const away = isAway && (methods.length === 0 || methods.includes(name))
            if (away) return Promise.reject(new StoreError('UNAVAILABLE', 'connection refused'))
            return member.apply(target, args)
          }
        },
      })
    const app = await runApp({ recommender, wrapStore })
    const ada = await app.client.newAccount('ada')
    await ada.post('/recommendations/cold-start', { seeds: SEEDS })
    isAway = true
    return { ...app, ada, recover: () => (isAway = false) }
  }

  test('leave recommendations to anonymous callers as they are, and to signed-in ones as to anonymous', async () => {
    const { client, ada, recover } = await withoutStore()
    const asked = { song: SONG }
    const anonymous = await client.post('/recommendations/similar', asked)
    const meanwhile = await ada.post('/recommendations/similar', asked)
    expect([anonymous.status, meanwhile.status]).toEqual([200, 200])
    expect(meanwhile.json).toEqual(anonymous.json)
    const shelves = await ada.get('/recommendations/categories')
    expect(shelves.json).toEqual((await client.get('/recommendations/categories')).json)
    recover()
    expect((await ada.get('/recommendations/categories')).json.buckets[0].seed_used).toBe('your taste')
  })

  test.each([
    ['POST', '/auth/signup', { username: 'bob', password: 'a good password' }],
    ['GET', '/likes', undefined],
    ['POST', '/likes/toggle', { song_id: SONG }],
    ['GET', '/me/seeds', undefined],
    ['GET', '/me/export', undefined],
    ['POST', '/recommendations/cold-start', { seeds: SEEDS }],
  ])('make %s %s a 503 that says when to come back', async (method, path, body) => {
    const { ada } = await withoutStore()
    const { status, json, headers } = await ada.ask(method, path, body)
    expect([status, json]).toEqual([503, { detail: SENTENCE }])
    expect(headers.get('retry-after')).toBe('5')
  })

  test('make a login a 503, also a wrong one, and count none as an attempt', async () => {
    const { client, recover } = await withoutStore()
    expect((await client.logIn('ada', 'a wrong password')).status).toBe(503)
    recover()
    expect((await client.logIn('ada', 'a good password')).status).toBe(200)
  })

  test('after the token was read give what an anonymous caller gets, and the good answer as soon as they can', async () => {
    const { client, ada, recover } = await withoutStore('getTaste')
    const poorer = await ada.get('/recommendations/categories')
    expect(poorer.json).toEqual((await client.get('/recommendations/categories')).json)
    recover()
    expect((await ada.get('/recommendations/categories')).json).not.toEqual(poorer.json)
  })
})
