import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { deezer, deezerTrack, itunes, musicBrainz } from '../test/metadata/fixtures.js'
import { answering, type Behaviour, runService, stalling } from '../test/metadata/service.js'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Json } from './harness/ask.js'
import { median, ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { Tally } from './harness/tally.js'

/** How much longer than without stalled providers. */
const GROWTH_LIMIT_MS = 5
const ROUNDS = 20
const REQUESTS_PER_ROUND = 300
const CONNECTIONS = 2
const COOLING_MS = 1000
const PROVIDERS = ['itunes', 'deezer', 'musicbrainz']
const [CLOSED, OPEN] = [0, 2]
const RECOVERY_LIMIT_MS = 90_000
const NOBODY = 'Nobody'

const artifacts = useArtifacts()

/** Deezer has a cover of each song but those of nobody, and the others have none. */
const works: Behaviour = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://provider')
  const [, artist, track] = /artist:"(.*)" track:"(.*)"/.exec(searchParams.get('q') ?? '') ?? []
  const answer = () => {
    if (searchParams.has('term')) return itunes()
    if (!pathname.endsWith('/search')) return musicBrainz()
    return artist === NOBODY ? deezer() : deezer(deezerTrack(artist, track))
  }
  answering(answer())(request, response)
}

test('all providers stalled: recommendations are as fast as without them, and covers arrive afterwards', async () => {
  const tally = new Tally('All metadata providers stalled, then working again')
  const provider = await runService(stalling)
  // Each answer is made anew, with the covers of all its songs looked up.
  const settings = { ARTIFACTS_DIR: artifacts.folder, CACHE_TTL_SECONDS: '0' }
  const off = await Replica.start(settings)
  const stalled = await Replica.start({
    ...settings,
    METADATA_PROVIDERS: PROVIDERS.join(),
    METADATA_CONTACT: 'tests@redux.example',
    ITUNES_URL: provider.url,
    DEEZER_URL: provider.url,
    MUSICBRAINZ_URL: provider.url,
    COVER_ART_URL: provider.url,
    PROVIDER_TIMEOUT_MS: '500',
    BREAKER_COOLING_MS: String(COOLING_MS),
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  onTestFinished(() => agent.destroy())
  const random = new SeededRandom(2)
  const upNext = (replica: Replica) =>
    replica.ask('/recommendations/similar', { json: { song: random.pick(ALL_SONGS) }, agent })

  /** One round of requests; their p99. */
  const p99 = async (replica: Replica) => {
    const took: number[] = []
    let left = REQUESTS_PER_ROUND
    const client = async () => {
      while (left-- > 0) {
        const { status, json, ms } = await upNext(replica)
        took.push(ms)
        tally.count('requests')
        tally.count(status === 200 ? 'answered' : 'failed')
        const covers = (json?.results ?? []).filter((item: Json) => item.cover_url !== null)
        if (covers.length > 0) tally.count('answers with covers while stalled')
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, client))
    return quantile(took, 0.99)
  }
  const breakers = () =>
    Promise.all(PROVIDERS.map((name) => stalled.metric('redux_provider_breaker_state', `provider="${name}"`)))

  await p99(off)
  await p99(stalled)
  const rounds: { off: number; stalled: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = round % 2 === 0 ? [off, stalled] : [stalled, off]
    const p99s = new Map([[first, await p99(first)]])
    p99s.set(second, await p99(second))
    rounds.push({ off: p99s.get(off)!, stalled: p99s.get(stalled)! })
  }
  // Of the two halves of one round, which whatever else the machine does has slowed down alike.
  const growth = median(rounds.map(({ off, stalled }) => stalled - off))
  tally.note(`p99 without providers, median of ${ROUNDS} rounds`, ms(median(rounds.map(({ off }) => off))))
  tally.note('p99 with all of them stalled', ms(median(rounds.map(({ stalled }) => stalled))))
  tally.note('growth within a round, median', ms(growth))

  const opened = new Set<string>()
  const openedBy = performance.now() + RECOVERY_LIMIT_MS
  while (opened.size < PROVIDERS.length && performance.now() < openedBy) {
    await upNext(stalled)
    for (const [at, state] of (await breakers()).entries()) if (state === OPEN) opened.add(PROVIDERS[at])
    await wait(50)
  }
  tally.note('breakers seen open', [...opened].sort().join(' '))

  provider.behave(works)
  const workingFrom = performance.now()
  let covers = 0
  let states: number[] = []
  const wanted = () => covers > 0 && states.every((state) => state === CLOSED)
  while (!wanted() && performance.now() - workingFrom < RECOVERY_LIMIT_MS) {
    // Whoever asks for one cover asks each provider that is not left alone, which is how breakers learn.
    const { json } = await upNext(stalled)
    covers = json.results.filter((item: Json) => item.cover_url !== null).length
    if (covers > 0 && tally.of('answers with covers afterwards') === 0)
      tally.note('covers arrive after', `${((performance.now() - workingFrom) / 1000).toFixed(1)} s`)
    if (covers > 0) tally.count('answers with covers afterwards')
    states = await breakers()
    await stalled.ask(`/cover?artist=${NOBODY}&track=${random.below(1e9)}`)
  }
  tally.note('breakers closed after', `${((performance.now() - workingFrom) / 1000).toFixed(1)} s`)
  tally.note('states of the breakers', states.join(' '))
  tally.count('failed', 0)
  tally.print()
  expect(tally.of('failed')).toBe(0)
  expect(tally.of('answers with covers while stalled')).toBe(0)
  expect([...opened].sort()).toEqual([...PROVIDERS].sort())
  expect(covers).toBeGreaterThan(0)
  expect(states).toEqual([CLOSED, CLOSED, CLOSED])
  expect(growth).toBeLessThan(GROWTH_LIMIT_MS)
  expect([off.crashes, stalled.crashes]).toEqual([0, 0])
})
