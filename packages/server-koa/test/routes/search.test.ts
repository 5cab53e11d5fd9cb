import { beforeAll, describe, expect, test } from 'vitest'
import type { FoundSong, MetadataProvider, ServedRecommender } from '../../src/index.js'
import { type Json, runApp } from '../running-app.js'
import { ALL_SONGS, songId, trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const idsOf = (json: Json): string[] => json.map((item: Json) => item.song_id)

describe('GET /health', () => {
  test('tells that all is well and how many songs are indexed', async () => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get('/health')
    expect(status).toBe(200)
    expect(json).toMatchObject({
      status: 'ok',
      songs_indexed: ALL_SONGS.length,
      version: recommender.version,
    })
  })
})

describe.each(['/catalog/search', '/search'])('GET %s', (path) => {
  test('finds songs in the shape of the contract', async () => {
    const { client } = await runApp({ recommender })
    const { status, json, headers } = await client.get(`${path}?q=24+jazz+song`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(json).toEqual([
      {
        song_id: songId('Jazz', 2, 4),
        title: 'Jazz Song 24',
        artist: 'Jazz Band 2',
        album: null,
        cover_url: null,
        preview_url: null,
      },
    ])
  })

  test.each(['', '?q=', '?q=%20%20', '?limit=5'])('answers [] to the query "%s"', async (query) => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get(`${path}${query}`)
    expect([status, json]).toEqual([200, []])
  })

  test.each([
    ['', 10],
    ['&limit=3', 3],
    ['&limit=25', 25],
    ['&limit=26', 25],
    ['&limit=1000000', 25],
  ])('gives as many as "%s" asks for, 25 at most', async (limit, expected) => {
    const { client } = await runApp({ recommender })
    expect((await client.get(`${path}?q=song${limit}`)).json).toHaveLength(expected)
  })

  test.each([
    ['0', 'greater_than_equal'],
    ['-1', 'greater_than_equal'],
    ['ten', 'int_parsing'],
    ['2.5', 'int_parsing'],
    ['', 'int_parsing'],
  ])('answers 422 to limit=%s', async (limit, type) => {
    const { client } = await runApp({ recommender })
    const { status, json } = await client.get(`${path}?q=song&limit=${limit}`)
    expect(status).toBe(422)
    expect(json.detail).toEqual([{ loc: ['query', 'limit'], msg: expect.any(String), type }])
  })

  test('takes the last of a repeated parameter', async () => {
    const { client } = await runApp({ recommender })
    const { json } = await client.get(`${path}?q=metal&q=folk&limit=2&limit=1`)
    expect(json).toHaveLength(1)
    expect(json[0].artist).toMatch(/^Folk/)
  })

  test.each(['%', '%E0%A4%A', '%00', '(((', '\\', '*', '💥', "' or 1=1 --"])(
    'survives the query %s',
    async (q) => {
      const { client } = await runApp({ recommender })
      expect((await client.get(`${path}?q=${q}`)).status).toBe(200)
    },
  )
})

/** A provider that answers with these songs and covers. */
function providerOf(name: string, songs: readonly Partial<FoundSong>[], coverUrl: string | null = null) {
  const asked: string[] = []
  const provider: MetadataProvider = {
    name,
    async search(query) {
      asked.push(query)
      return songs.map((song) => ({
        title: '',
        artist: '',
        album: null,
        coverUrl: null,
        previewUrl: null,
        ...song,
      }))
    },
    async cover(artist, track) {
      asked.push(`${artist} - ${track}`)
      return coverUrl
    },
  }
  return { provider, asked }
}

function failing(name: string, how: () => Promise<never>): MetadataProvider {
  return { name, search: how, cover: how }
}
const throwing = failing('throwing', () => Promise.reject(new Error('429 Too Many Requests')))
const throwingAtOnce = failing('throwing at once', () => {
  throw new Error('no network')
})
const hanging = failing('hanging', () => new Promise(() => {}))

