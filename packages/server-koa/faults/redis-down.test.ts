import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { type RedisServer, redisServer, requireRedis } from '../test/services/redis.js'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Answer, Question } from './harness/ask.js'
import { keepDoing } from './harness/load.js'
import { ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { Tally } from './harness/tally.js'

const PHASE_MS = 2500
const ADDRESS_LIMIT = 20
const PASSWORD = 'a good password'

requireRedis()
const artifacts = useArtifacts()

async function flush(server: RedisServer): Promise<void> {
  const client = new Redis(server.url)
  await client.flushall()
  client.disconnect()
}

test('no request fails and limits go on while Redis is killed, paused, flushed and restarted', async () => {
  const tally = new Tally('Redis killed, paused, flushed and restarted under load')
  const server = await redisServer()
  onTestFinished(() => server.remove())
  const replica = await Replica.start({
    ARTIFACTS_DIR: artifacts.folder,
    REDIS_URL: server.url,
    // So that a request can come from an address that is not exempt from the limit of addresses.
    TRUST_PROXY: '1',
    RATE_LIMIT_ADDRESS: String(ADDRESS_LIMIT),
    RATE_LIMIT_ACCOUNT: '0',
  })
  const random = new SeededRandom(4)
  const { json } = await replica.ask('/auth/signup', { json: { username: 'ada', password: PASSWORD } })
  const token: string = json.access_token
  const steps: (() => [string, Question])[] = [
    () => ['/recommendations/similar', { json: { song: random.pick(ALL_SONGS) } }],
    () => ['/recommendations/similar', { json: { song: random.pick(ALL_SONGS) }, token }],
    () => ['/recommendations/categories', { token }],
    () => ['/recommendations/cold-start', { json: { seeds: random.sample(ALL_SONGS, 3) } }],
    () => ['/likes/toggle', { json: { song_id: random.pick(ALL_SONGS) }, token }],
    () => ['/catalog/search?q=jazz', {}],
    () => ['/auth/login', { form: { username: 'ada', password: PASSWORD } }],
  ]

  /** Loads the service for a while. */
  const phase = async (name: string) => {
    const took: number[] = []
    const load = keepDoing(2, async () => {
      const [path, question] = random.pick(steps)()
      const answer = await replica.ask(path, question)
      tally.count('requests')
      if (answer.status !== 200) {
        tally.count('failed')
        tally.note('a failure', `${path}: ${answer.failure ?? answer.status} ${answer.text}`)
      }
      if (path !== '/auth/login') took.push(answer.ms)
      await wait(5)
    })
    await wait(PHASE_MS)
    await load.end()
    tally.note(`${name}: p50`, ms(quantile(took, 0.5)))
    tally.note(`${name}: p99`, ms(quantile(took, 0.99)))
  }
  /** One address asks more often than it may. */
  const limited = async (name: string, address: string) => {
    const answers: Answer[] = []
    for (let i = 0; i < 2 * ADDRESS_LIMIT; i++)
      answers.push(await replica.ask('/catalog/search?q=jazz', { headers: { 'X-Forwarded-For': address } }))
    const passed = answers.filter(({ status }) => status === 200).length
    const refused = answers.filter(({ status, headers }) => status === 429 && headers['retry-after']).length
    tally.note(`${name}: passed and refused of ${2 * ADDRESS_LIMIT}`, `${passed} and ${refused}`)
    expect([passed, refused], name).toEqual([ADDRESS_LIMIT, ADDRESS_LIMIT])
  }

  await phase('before')
  await limited('limit before', '192.0.2.1')
  await server.stop()
  await phase('killed')
  await limited('limit while killed', '192.0.2.2')
  await server.start()
  await phase('started again')
  server.pause()
  await phase('paused')
  await limited('limit while paused', '192.0.2.3')
  server.resume()
  await phase('resumed')
  const flushing = flush(server)
  await phase('flushed')
  await flushing
  await server.restart()
  await phase('restarted')
  await replica.until(({ json }) => json?.components?.cache.status === 'ok', '/health')
  await limited('limit afterwards', '192.0.2.4')
  tally.count('failed', 0)
  tally.print()
  expect(tally.of('failed')).toBe(0)
  expect(replica.crashes).toBe(0)
})
