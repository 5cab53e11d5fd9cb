import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ServedRecommender, Store } from '../src/index.js'
import { runApp } from './running-app.js'
import { songId, trainedArtifacts } from './trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const JSON_TYPE = { 'Content-Type': 'application/json' }
const TEN_MEGABYTES = 10 * 1024 * 1024
const JSON_ROUTES = ['/auth/signup', '/recommendations/cold-start', '/recommendations/similar']

describe('a body', () => {
  test.each(JSON_ROUTES)('of broken JSON is answered 422 by POST %s', async (path) => {
    const { client } = await runApp({ recommender })
    for (const body of [
      '{"song": ',
      '{',
      '}',
      "{'song': 1}",
      'NaN',
      '{"a":1}{"b":2}',
      '\u0000',
      '{"a":"\n"}',
    ]) {
      const { status, json } = await client.send(path, body, JSON_TYPE)
      expect(status).toBe(422)
      expect(json).toEqual({ detail: [{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }] })
    }
  })

  test.each(JSON_ROUTES)('that is missing is answered 422 by POST %s', async (path) => {
    const { client } = await runApp({ recommender })
    const missing = { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] }
    expect(await client.send(path, '', JSON_TYPE)).toMatchObject({ status: 422, json: missing })
    expect(await client.ask('POST', path)).toMatchObject({ status: 422, json: missing })
  })

  test.each(JSON_ROUTES)('that is no object is answered 422 by POST %s', async (path) => {
    const { client } = await runApp({ recommender })
    for (const body of ['[]', '"text"', '5', 'null', 'true']) {
      const { status, json } = await client.send(path, body, JSON_TYPE)
      expect(status).toBe(422)
      expect(json.detail).toEqual([{ loc: ['body'], msg: expect.any(String), type: 'model_attributes_type' }])
    }
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('of type %s is answered 422', async (type) => {
    const { client } = await runApp({ recommender })
    const body = JSON.stringify({ song: songId('Jazz', 1, 1) })
    const { status, json } = await client.send('/recommendations/similar', body, { 'Content-Type': type })
    expect(status).toBe(422)
    expect(json.detail[0]).toMatchObject({ loc: ['body'], type: 'model_attributes_type' })
  })

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;', ''])(
    'of type "%s" is read as JSON',
    async (type) => {
      const { client } = await runApp({ recommender })
      const body = Buffer.from(JSON.stringify({ song: songId('Jazz', 1, 1) }))
      const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type }
      expect((await client.send('/recommendations/similar', body, headers)).status).toBe(200)
    },
  )

  test('that would poison prototypes is answered 422', async () => {
    const { client } = await runApp({ recommender })
    const body = '{"__proto__": {"song": "x"}, "seeds": []}'
    expect((await client.send('/recommendations/similar', body, JSON_TYPE)).status).toBe(422)
  })

  test('that is compressed is answered 415', async () => {
    const { client } = await runApp({ recommender })
    const headers = { ...JSON_TYPE, 'Content-Encoding': 'gzip' }
    const { status, json } = await client.send('/recommendations/similar', gzipSync('{}'), headers)
    expect([status, json]).toEqual([415, { detail: 'The request body must not be compressed' }])
  })

  test.each([...JSON_ROUTES, '/auth/login'])('of 10 MB is answered 413 by POST %s', async (path) => {
    const { client } = await runApp({ recommender })
    const type = path === '/auth/login' ? 'application/x-www-form-urlencoded' : 'application/json'
    const { status, json, headers } = await client.send(path, Buffer.alloc(TEN_MEGABYTES, 'a'), {
      'Content-Type': type,
    })
    expect([status, json]).toEqual([413, { detail: 'The request body is larger than 1048576 bytes' }])
    expect(headers.get('x-request-id')).not.toBeNull()
    expect((await client.get('/health')).status).toBe(200)
  })

  test('of 10 MB in chunks without a length is answered 413', async () => {
    const { client } = await runApp({ recommender })
    const chunk = Buffer.alloc(64 * 1024, 'a')
    let left = TEN_MEGABYTES / chunk.length
    const stream = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk)
        else controller.close()
      },
    })
    const { status, json } = await client.send('/auth/signup', stream, JSON_TYPE)
    expect([status, json]).toEqual([413, { detail: 'The request body is larger than 1048576 bytes' }])
    expect((await client.get('/health')).status).toBe(200)
  })

  test.each([
    ['with a length', `Content-Length: ${TEN_MEGABYTES}`],
    ['in chunks', 'Transfer-Encoding: chunked'],
  ])('of 10 MB %s is answered to a client that sends all of it before it reads', async (_, header) => {
    const { url } = await runApp({ recommender })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(
      `POST /auth/signup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header}\r\n\r\n`,
    )
    const body = Buffer.alloc(TEN_MEGABYTES, 'a')
    const chunked = [Buffer.from(`${TEN_MEGABYTES.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]
    await new Promise((sent) => {
      socket.write(header.includes('chunked') ? Buffer.concat(chunked) : body, sent)
    })
    const answer = await new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(String(data)))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('of 10 MB sent where nobody reads one is answered as if it were not there', async () => {
    const { client } = await runApp({ recommender })
    const body = Buffer.alloc(TEN_MEGABYTES)
    expect((await client.send('/nowhere', body, JSON_TYPE)).status).toBe(404)
    expect((await client.send('/likes/toggle', body, JSON_TYPE)).status).toBe(401)
    expect((await client.get('/health')).status).toBe(200)
  })

  test('just within BODY_LIMIT_BYTES is read, one byte more is not', async () => {
    const { client } = await runApp({ recommender, env: { BODY_LIMIT_BYTES: '2048' } })
    const bodyOf = (bytes: number) => `{"song":"${'a'.repeat(bytes - 11)}"}`
    expect((await client.send('/recommendations/similar', bodyOf(2048), JSON_TYPE)).status).toBe(400)
    expect((await client.send('/recommendations/similar', bodyOf(2049), JSON_TYPE)).status).toBe(413)
  })

  test('that is cut off half-way leaves the server well', async () => {
    const { client, url } = await runApp({ recommender })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST /auth/signup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n')
    socket.write('Content-Length: 1000\r\n\r\n{"username":')
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await client.get('/health')).status).toBe(200)
  })

  test('of any JSON never makes the server fail', async () => {
    const { client } = await runApp({ recommender })
    const field = fc.constantFrom('seeds', 'limit', 'song', 'seed', 'username', 'password', 'song_id')
    const body = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.array(fc.string()), fc.integer()))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...JSON_ROUTES), body, async (path, value) => {
        const { status, json } = await client.post(path, value)
        expect(status).toBeLessThan(500)
        if (status >= 400) expect(json).toHaveProperty('detail')
      }),
      { numRuns: 200 },
    )
  })
})

describe('a path or method nobody knows', () => {
  test.each(['/', '/nowhere', '/HEALTH', '/auth', '/likes/toggle/more', '/%E0%A4%A', '/../etc/passwd'])(
    'is answered 404: %s',
    async (path) => {
      const { client } = await runApp({ recommender })
      const { status, json } = await client.get(path)
      expect([status, json]).toEqual([404, { detail: 'Not Found' }])
    },
  )

  test.each([
    ['DELETE', '/health', 'HEAD, GET'],
    ['POST', '/likes', 'HEAD, GET'],
    ['GET', '/auth/login', 'POST'],
    ['PUT', '/recommendations/similar', 'POST'],
    ['PROPFIND', '/health', null],
  ])('is answered 405: %s %s', async (method, path, allow) => {
    const { client } = await runApp({ recommender })
    const { status, json, headers } = await client.ask(method, path)
    expect([status, json]).toEqual([405, { detail: 'Method Not Allowed' }])
    if (allow !== null) expect(headers.get('allow')).toBe(allow)
  })

  test('does not include HEAD where there is GET', async () => {
    const { client } = await runApp({ recommender })
    expect(await client.ask('HEAD', '/health')).toMatchObject({ status: 200, text: '' })
  })
})

describe('X-Request-ID', () => {
  const header = 'X-Request-ID'

  test('is made for a request that has none, on every kind of answer', async () => {
    const { client } = await runApp({ recommender })
    const answers = [
      await client.get('/health'),
      await client.get('/nowhere'),
      await client.get('/likes'),
      await client.post('/auth/signup', {}),
      await client.ask('DELETE', '/health'),
    ]
    const ids = answers.map(({ headers }) => headers.get(header))
    expect(new Set(ids).size).toBe(answers.length)
    for (const id of ids) expect(id).toMatch(/^[\w-]{36}$/)
  })

  test('is taken from the caller when it is 1 to 64 harmless characters, and else made', async () => {
    const { client } = await runApp({ recommender })
    const visible = fc.string({ unit: fc.integer({ min: 33, max: 126 }).map((c) => String.fromCharCode(c)) })
    const sane = fc.stringMatching(/^[A-Za-z0-9._-]{1,70}$/)
    await fc.assert(
      fc.asyncProperty(fc.oneof(visible, sane), async (id) => {
        const answered = (await client.get('/health', { [header]: id })).headers.get(header)
        if (/^[A-Za-z0-9._-]{1,64}$/.test(id)) expect(answered).toBe(id)
        else expect(answered).toMatch(/^[0-9a-f-]{36}$/)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a fault of the server', () => {
  const failing = (store: Store): Store =>
    Object.create(store, {
      findUser: { value: () => Promise.reject(new Error('disk /dev/sda1 is on fire')) },
    })

  test('is answered 500 with a fixed sentence and the request id; the cause goes to the log', async () => {
    const { client, log } = await runApp({ recommender, wrapStore: failing })
    const { status, text, headers } = await client.logIn('ada', 'the secret password')
    expect(status).toBe(500)
    expect(text).toBe('{"detail":"Internal server error"}')
    const line = log.find(({ err }) => err !== undefined)
    expect(line).toMatchObject({
      requestId: headers.get('x-request-id'),
      err: { message: 'disk /dev/sda1 is on fire' },
    })
  })
})

describe('the log', () => {
  test('has one line per request, with route, status, time, id and user', async () => {
    const { client, log } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    log.length = 0
    await ada.get('/likes', { 'X-Request-ID': 'my-id' })
    await client.get('/catalog/search?q=private+words')
    await client.get('/nowhere')
    const lines = log.map(({ requestId, method, route, status, ms, user }) => {
      expect(ms).toBeGreaterThanOrEqual(0)
      return { requestId, method, route, status, user }
    })
    const requestId = expect.any(String)
    expect(lines).toEqual([
      { requestId: 'my-id', method: 'GET', route: '/likes', status: 200, user: 'ada' },
      { requestId, method: 'GET', route: '/catalog/search', status: 200, user: null },
      { requestId, method: 'GET', route: null, status: 404, user: null },
    ])
  })

  test('never tells passwords, tokens, searches or bodies', async () => {
    const { client, log } = await runApp({ recommender })
    const ada = await client.newAccount('ada', 'hunter2-password')
    await client.logIn('ada', 'hunter2-password')
    await client.logIn('ada', 'hunter2-wrong')
    await client.post('/auth/signup', { username: 'ada', password: 'hunter2-password' })
    await client.send('/auth/signup', '{"password":"hunter2-broken', JSON_TYPE)
    await client.get('/catalog/search?q=hunter2')
    await ada.get('/likes')
    const text = JSON.stringify(log)
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain(ada.token!)
    expect(text).not.toContain('argon2')
  })
})

describe('headers', () => {
  test('say that an answer is what it says', async () => {
    const { client } = await runApp({ recommender })
    for (const path of ['/health', '/nowhere'])
      expect((await client.get(path)).headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('CORS', () => {
  const origin = 'https://app.example'
  const preflight = {
    Origin: origin,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type',
  }
  const allowed = (headers: Headers) => headers.get('access-control-allow-origin')

  test('allows nobody by default', async () => {
    const { client } = await runApp({ recommender })
    expect(allowed((await client.get('/health', { Origin: origin })).headers)).toBeNull()
    expect(allowed((await client.ask('OPTIONS', '/likes/toggle', undefined, preflight)).headers)).toBeNull()
  })

  test('allows the named origins, on answers and errors alike', async () => {
    const { client } = await runApp({ recommender, env: { CORS_ORIGINS: `${origin},https://b.example` } })
    for (const path of ['/health', '/likes', '/nowhere']) {
      const { headers } = await client.get(path, { Origin: origin })
      expect(allowed(headers)).toBe(origin)
      expect(headers.get('access-control-expose-headers')).toContain('X-Request-ID')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
      expect(headers.get('vary')).toContain('Origin')
    }
    expect(allowed((await client.get('/health', { Origin: 'https://evil.example' })).headers)).toBeNull()
  })

  test('answers preflights', async () => {
    const { client } = await runApp({ recommender, env: { CORS_ORIGINS: origin } })
    const { status, headers } = await client.ask('OPTIONS', '/likes/toggle', undefined, preflight)
    expect(status).toBe(204)
    expect(allowed(headers)).toBe(origin)
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type')
    expect(headers.get('access-control-allow-methods')).toContain('POST')
  })

  test('allows everybody with *, without credentials', async () => {
    const { client } = await runApp({ recommender, env: { CORS_ORIGINS: '*' } })
    const { headers } = await client.get('/health', { Origin: origin })
    expect(allowed(headers)).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('allows credentials where the setting does', async () => {
    const env = { CORS_ORIGINS: origin, CORS_CREDENTIALS: 'true' }
    const { client } = await runApp({ recommender, env })
    const { headers } = await client.get('/health', { Origin: origin })
    expect(headers.get('access-control-allow-credentials')).toBe('true')
  })
})