describe('GET /search with providers', () => {
  const jazz = { artist: 'Jazz Band 1', title: 'Jazz Song 11' }

  test('keeps what resolves to a catalogue song, under the id of the catalogue', async () => {
    const { provider } = providerOf('shop', [
      { artist: 'Nobody', title: 'Nothing' },
      {
        artist: 'JAZZ BAND 1',
        title: 'Jazz Song 11 (Remastered 2011)',
        album: 'Best Of',
        coverUrl: 'https://covers.example/1.jpg',
        previewUrl: 'https://previews.example/1.mp3',
      },
    ])
    const { client } = await runApp({ recommender, providers: [provider] })
    expect((await client.get('/search?q=anything')).json).toEqual([
      {
        song_id: songId('Jazz', 1, 1),
        title: 'Jazz Song 11',
        artist: 'Jazz Band 1',
        album: 'Best Of',
        cover_url: 'https://covers.example/1.jpg',
        preview_url: 'https://previews.example/1.mp3',
      },
    ])
  })

  test('names a song once, as the first provider has it, and stops at the limit', async () => {
    const first = providerOf('first', [
      { ...jazz, album: 'One' },
      { ...jazz, album: 'Two' },
    ])
    const second = providerOf('second', [
      { ...jazz, album: 'Three' },
      { artist: 'Folk Band 1', title: 'Folk Song 11' },
      { artist: 'Folk Band 1', title: 'Folk Song 12' },
    ])
    const third = providerOf('third', [])
    const providers = [first.provider, second.provider, third.provider]
    const { client } = await runApp({ recommender, providers })
    const { json } = await client.get('/search?q=anything&limit=2')
    expect(idsOf(json)).toEqual([songId('Jazz', 1, 1), songId('Folk', 1, 1)])
    expect(json[0].album).toBe('One')
    // For covers it may be asked, behind the answer.
    expect(third.asked).not.toContain('anything')
  })

  test('skips providers that throw or hang, and says so in the log', async () => {
    const { provider } = providerOf('good', [jazz])
    const { client, log } = await runApp({
      recommender,
      providers: [throwing, throwingAtOnce, hanging, provider],
      env: { PROVIDER_TIMEOUT_MS: '50' },
    })
    const { status, json } = await client.get('/search?q=anything')
    expect([status, idsOf(json)]).toEqual([200, [songId('Jazz', 1, 1)]])
    const skipped = log.filter(({ msg }) => msg === 'metadata provider skipped')
    const reasons = skipped.map(({ provider, reason }) => [provider, reason])
    expect(reasons).toContainEqual(['throwing', '429 Too Many Requests'])
    expect(reasons).toContainEqual(['throwing at once', 'no network'])
    expect(reasons).toContainEqual(['hanging', 'no answer within 50 ms'])
  })

  test('tells a provider by its signal that time is up', async () => {
    let aborted = false
    const { provider } = providerOf('slow', [])
    const search: MetadataProvider['search'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true
          reject(new Error('aborted'))
        })
      })
    const slow = { ...provider, search }
    const { client } = await runApp({ recommender, providers: [slow], env: { PROVIDER_TIMEOUT_MS: '20' } })
    expect((await client.get('/search?q=anything')).json).toEqual([])
    expect(aborted).toBe(true)
  })

  test('answers [] when every provider fails, and when there is none', async () => {
    for (const providers of [[throwing, throwingAtOnce], []]) {
      const { client } = await runApp({ recommender, providers })
      const { status, json } = await client.get('/search?q=anything')
      expect([status, json]).toEqual([200, []])
    }
  })
})

describe('GET /cover', () => {
  const QUERY = '/cover?artist=Jazz+Band+1&track=Jazz+Song+11'

  test('answers the JSON value null when nobody has a cover', async () => {
    const { client } = await runApp({ recommender })
    const { status, text, headers } = await client.get(QUERY)
    expect([status, text]).toEqual([200, 'null'])
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  test('answers a JSON string, of the first provider that has one', async () => {
    const providers = [
      throwing,
      providerOf('none', []).provider,
      providerOf('some', [], 'https://covers.example/1.jpg').provider,
      providerOf('late', [], 'https://late.example/1.jpg').provider,
    ]
    const { client } = await runApp({ recommender, providers })
    expect((await client.get(QUERY)).text).toBe('"https://covers.example/1.jpg"')
  })

  test.each(['/cover', '/cover?artist=', '/cover?artist=Jazz+Band+1', '/cover?track=x'])(
    'answers null to %s without asking anybody',
    async (path) => {
      const { provider, asked } = providerOf('shop', [], 'https://covers.example/1.jpg')
      const { client } = await runApp({ recommender, providers: [provider] })
      const { status, text } = await client.get(path)
      expect([status, text, asked]).toEqual([200, 'null', []])
    },
  )

  test('asks once for a song, and once for a song without a cover', async () => {
    for (const coverUrl of ['https://covers.example/1.jpg', null]) {
      const { provider, asked } = providerOf('shop', [], coverUrl)
      const { client } = await runApp({ recommender, providers: [provider] })
      expect((await client.get(QUERY)).json).toBe(coverUrl)
      expect((await client.get(QUERY)).json).toBe(coverUrl)
      expect(asked).toEqual([songId('Jazz', 1, 1)])
    }
  })

  test('asks again when a provider failed', async () => {
    const { provider, asked } = providerOf('shop', [], null)
    const { client } = await runApp({ recommender, providers: [throwing, provider] })
    await client.get(QUERY)
    await client.get(QUERY)
    expect(asked).toHaveLength(2)
  })

  test('answers null in time when a provider hangs', async () => {
    const env = { PROVIDER_TIMEOUT_MS: '30' }
    const { client } = await runApp({ recommender, providers: [hanging], env })
    expect((await client.get(QUERY)).text).toBe('null')
  })
})

describe('covers in other answers', () => {
  const song = songId('Jazz', 1, 1)
  const everything = (caller: { get: (path: string) => Promise<{ json: Json }> }) =>
    caller.get('/catalog/search?q=jazz+song+11')

  test('are those found before', async () => {
    const { provider } = providerOf('shop', [], 'https://covers.example/1.jpg')
    const { client } = await runApp({ recommender, providers: [provider] })
    expect((await everything(client)).json[0]).toMatchObject({ song_id: song, cover_url: null })
    await client.get('/cover?artist=Jazz+Band+1&track=Jazz+Song+11')
    expect((await everything(client)).json[0].cover_url).toBe('https://covers.example/1.jpg')
  })

  test('are never waited for', async () => {
    const { client } = await runApp({ recommender, providers: [hanging] })
    const startedAt = performance.now()
    await client.get('/catalog/search?q=jazz')
    await client.post('/recommendations/cold-start', { seeds: [song] })
    await client.post('/recommendations/similar', { song })
    await client.get('/recommendations/categories')
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })
})
