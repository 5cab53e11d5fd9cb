import { beforeAll, describe, expect, test } from 'vitest'
import type { ServedRecommender } from '../../src/index.js'
import type { Store } from '../../src/stores/store.js'
import { type Json, runApp } from '../running-app.js'
import { ALL_SONGS, songId, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const JAZZ = [songId('Jazz', 1, 1), songId('Jazz', 2, 2), songId('Jazz', 3, 3)]
const METAL = [songId('Metal', 1, 1), songId('Metal', 2, 2)]
const idsOf = (json: Json): string[] => json.results.map((item: Json) => item.song_id)
const item = {
  song_id: expect.any(String),
  title: expect.any(String),
  artist: expect.any(String),
  cover_url: null,
  because: expect.any(Array),
}

describe('POST /recommendations/cold-start', () => {
  test('answers 10 items near the seeds in the shape of the contract', async () => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.post('/recommendations/cold-start', { seeds: JAZZ })
    expect(status).toBe(200)
    expect(Object.keys(json).sort()).toEqual(['results', 'seed_count'])
    expect(json.seed_count).toBe(3)
    expect(json.results).toHaveLength(10)
    for (const result of json.results) {
      expect(result).toEqual({ ...item, distance: result.distance })
      expect(result.distance === null || typeof result.distance === 'number').toBe(true)
      expect(result.song_id).toBe(`${result.artist} - ${result.title}`)
      expect(ALL_SONGS).toContain(result.song_id)
    }
    expect(new Set(idsOf(json)).size).toBe(10)
    // Each genre is a quarter of the catalogue; listeners hardly stray.
    expect(idsOf(json).filter((id) => id.startsWith('Jazz')).length).toBeGreaterThanOrEqual(7)
  })

  test('never returns a seed, even when asked for as much as it may', async () => {
    const { client } = await runApp({ recommender })
    const { json } = await client.post('/recommendations/cold-start', { seeds: JAZZ, limit: 50 })
    for (const seed of JAZZ) expect(idsOf(json)).not.toContain(seed)
  })

  test('counts the seeds that resolve, each song once', async () => {
    const { client } = await runApp({ recommender })
    const seeds = [JAZZ[0], JAZZ[0].toLowerCase(), 'Nobody - Nothing', '', JAZZ[1]]
    const { json } = await client.post('/recommendations/cold-start', { seeds })
    expect(json.seed_count).toBe(2)
  })

  test.each([[[]], [['Nobody - Nothing']], [['', ' ', ' - ']]])(
    'answers 400 "At least one seed is required." to the seeds %j',
    async (seeds) => {
      const { client } = await runApp({ recommender })
      const { status, json } = await client.post('/recommendations/cold-start', { seeds })
      expect([status, json]).toEqual([400, { detail: 'At least one seed is required.' }])
      const ada = await client.newAccount('ada')
      expect((await ada.post('/recommendations/cold-start', { seeds })).status).toBe(400)
      expect((await ada.get('/me/seeds')).json).toEqual({ seeds: null })
    },
  )

  test('stores nothing for an anonymous caller', async () => {
    const { client } = await runApp({ recommender })
    await client.post('/recommendations/cold-start', { seeds: JAZZ })
    expect((await client.get('/me/seeds')).json).toEqual({ seeds: null })
    const { json } = await client.post('/recommendations/cold-start', { seeds: METAL })
    expect(json.seed_count).toBe(2)
  })

  test('stores the first resolved seeds of an account and reuses them whatever later calls send', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const spelled = [JAZZ[0].toUpperCase(), 'Nobody - Nothing', JAZZ[1]]
    const first = await ada.post('/recommendations/cold-start', { seeds: spelled })
    expect(first.json.seed_count).toBe(2)
    expect((await ada.get('/me/seeds')).json).toEqual({ seeds: [JAZZ[0], JAZZ[1]] })
    for (const seeds of [METAL, [], ['Nobody - Nothing']]) {
      const later = await ada.post('/recommendations/cold-start', { seeds })
      expect(later.status).toBe(200)
      expect(later.json).toEqual(first.json)
    }
    expect((await ada.get('/me/seeds')).json).toEqual({ seeds: [JAZZ[0], JAZZ[1]] })
  })

  test('keeps the first of racing calls, and answers all with its seeds', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ada.post('/recommendations/cold-start', { seeds: i % 2 ? JAZZ : METAL }),
      ),
    )
    for (const { json } of answers) expect(json).toEqual(answers[0].json)
    const { seeds } = (await ada.get('/me/seeds')).json
    expect([JAZZ, METAL]).toContainEqual(seeds)
    expect(answers[0].json.seed_count).toBe(seeds.length)
  })

  test('lets likes join the profile with LIKED_WEIGHT', async () => {
    const { client } = await runApp({ recommender, env: { LIKED_WEIGHT: '50' } })
    const ada = await client.newAccount('ada')
    const before = await ada.post('/recommendations/cold-start', { seeds: [JAZZ[0]] })
    for (const song of METAL) await ada.post('/likes/toggle', { song_id: song })
    const after = await ada.post('/recommendations/cold-start', { seeds: [] })
    const metal = (json: Json) => idsOf(json).filter((id) => id.startsWith('Metal')).length
    expect(metal(after.json)).toBeGreaterThan(metal(before.json))
    expect(after.json.seed_count).toBe(1)
  })

  test('answers with what a call sends when a newer catalogue has none of the stored seeds', async () => {
    const { client, store } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const { id } = (await store.findUser('ada'))!
    await store.storeSeedsOnce(id, ['Gone Band - Gone Song'])
    const { status, json } = await ada.post('/recommendations/cold-start', { seeds: JAZZ })
    expect([status, json.seed_count]).toEqual([200, 3])
    expect((await ada.get('/me/seeds')).json).toEqual({ seeds: ['Gone Band - Gone Song'] })
  })
})

