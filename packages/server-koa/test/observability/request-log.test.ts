import { Socket } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Served, served } from '../../src/artifacts/served-artifacts.js'
import type { Store } from '../../src/stores/store.js'
import { StoreError } from '../../src/stores/store-error.js'
import { type Json, runApp } from '../running-app.js'
import { ALL_SONGS, type TrainedArtifacts, trainedArtifacts } from '../trained-artifacts.js'

let trained: TrainedArtifacts
beforeAll(async () => {
  trained = await trainedArtifacts()
  return trained.remove
})

const run = (more: Partial<Parameters<typeof runApp>[0]> = {}) =>
  runApp({ recommender: trained.recommender, ...more })

/** The lines that tell of requests, but for the times. */
function requestsIn(log: readonly Json[]): Json[] {
  return log.filter(({ msg }) => msg === 'request' || msg === 'request failed')
}

const DEBUG = 20
const INFO = 30
const WARN = 40
const ERROR = 50

/** A store that cannot be reached. */
const unreachable = (store: Store): Store => ({
  ...store,
  ping: () => store.ping(),
  close: () => store.close(),
  findUser: async () => {
    throw new StoreError('UNAVAILABLE', 'the database is down')
  },
})

/** A recommender with a fault that nothing stands in for. */
function faulty(): Served {
  const search = () => {
    throw new Error('a fault')
  }
  const { recommender, popular } = served(trained.recommender)
  const { version, nSongs, tasteMap } = recommender
  return {
    popular,
    recommender: {
      version,
      nSongs,
      tasteMap,
      search,
      resolve: (text) => recommender.resolve(text),
      coldStart: (...of) => recommender.coldStart(...of),
      similar: (...of) => recommender.similar(...of),
      shelves: (...of) => recommender.shelves(...of),
    },
  }
}

describe('the request log', () => {
  test('has one line per request: who, what, how long, and nothing of what was asked', async () => {
    const { client, log } = await run()
    const ada = await client.newAccount('ada')
    log.length = 0
    await ada.get('/likes', { 'X-Request-ID': 'my-id' })
    await client.get('/catalog/search?q=secret')
    await client.get('/secret/path?q=secret')
    const lines = requestsIn(log)
    const line = { method: 'GET', status: 200, address: '127.0.0.1', level: INFO, ms: expect.any(Number) }
    expect(lines).toMatchObject([
      { ...line, requestId: 'my-id', route: '/likes', user: 'ada' },
      { ...line, requestId: expect.any(String), route: '/catalog/search', user: null },
      { ...line, requestId: expect.any(String), route: null, user: null, status: 404 },
    ])
    expect(JSON.stringify(log)).not.toContain('secret')
  })

  test('tells a fault of ours as an error, what passes by itself as a warning', async () => {
    const { client, log } = await run({ artifacts: { current: faulty() }, wrapStore: unreachable })
    expect((await client.get('/catalog/search?q=a')).status).toBe(500)
    expect((await client.logIn('ada', 'a good password')).status).toBe(503)
    expect((await client.get('/likes')).status).toBe(401)
    expect(requestsIn(log).map(({ level, status }) => [level, status])).toEqual([
      [ERROR, 500],
      [WARN, 503],
      [INFO, 401],
    ])
  })

  test('tells of those who watch only when asked for every detail, unless something is wrong', async () => {
    const { client, log, lifecycle } = await run()
    for (const path of ['/health', '/health/live', '/health/ready', '/metrics']) await client.get(path)
    lifecycle.draining = true
    await client.get('/health/ready')
    expect(requestsIn(log).map(({ level }) => level)).toEqual([DEBUG, DEBUG, DEBUG, DEBUG, WARN])
  })
})

describe('every answer', () => {
  const CALLS = ['/health/live', '/likes', '/nowhere', '/catalog/search?q=a&limit=none', '/metrics']

  test.each(CALLS)('has an id of its own and the time that it took: %s', async (path) => {
    const { client } = await run()
    const [a, b] = [await client.get(path), await client.get(path)]
    expect(a.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(a.headers.get('x-request-id')).not.toBe(b.headers.get('x-request-id'))
    expect(a.headers.get('x-process-time')).toMatch(/^\d+\.\d{6}$/)
  })

  test('has the caller’s id where that is harmless', async () => {
    const { client } = await run()
    const idFor = async (given: string) =>
      (await client.get('/health/live', { 'X-Request-ID': given })).headers.get('x-request-id')
    expect(await idFor('A-sane_id.1')).toBe('A-sane_id.1')
    for (const given of ['', 'two words', '{"json":1}', 'x'.repeat(65)])
      expect(await idFor(given)).not.toBe(given)
  })
})

describe('the metrics of requests', () => {
  /** How many requests were counted, by method, route and status. */
  async function counts(metrics: Awaited<ReturnType<typeof run>>['metrics']) {
    const { values } = await metrics.requests.get()
    return new Map(
      values
        .filter(({ metricName }) => metricName === 'redux_http_request_duration_seconds_count')
        .map(({ labels: { method, route, status }, value }) => [`${method} ${route} ${status}`, value]),
    )
  }

  test('count each by method, route and status', async () => {
    const { client, metrics } = await run()
    await client.get('/catalog/search?q=jazz')
    await client.get('/catalog/search?q=folk')
    await client.get('/likes')
    await client.post('/recommendations/similar', { song: ALL_SONGS[0] })
    expect(await counts(metrics)).toEqual(
      new Map([
        ['GET /catalog/search 200', 2],
        ['GET /likes 401', 1],
        ['POST /recommendations/similar 200', 1],
      ]),
    )
  })

  test('do not grow with paths and methods that do not exist', async () => {
    const { client, url, metrics } = await run()
    for (let i = 0; i < 20; i++) await client.get(`/nowhere/${i}`)
    for (const method of ['PROPFIND', 'MKCOL', 'SUBSCRIBE']) await client.ask(method, '/likes')
    await raw(url, 'PURGE / HTTP/1.1')
    const counted = await counts(metrics)
    expect(counted.get('GET unmatched 404')).toBe(20)
    expect([...counted.keys()].every((key) => /^(GET|other) unmatched 40[45]$/.test(key))).toBe(true)
  })

  test('have a number of those in flight that is 0 again when all are answered', async () => {
    const { client, metrics } = await run()
    await Promise.all(Array.from({ length: 10 }, () => client.get('/catalog/search?q=jazz')))
    expect((await metrics.inFlight.get()).values).toMatchObject([{ value: 0 }])
  })
})

describe('/metrics', () => {
  test('has what Prometheus reads, of requests, stages, cache, artifacts and event loop', async () => {
    const { client } = await run()
    await client.newAccount('ada')
    await client.post('/recommendations/similar', { song: ALL_SONGS[0] })
    const { status, headers, text } = await client.get('/metrics')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    for (const series of [
      'redux_http_request_duration_seconds_count{method="POST",route="/auth/signup",status="201"} 1',
      'redux_stage_duration_seconds_count{stage="store"}',
      'redux_cache_requests_total{outcome="miss"}',
      'redux_component_up{component="database"} 1',
      'nodejs_eventloop_lag_p99_seconds',
    ])
      expect(text).toContain(series)
  })
})

/** Sends a request head that no client library would. */
function raw(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = new Socket()
      .on('data', (chunk) => {
        answer += chunk
      })
      .on('close', () => resolve(answer))
      .on('error', reject)
      .connect(Number(port), hostname)
    socket.end(`${head}\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  })
}
