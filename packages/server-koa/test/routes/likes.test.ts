import { beforeAll, describe, expect, test } from 'vitest'
import type { ServedRecommender } from '../../src/index.js'
import { runApp } from '../running-app.js'
import { songId, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const SONG = songId('Jazz', 1, 1)

describe('POST /likes/toggle', () => {
  test('likes a song, then takes the like back', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const liked = await ada.post('/likes/toggle', { song_id: SONG })
    expect([liked.status, liked.json]).toEqual([200, { liked: true }])
    expect((await ada.get('/likes')).json).toEqual({ likes: [SONG] })
    expect((await ada.post('/likes/toggle', { song_id: SONG })).json).toEqual({ liked: false })
    expect((await ada.get('/likes')).json).toEqual({ likes: [] })
  })

  test('stores the id of the catalogue, however the song is spelled', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const spelling = `${SONG.toUpperCase()} (feat. Somebody)`
    expect((await ada.post('/likes/toggle', { song_id: spelling })).json).toEqual({ liked: true })
    expect((await ada.get('/likes')).json).toEqual({ likes: [SONG] })
    expect((await ada.post('/likes/toggle', { song_id: SONG })).json).toEqual({ liked: false })
  })

  test.each(['Nobody - Nothing', '', ' - ', 'x'.repeat(10_000)])(
    'answers 400 "Song not in catalogue" to an unknown song',
    async (song) => {
      const { client } = await runApp({ recommender })
      const ada = await client.newAccount('ada')
      const { status, json } = await ada.post('/likes/toggle', { song_id: song })
      expect([status, json]).toEqual([400, { detail: 'Song not in catalogue' }])
    },
  )

  test.each([50, 51])('keeps the parity of %i toggles at once, and no duplicates', async (toggles) => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const answers = await Promise.all(
      Array.from({ length: toggles }, () => ada.post('/likes/toggle', { song_id: SONG })),
    )
    expect(answers.filter(({ json }) => json.liked)).toHaveLength(Math.ceil(toggles / 2))
    expect((await ada.get('/likes')).json).toEqual({ likes: toggles % 2 ? [SONG] : [] })
  })

  test('answers 401 before it looks at the body', async () => {
    const { client } = await runApp({ recommender })
    expect((await client.post('/likes/toggle', { nonsense: true })).status).toBe(401)
  })

  test('answers 422 to a body without song_id', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const { status, json } = await ada.post('/likes/toggle', {})
    expect(status).toBe(422)
    expect(json.detail).toEqual([{ loc: ['body', 'song_id'], msg: 'Field required', type: 'missing' }])
  })
})

describe('GET /likes', () => {
  test('lists the likes in the order of liking, of the asking user alone', async () => {
    const { client } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    const bob = await client.newAccount('bob')
    const songs = [songId('Techno', 3, 2), songId('Folk', 1, 1), songId('Jazz', 6, 5)]
    for (const song of songs) await ada.post('/likes/toggle', { song_id: song })
    await bob.post('/likes/toggle', { song_id: songs[1] })
    expect((await ada.get('/likes')).json).toEqual({ likes: songs })
    expect((await bob.get('/likes')).json).toEqual({ likes: [songs[1]] })
  })

  test('answers 401 "Authentication required" to an anonymous caller', async () => {
    const { client } = await runApp({ recommender })
    const { status, json, headers } = await client.get('/likes')
    expect([status, json]).toEqual([401, { detail: 'Authentication required' }])
    expect(headers.get('www-authenticate')).toBe('Bearer')
  })
})
