import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { BreakerState } from '../../src/metadata/resilience.js'
import type { Store } from '../../src/stores/store.js'
import { StoreError } from '../../src/stores/store-error.js'
import { runApp } from '../running-app.js'
import { ALL_SONGS, type TrainedArtifacts, trainedArtifacts } from '../trained-artifacts.js'

let trained: TrainedArtifacts
beforeAll(async () => {
  trained = await trainedArtifacts()
  return trained.remove
})

/** An app whose database can be told how to answer pings. */
async function runWithPing(first: () => Promise<void>) {
  let ping = first
  let pings = 0
  const wrapStore = (store: Store): Store => {
    const countedPing = () => {
      pings++
      return ping()
    }
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'ping') return countedPing
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  const app = await runApp({ recommender: trained.recommender, wrapStore })
  return {
    ...app,
    pings: () => pings,
    pingBy: (next: () => Promise<void>) => {
      ping = next
    },
  }
}

const SECRET_ADDRESS = 'postgresql://redux:hunter2@db.internal'
const works = async () => {}
const hangs = () => new Promise<void>(() => {})
const fails = async () => {
  throw new StoreError('UNAVAILABLE', `no connection to ${SECRET_ADDRESS}`)
}

describe('/health', () => {
  test('tells how everything is', async () => {
    const { client } = await runApp({ recommender: trained.recommender })
    const { status, json } = await client.get('/health')
    expect(status).toBe(200)
    expect(json).toMatchObject({
      status: 'ok',
      songs_indexed: ALL_SONGS.length,
      version: trained.recommender.version,
      uptime_seconds: expect.any(Number),
    })
    expect(Object.keys(json.components)).toEqual(['database', 'cache', 'artifacts', 'providers'])
    for (const component of Object.values(json.components))
      expect(component).toMatchObject({ status: 'ok', latency_ms: expect.any(Number) })
    expect(json.components.artifacts.version).toBe(trained.recommender.version)
  })

  test('is 200 and degraded while something is down, and says what without saying where', async () => {
    const { client } = await runWithPing(fails)
    const { status, json, text } = await client.get('/health')
    expect(status).toBe(200)
    expect(json.status).toBe('degraded')
    expect(json.components.database).toMatchObject({
      status: 'down',
      detail: 'the database does not answer',
    })
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain('db.internal')
  })

  test('names the providers that are left alone', async () => {
    const breakers = new Map<string, BreakerState>([
      ['itunes', 'closed'],
      ['deezer', 'open'],
    ])
    const { client } = await runApp({ recommender: trained.recommender, breakers })
    const { json } = await client.get('/health')
    // No answer depends on them.
    expect(json.status).toBe('ok')
    expect(json.components.providers.detail).toContain('deezer')
    expect(json.components.providers.detail).not.toContain('itunes')
    expect((await client.get('/health/ready')).status).toBe(200)
  })

  test('asks the database once for many who ask at the same time', async () => {
    const { client, pings } = await runWithPing(() => wait(20))
    await Promise.all(Array.from({ length: 50 }, () => client.get('/health')))
    expect(pings()).toBe(1)
  })
})

describe('/health/live', () => {
  test('is 200 whatever is down', async () => {
    const { client } = await runWithPing(fails)
    expect(await client.get('/health/live')).toMatchObject({ status: 200, json: { status: 'ok' } })
  })
})

describe('/health/ready', () => {
  test.each([
    ['fails', fails],
    ['hangs', hangs],
  ])('is 503 while the database %s, and 200 when it is back', async (_, ping) => {
    const { client, pingBy } = await runWithPing(ping)
    expect(await client.get('/health/ready')).toMatchObject({
      status: 503,
      json: { detail: 'The service is not ready: the database does not answer' },
    })
    pingBy(works)
    await vi.waitFor(async () => expect((await client.get('/health/ready')).status).toBe(200), {
      timeout: 10_000,
    })
  })

  test('turns 503 when the database stops answering', async () => {
    const { client, pingBy } = await runWithPing(works)
    expect((await client.get('/health/ready')).status).toBe(200)
    pingBy(hangs)
    await vi.waitFor(async () => expect((await client.get('/health/ready')).status).toBe(503), {
      timeout: 10_000,
    })
  })

  test('is 503 as soon as the process is told to stop', async () => {
    const { client, lifecycle } = await runApp({ recommender: trained.recommender })
    expect((await client.get('/health/ready')).status).toBe(200)
    lifecycle.draining = true
    expect(await client.get('/health/ready')).toMatchObject({
      status: 503,
      json: { detail: 'The service is not ready: it is stopping' },
    })
    expect((await client.get('/health/live')).status).toBe(200)
  })

  test('that is over sends elsewhere what a proxy says may be sent there, and answers the rest', async () => {
    const { client, lifecycle, log } = await runApp({ recommender: trained.recommender })
    const mayGo = { 'X-If-Draining': '502' }
    expect((await client.get('/cover', mayGo)).status).toBe(200)
    lifecycle.draining = true
    const { status, json, headers } = await client.get('/cover', mayGo)
    expect({ status, json }).toEqual({
      status: 502,
      json: { detail: 'This replica is stopping; another one has to answer' },
    })
    expect(headers.get('x-request-id')).toBeTruthy()
    expect((await client.get('/cover')).status).toBe(200)
    // It was no failure of the service.
    expect(log.filter(({ level }) => Number(level) > 30)).toEqual([])
  })

  test('is logged when the database goes down and when it is back, once each', async () => {
    const { client, pingBy, log } = await runWithPing(fails)
    for (let i = 0; i < 3; i++) await client.get('/health/ready')
    pingBy(works)
    await vi.waitFor(async () => expect((await client.get('/health/ready')).status).toBe(200), {
      timeout: 10_000,
    })
    const told = log.filter(({ component }) => component === 'database').map(({ msg }) => msg)
    expect(told).toEqual(['a component is down', 'a component works again'])
  })
})

describe('the gauge of a component', () => {
  test('is 0 from the first reading after it went down, though nobody asked for health', async () => {
    const { client, pingBy } = await runWithPing(works)
    const database = async () =>
      /redux_component_up\{component="database"\} (\d)/.exec((await client.get('/metrics')).text)?.[1]
    expect(await database()).toBe('1')
    pingBy(fails)
    await vi.waitFor(async () => expect(await database()).toBe('0'), { timeout: 10_000 })
  })
})