describe('POST /recommendations/similar', () => {
  test('answers 10 items without the song itself and a seed_count of 1', async () => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.post('/recommendations/similar', { song: JAZZ[0] })
    expect(status).toBe(200)
    expect(json.seed_count).toBe(1)
    expect(json.results).toHaveLength(10)
    for (const result of json.results) expect(result).toEqual({ ...item, distance: result.distance })
    expect(idsOf(json)).not.toContain(JAZZ[0])
  })

  test('repeats the order for the same seed', async () => {
    const { client } = await runApp({ recommender })
    const ask = (seed: number) => client.post('/recommendations/similar', { song: JAZZ[0], seed })
    expect((await ask(5)).json).toEqual((await ask(5)).json)
  })

  test('takes null for no seed, as clients send it', async () => {
    const { client } = await runApp({ recommender })
    const { status } = await client.post('/recommendations/similar', { song: JAZZ[0], seed: null })
    expect(status).toBe(200)
  })

  test.each(['Nobody - Nothing', '', "Guns N' Roses - %s $& $1"])(
    'answers 400 with the song as it was sent: %s',
    async (song) => {
      const { client } = await runApp({ recommender })
      const { status, json } = await client.post('/recommendations/similar', { song })
      expect([status, json]).toEqual([400, { detail: `Song '${song}' not in model catalogue.` }])
    },
  )

  test('looks at the seeds and likes of an account', async () => {
    const { client } = await runApp({ recommender, env: { LIKED_WEIGHT: '100' } })
    const ada = await client.newAccount('ada')
    await ada.post('/recommendations/cold-start', { seeds: METAL })
    const body = { song: JAZZ[0], seed: 5, limit: 50 }
    const answer = await ada.post('/recommendations/similar', body)
    const anonymous = await client.post('/recommendations/similar', body)
    expect(answer.status).toBe(200)
    expect(idsOf(answer.json)).not.toContain(JAZZ[0])
    expect(answer.json).not.toEqual(anonymous.json)
  })
})

describe.each([
  ['/recommendations/cold-start', { seeds: JAZZ }],
  ['/recommendations/similar', { song: JAZZ[0] }],
])('the body of POST %s', (path, body) => {
  test.each([
    [0, 'greater_than_equal'],
    [-1, 'greater_than_equal'],
    [51, 'less_than_equal'],
    [1e300, 'int_from_float'],
    [1.5, 'int_from_float'],
    ['ten', 'int_parsing'],
    ['', 'int_parsing'],
    ['51', 'less_than_equal'],
    [null, 'int_type'],
    [true, 'int_type'],
    [[10], 'int_type'],
  ])('is refused with limit %j', async (limit, type) => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.post(path, { ...body, limit })
    expect(status).toBe(422)
    expect(json.detail).toEqual([{ loc: ['body', 'limit'], msg: expect.any(String), type }])
  })

  test.each([1, 7, 50, '7'])('gets as many results as its limit %j says', async (limit) => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.post(path, { ...body, limit })
    expect(status).toBe(200)
    expect(json.results.length).toBeLessThanOrEqual(Number(limit))
    expect(json.results.length).toBeGreaterThan(0)
  })
})

test.each([
  ['/recommendations/cold-start', {}, 'seeds', 'missing'],
  ['/recommendations/cold-start', { seeds: 'a song' }, 'seeds', 'list_type'],
  ['/recommendations/cold-start', { seeds: null }, 'seeds', 'list_type'],
  ['/recommendations/similar', {}, 'song', 'missing'],
  ['/recommendations/similar', { song: ['a'] }, 'song', 'string_type'],
  ['/recommendations/similar', { song: 'a', seed: 'x' }, 'seed', 'int_parsing'],
])('POST %s answers 422 to %j', async (path, body, field, type) => {
  const { client } = await runApp({ recommender })
  const { status, json } = await client.post(path, body)
  expect(status).toBe(422)
  expect(json.detail).toEqual([{ loc: ['body', field], msg: expect.any(String), type }])
})

test('the cold start of an account that is deleted meanwhile answers like one without an account', async () => {
  const wrapStore = (store: Store): Store =>
    new Proxy(store, {
      get: (target, name: keyof Store) => {
        if (name !== 'storeSeedsOnce') return (target[name] as () => unknown).bind(target)
        return async (userId: number, seeds: readonly string[]) => {
          await target.deleteUser(userId)
          return target.storeSeedsOnce(userId, seeds)
        }
      },
    })
  const { client } = await runApp({ recommender, wrapStore })
  const ada = await client.newAccount('ada')
  const anonymous = await client.post('/recommendations/cold-start', { seeds: JAZZ })
  const { status, json } = await ada.post('/recommendations/cold-start', { seeds: JAZZ })
  expect(status).toBe(200)
  expect(idsOf(json)).toEqual(idsOf(anonymous.json))
})

test('a wrong seed in the list is told by its position', async () => {
  const { client } = await runApp({ recommender })
  const { json } = await client.post('/recommendations/cold-start', { seeds: ['a', 5] })
  expect(json.detail).toEqual([
    { loc: ['body', 'seeds', 1], msg: 'Input should be a valid string', type: 'string_type' },
  ])
})

test('a hundred thousand wrong seeds are answered with a hundred problems', async () => {
  const { client } = await runApp({ recommender })
  const { status, json } = await client.post('/recommendations/cold-start', { seeds: Array(100_000).fill(1) })
  expect(status).toBe(422)
  expect(json.detail).toHaveLength(100)
})
