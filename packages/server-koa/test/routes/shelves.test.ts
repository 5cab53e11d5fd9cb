import { beforeAll, describe, expect, test } from 'vitest'
import type { ServedRecommender } from '../../src/index.js'
import { type Json, runApp } from '../running-app.js'
import { songId, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const PATH = '/recommendations/categories'
const JAZZ = [songId('Jazz', 1, 1), songId('Jazz', 2, 2)]

function expectShelves(json: Json, seedUsed: string | null, limit: number) {
  expect(Object.keys(json)).toEqual(['buckets'])
  expect(json.buckets.length).toBeGreaterThan(0)
  const songs: string[] = []
  for (const { label, seed_used, items, ...rest } of json.buckets) {
    expect(rest).toEqual({})
    expect(['Because you like', 'More from your vibe', 'Fresh mix', 'For you']).toContain(label)
    expect(seed_used).toBe(seedUsed)
    expect(items.length).toBeLessThanOrEqual(limit)
    for (const item of items)
      expect(Object.keys(item).sort()).toEqual([
        'artist',
        'because',
        'cover_url',
        'distance',
        'song_id',
        'title',
      ])
    songs.push(...items.map((item: Json) => item.song_id))
  }
  expect(new Set(songs).size).toBe(songs.length)
  return songs
}

describe('GET /recommendations/categories', () => {
  test('gives a newcomer shelves built on nobody', async () => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get(PATH)
    expect(status).toBe(200)
    expectShelves(json, null, 8)
  })

  test('gives an account shelves built on its taste, without its seeds', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    await ada.post('/recommendations/cold-start', { seeds: JAZZ })
    const { json } = await ada.get(`${PATH}?limit=5`)
    const songs = expectShelves(json, 'your taste', 5)
    for (const seed of JAZZ) expect(songs).not.toContain(seed)
  })

  test('gives an account shelves built on likes alone', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    await ada.post('/likes/toggle', { song_id: JAZZ[0] })
    expectShelves((await ada.get(PATH)).json, 'your taste', 8)
  })

  test('builds on the song in "seed" for a caller without a taste', async () => {
    const { client } = await runApp({ recommender })
    const { json } = await client.get(`${PATH}?seed=${encodeURIComponent(JAZZ[0].toLowerCase())}`)
    expect(expectShelves(json, 'your taste', 8)).not.toContain(JAZZ[0])
  })

  test('repeats its order for the same number as "seed" and varies it for others', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    await ada.post('/recommendations/cold-start', { seeds: JAZZ })
    const order = async (seed: number) => JSON.stringify((await ada.get(`${PATH}?seed=${seed}`)).json)
    expect(await order(3)).toBe(await order(3))
    expect(new Set(await Promise.all([1, 2, 3, 4, 5].map(order))).size).toBeGreaterThan(1)
  })

  test.each(['', 'Nobody - Nothing', '42'])(
    'shows what everybody plays to a newcomer with the seed "%s"',
    async (seed) => {
      const { client } = await runApp({ recommender })
      const { status, json } = await client.get(`${PATH}?seed=${encodeURIComponent(seed)}&limit=8`)
      expect(status).toBe(200)
      expectShelves(json, null, 8)
    },
  )

  test.each(['0', '51', 'ten', '', '1.5', '-3'])('answers 422 to limit=%s', async (limit) => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get(`${PATH}?limit=${limit}`)
    expect(status).toBe(422)
    expect(json.detail[0].loc).toEqual(['query', 'limit'])
  })
})
