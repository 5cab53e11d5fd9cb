import { beforeAll, describe, expect, it } from 'vitest'
import { type ServedRecommender, served } from '../../src/index.js'
import { type Json, runApp } from '../running-app.js'
import { ALL_SONGS, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

/** The recommender with something else in place of some of it. */
function but(properties: Partial<Pick<ServedRecommender, 'version' | 'tasteMap'>>): ServedRecommender {
  const described = Object.entries(properties).map(([name, value]) => [name, { value }])
  return Object.create(recommender, Object.fromEntries(described))
}

/** Of a column's entry: the genre of the song. */
const genreOf = (songId: string) => songId.split(' ')[0]

describe('GET /catalog/map', () => {
  it('has every song of the catalogue once, in columns of whole numbers', async () => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get('/catalog/map')
    expect(status).toBe(200)
    expect(json.version).toBe(recommender.version)
    expect([...json.song_ids].sort()).toEqual([...ALL_SONGS].sort())
    for (const column of ['x', 'y', 'listeners']) {
      expect(json[column]).toHaveLength(ALL_SONGS.length)
      expect(json[column].every(Number.isInteger)).toBe(true)
    }
    const places = [...json.x, ...json.y]
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...places)).toBeLessThanOrEqual(65_535)
    // The wider of the two fills its range.
    expect(Math.max(...places) - Math.min(...places)).toBe(65_535)
  })

  it('puts each song beside one of its genre', async () => {
    const { client } = await runApp({ recommender })
    const { song_ids, x, y }: Json = (await client.get('/catalog/map')).json
    const nearest = (i: number) => {
      const others = [...song_ids.keys()].filter((j) => j !== i)
      return others.reduce((best, j) => {
        const far = (k: number) => Math.hypot(x[i] - x[k], y[i] - y[k])
        return far(j) < far(best) ? j : best
      })
    }
    const alike = song_ids.filter((id: string, i: number) => genreOf(id) === genreOf(song_ids[nearest(i)]))
    // All 120.
    expect(alike.length / song_ids.length).toBeGreaterThan(0.9)
  })

  it('is sent once to a client that keeps it, and again when another version is served', async () => {
    const { popular } = served(recommender)
    const artifacts = { current: { recommender, popular } }
    const { client } = await runApp({ recommender, artifacts })
    const first = await client.get('/catalog/map')
    expect(first.headers.get('cache-control')).toBe('no-cache')
    const kept = { 'If-None-Match': first.headers.get('etag')!, 'Cache-Control': 'max-age=0' }
    expect(await client.get('/catalog/map', kept)).toMatchObject({ status: 304, text: '' })
    artifacts.current = { recommender: but({ version: '20300101T000000Z-00000000' }), popular }
    const other = await client.get('/catalog/map', kept)
    expect(other.status).toBe(200)
    expect(other.json.version).toBe('20300101T000000Z-00000000')
    expect(other.headers.get('etag')).not.toBe(first.headers.get('etag'))
  })

  it('is packed for who can unpack it', async () => {
    const { client } = await runApp({ recommender })
    const packed = await client.get('/catalog/map', { 'Accept-Encoding': 'gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toContain('Accept-Encoding')
    const plain = await client.get('/catalog/map', { 'Accept-Encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.text).toBe(packed.text)
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(plain.text.length)
  })

  it('says so where the version has none', async () => {
    const { popular } = served(recommender)
    const artifacts = { current: { recommender: but({ tasteMap: undefined }), popular } }
    const { client } = await runApp({ recommender, artifacts })
    const { status, json } = await client.get('/catalog/map')
    expect(status).toBe(404)
    expect(json).toEqual({
      detail: 'The served version has no taste map; it was trained by a release that made none',
    })
  })
})
