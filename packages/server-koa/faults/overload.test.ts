import { expect, test } from 'vitest'
import { useArtifacts } from './harness/artifacts.js'
import { keepDoing } from './harness/load.js'
import { ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { Tally } from './harness/tally.js'

const MAX_IN_FLIGHT = 8
const AT_ONCE = 300

const artifacts = useArtifacts()

test('more requests than are worked on at a time: the surplus is refused at once, the rest is answered', async () => {
  const tally = new Tally(`${AT_ONCE} sign-ups at once, ${MAX_IN_FLIGHT} worked on at a time`)
  const settings = { ARTIFACTS_DIR: artifacts.folder, MAX_IN_FLIGHT: String(MAX_IN_FLIGHT) }
  const replica = await Replica.start(settings)
  const probes: number[] = []
  const probing = keepDoing(1, async () => {
    const { status, ms } = await replica.ask('/health/live')
    probes.push(ms)
    tally.count('requests')
    tally.count(status === 200 ? 'live answers meanwhile' : 'live answers missing')
  })
  // Hashing a password takes many times as long as turning a request away.
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, i) =>
      replica.ask('/auth/signup', { json: { username: `listener-${i}`, password: 'a good password' } }),
    ),
  )
  await probing.end()
  const refused = answers.filter(({ status }) => status === 503)
  const accepted = answers.filter(({ status }) => status === 201)
  tally.count('requests', AT_ONCE)
  tally.count('answered 201', accepted.length)
  tally.count('refused 503', refused.length)
  tally.count('other answers', AT_ONCE - accepted.length - refused.length)
  const speechless = refused.filter(({ headers, json }) => !headers['retry-after'] || !json?.detail)
  tally.count('refused without Retry-After or a sentence', speechless.length)
  tally.note(
    'refusals, p50',
    ms(
      quantile(
        refused.map(({ ms }) => ms),
        0.5,
      ),
    ),
  )
  tally.note('live, p99', ms(quantile(probes, 0.99)))
  const counted = await replica.metric('redux_http_requests_refused_total', 'reason="busy"')
  tally.note('refusals by its own metric', counted)

  for (let i = 0; i < 50; i++) {
    const { status } = await replica.ask('/recommendations/categories')
    tally.count(status === 200 ? 'answered afterwards' : 'failed afterwards')
  }
  tally.print()
  expect(tally.of('other answers')).toBe(0)
  expect(accepted.length).toBeGreaterThanOrEqual(MAX_IN_FLIGHT)
  expect(refused.length).toBeGreaterThan(AT_ONCE / 2)
  expect(counted).toBe(refused.length)
  expect(tally.of('refused without Retry-After or a sentence')).toBe(0)
  expect(tally.of('live answers missing')).toBe(0)
  expect(tally.of('live answers meanwhile')).toBeGreaterThan(0)
  expect(tally.of('answered afterwards')).toBe(50)
  expect(replica.crashes).toBe(0)
})
