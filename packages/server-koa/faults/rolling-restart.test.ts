import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { requirePostgres, startPostgres } from '../test/services/postgres.js'
import { redisServer, requireRedis } from '../test/services/redis.js'
import { skipWithout } from '../test/services/requirement.js'
import { useArtifacts } from './harness/artifacts.js'
import { keepArriving } from './harness/load.js'
import { mixedSession } from './harness/mixed-session.js'
import { NGINX_MISSING, startNginx } from './harness/nginx.js'
import { ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { Tally } from './harness/tally.js'

const SCRIPT = fileURLToPath(new URL('../../../deploy/rolling-restart.sh', import.meta.url))
const SESSIONS_PER_SECOND = 2
const LOAD_MS = 60_000
/** Before the first restart, and between the two kinds. */
const QUIET_MS = 8000

requirePostgres()
requireRedis()
skipWithout(NGINX_MISSING)
const artifacts = useArtifacts()

/** Lets a shell command end a replica in good order and start it again. */
async function restartCommands(replicas: readonly Replica[], tally: Tally): Promise<string[]> {
  const server = createServer(async (request, response) => {
    const replica = replicas[Number(request.url?.slice(1))]
    const code = await replica.stop()
    tally.count(code === 0 ? 'stops in good order' : 'stops that were not')
    await replica.start()
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return replicas.map((_, at) => `curl --fail --silent http://127.0.0.1:${port}/${at}`)
}

/** Replaces both workers of a replica, one after the other. */
async function reload(replica: Replica): Promise<void> {
  replica.output = ''
  replica.signal('SIGHUP')
  while (!replica.output.includes('"msg":"reloaded"')) await wait(20)
}

test('two replicas of two workers behind nginx, both reloaded and then restarted: no failed request', async () => {
  const tally = new Tally('A rolling restart of two replicas with two workers each, behind nginx')
  const postgres = await startPostgres()
  onTestFinished(() => postgres.remove())
  const redis = await redisServer()
  onTestFinished(() => redis.remove())
  const settings = {
    ARTIFACTS_DIR: artifacts.folder,
    DATABASE_URL: await postgres.newDatabase(),
    REDIS_URL: redis.url,
    WORKERS: '2',
    TRUST_PROXY: '1',
    LOG_LEVEL: 'info',
    SHUTDOWN_DELAY_MS: '2000',
  }
  const replicas = [await Replica.start(settings), await Replica.start(settings)]
  for (const replica of replicas) await replica.untilReady()
  const proxy = await startNginx(replicas)
  const restarts = await restartCommands(replicas, tally)

  const took: number[] = []
  const random = new SeededRandom(6)
  const startedAt = performance.now()
  const load = keepArriving(SESSIONS_PER_SECOND, (arrival) =>
    mixedSession(proxy.url, `listener-${arrival}`, { random, tally, took }),
  )
  await wait(QUIET_MS)
  for (const replica of replicas) {
    await reload(replica)
    tally.count('reloads')
  }
  await wait(QUIET_MS)
  const targets = replicas.map(({ url }, at) => `${url}=${restarts[at]}`)
  await promisify(execFile)('sh', [SCRIPT, ...targets])
  tally.note('restarts over after', `${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  await wait(Math.max(QUIET_MS, startedAt + LOAD_MS - performance.now()))
  await load.end()

  tally.note('seconds of load', ((performance.now() - startedAt) / 1000).toFixed(1))
  tally.note('p50', ms(quantile(took, 0.5)))
  tally.note('p99', ms(quantile(took, 0.99)))
  tally.count('failed', 0)
  tally.print()
  // nginx has seen each of them stop, and may have looked in vain whether it is back. Nothing broke off.
  const told = proxy.errors().split('\n').filter(Boolean)
  expect(told.filter((line) => !/temporarily disabled|Connection refused/.test(line))).toEqual([])
  expect(told.filter((line) => line.includes('temporarily disabled')).length).toBeGreaterThanOrEqual(2)
  expect(tally.of('failed')).toBe(0)
  expect(tally.of('reloads')).toBe(2)
  expect(tally.of('stops in good order')).toBe(2)
  expect(replicas.map(({ crashes }) => crashes)).toEqual([0, 0])
})
