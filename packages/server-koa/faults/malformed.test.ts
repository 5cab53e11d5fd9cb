import { expect, test } from 'vitest'
import { useArtifacts } from './harness/artifacts.js'
import { MalformedRequests } from './harness/malformed-requests.js'
import { megabytes } from './harness/quantile.js'
import { sendRaw, statusesOf } from './harness/raw-answers.js'
import { Replica, SECRET } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { Tally } from './harness/tally.js'

const REQUESTS = 10_000
const PARALLEL = 20
/** After so many, memory is looked at for the first time; by then everything was used once. */
const WARM = 3_000
const HEAP_LIMIT_BYTES = 8 * 1024 * 1024
const RESIDENT_LIMIT_BYTES = 64 * 1024 * 1024

const artifacts = useArtifacts()

test(`${REQUESTS} malformed requests: no 5xx, no crash, no growing memory`, async () => {
  const tally = new Tally(`${REQUESTS} malformed requests`)
  const settings = { ARTIFACTS_DIR: artifacts.folder, REQUEST_TIMEOUT_MS: '5000' }
  const replica = await Replica.start(settings)
  const port = Number(new URL(replica.url).port)
  await replica.ask('/auth/signup', { json: { username: 'ada', password: 'a good password' } })
  const requests = new MalformedRequests(new SeededRandom(10), SECRET)
  const failures: string[] = []

  const sendMany = async (count: number) => {
    let left = count
    const sender = async () => {
      while (left-- > 0) {
        const { kind, bytes } = requests.next()
        const statuses = statusesOf(await sendRaw(port, bytes))
        tally.count('sent')
        tally.count(kind)
        for (const status of statuses) tally.count(`answered ${Math.floor(status / 100)}xx`)
        if (statuses.length === 0) tally.count('closed without an answer')
        if (statuses.some((status) => status >= 500))
          failures.push(`${statuses.join()} ${kind}: ${bytes.subarray(0, 300).toString('latin1')}`)
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, sender))
  }
  await sendMany(WARM)
  const early = { heap: await replica.heapBytes(), resident: replica.residentBytes() }
  await sendMany(REQUESTS - WARM)
  const late = { heap: await replica.heapBytes(), resident: replica.residentBytes() }
  const health = await replica.ask('/health')
  tally.count('answered 5xx', 0)
  tally.note(`heap after ${WARM}`, megabytes(early.heap))
  tally.note(`heap after ${REQUESTS}`, megabytes(late.heap))
  tally.note(`resident after ${WARM}`, megabytes(early.resident))
  tally.note(`resident after ${REQUESTS}`, megabytes(late.resident))
  tally.note('errors in the log', replica.errors.length)
  tally.print()
  expect(failures.slice(0, 10)).toEqual([])
  expect(tally.of('sent')).toBe(REQUESTS)
  expect(replica.crashes).toBe(0)
  expect(replica.errors).toEqual([])
  expect(health.status).toBe(200)
  expect(late.heap - early.heap).toBeLessThan(HEAP_LIMIT_BYTES)
  expect(late.resident - early.resident).toBeLessThan(RESIDENT_LIMIT_BYTES)
})
