import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type PostgresServer, requirePostgres, startPostgres } from '../test/services/postgres.js'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Answer, Question } from './harness/ask.js'
import { keepDoing } from './harness/load.js'
import { ms, quantile } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { Tally } from './harness/tally.js'

/** How soon readiness must tell. */
const READY_LIMIT_MS = 2000
const OUTAGE_MS = 3000
const PASSWORD = 'a good password'
const UNAVAILABLE = 'Accounts are not available at the moment; please try again in a few seconds'

requirePostgres()
const artifacts = useArtifacts()

/** One call that clients make all the time. */
interface Call {
  readonly name: string
  readonly path: string
  question(): Question
  /** What it answers while the database is there. */
  readonly status: number
  readonly needsDatabase: boolean
}

const song = ALL_SONGS[3]
const seeds = [ALL_SONGS[0], ALL_SONGS[40]]

function callsOf(token: string): Call[] {
  const get = (name: string, path: string, signedIn: boolean, needsDatabase: boolean): Call => {
    return { name, path, question: () => (signedIn ? { token } : {}), status: 200, needsDatabase }
  }
  const post = (
    name: string,
    path: string,
    json: unknown,
    signedIn: boolean,
    needsDatabase: boolean,
  ): Call => {
    return { name, path, question: () => ({ json, ...(signedIn && { token }) }), status: 200, needsDatabase }
  }
  let names = 0
  return [
    post('similar', '/recommendations/similar', { song, seed: 1 }, false, false),
    get('categories', '/recommendations/categories?seed=1', false, false),
    post('cold-start', '/recommendations/cold-start', { seeds }, false, false),
    get('search', '/catalog/search?q=jazz', false, false),
    post('similar, signed in', '/recommendations/similar', { song, seed: 1 }, true, false),
    get('categories, signed in', '/recommendations/categories?seed=1', true, false),
    post('cold-start, signed in', '/recommendations/cold-start', { seeds }, true, true),
    get('likes', '/likes', true, true),
    post('toggle', '/likes/toggle', { song_id: ALL_SONGS[5] }, true, true),
    get('seeds', '/me/seeds', true, true),
    {
      name: 'login',
      path: '/auth/login',
      question: () => ({ form: { username: 'ada', password: PASSWORD } }),
      status: 200,
      needsDatabase: true,
    },
    {
      name: 'signup',
      path: '/auth/signup',
      question: () => ({ json: { username: `listener-${names++}`, password: PASSWORD } }),
      status: 201,
      needsDatabase: true,
    },
  ]
}

/** Whether an answer tells that accounts are away, in the words and with the header that were promised. */
function isRefusal({ status, headers, json }: Answer): boolean {
  return status === 503 && json?.detail === UNAVAILABLE && Number(headers['retry-after']) > 0
}

test('PostgreSQL stopped, killed, paused and restarted under load', async () => {
  const tally = new Tally('PostgreSQL stopped, killed, paused and restarted under load')
  const server = await startPostgres()
  onTestFinished(() => server.remove())
  const replica = await Replica.start({
    ARTIFACTS_DIR: artifacts.folder,
    DATABASE_URL: await server.newDatabase(),
    DATABASE_TIMEOUT_MS: '1000',
  })
  await replica.untilReady()
  const ada = await replica.ask('/auth/signup', { json: { username: 'ada', password: PASSWORD } })
  const calls = callsOf(ada.json.access_token)
  let state: 'up' | 'down' | 'changing' = 'up'
  const tookDown: number[] = []

  /** What a call may answer depends on how the database was while it was answered. */
  const check = ({ name, status, needsDatabase }: Call, answer: Answer, before: typeof state) => {
    tally.count('requests')
    const during = before === state ? state : 'changing'
    const isRight = answer.status === status && !(needsDatabase && during === 'down')
    const isRightlyRefused = isRefusal(answer) && needsDatabase && during !== 'up'
    if (isRight) tally.count(needsDatabase ? 'answered, with the database' : 'answered, without it')
    else if (isRightlyRefused) tally.count('refused in words, 503')
    else {
      tally.count('wrong answers')
      tally.note(`wrong: ${name}, database ${during}`, `${answer.failure ?? answer.status} ${answer.text}`)
    }
    if (during === 'down' && !needsDatabase) tookDown.push(answer.ms)
  }
  // One worker a call: one that hangs holds up no other.
  const load = keepDoing(calls.length, async (worker) => {
    const call = calls[worker]
    const before = state
    check(call, await replica.ask(call.path, call.question()), before)
    await wait(call.path.startsWith('/auth') ? 200 : 40)
  })
  const probing = keepDoing(1, async () => {
    const { status } = await replica.ask('/health/live', { timeoutMs: 2000 })
    tally.count(status === 200 ? 'live answers' : 'live answers missing')
    await wait(50)
  })

  const outage = async (name: string, begin: () => void | Promise<void>, end: () => void | Promise<void>) => {
    await wait(500)
    state = 'changing'
    const startedAt = performance.now()
    const begun = begin()
    await replica.until(({ status }) => status === 503, '/health/ready')
    const noticedMs = performance.now() - startedAt
    tally.note(`${name}: ready says 503 after`, ms(noticedMs))
    await begun
    state = 'down'
    await wait(OUTAGE_MS)
    const [similar, , , , similarSignedIn] = await Promise.all(
      calls.slice(0, 5).map((call) => replica.ask(call.path, call.question())),
    )
    expect(similarSignedIn.json.results.length, name).toBeGreaterThan(0)
    expect(similarSignedIn.json, name).toEqual(similar.json)
    state = 'changing'
    const endedAt = performance.now()
    await end()
    await replica.untilReady()
    tally.note(`${name}: ready again after`, ms(performance.now() - endedAt))
    expect(noticedMs, name).toBeLessThan(READY_LIMIT_MS)
    state = 'up'
  }
  await outage('stopped', server.stop, server.start)
  await outage('killed', server.kill, server.start)
  await outage('paused', server.pause, server.resume)
  state = 'changing'
  await server.restart()
  await replica.untilReady()
  state = 'up'
  await wait(1000)
  await load.end()
  await probing.end()

  tally.note('without the database: p50', ms(quantile(tookDown, 0.5)))
  tally.note('without the database: p99', ms(quantile(tookDown, 0.99)))
  tally.count('wrong answers', 0)
  tally.count('live answers missing', 0)
  tally.print()
  expect(tally.of('wrong answers')).toBe(0)
  expect(tally.of('live answers missing')).toBe(0)
  expect(tally.of('refused in words, 503')).toBeGreaterThan(0)
  expect(replica.crashes).toBe(0)
})

test('a start while PostgreSQL is away', async () => {
  const tally = new Tally('A start while PostgreSQL is away')
  const server: PostgresServer = await startPostgres()
  onTestFinished(() => server.remove())
  const url = await server.newDatabase()
  await server.stop()
  const replica = await Replica.start({ ARTIFACTS_DIR: artifacts.folder, DATABASE_URL: url })
  const signup = () => replica.ask('/auth/signup', { json: { username: 'ada', password: PASSWORD } })
  const anonymous = callsOf('').filter(
    ({ needsDatabase, name }) => !needsDatabase && !name.includes('signed'),
  )
  const refused = await signup()
  const ready = await replica.ask('/health/ready')
  for (const { name, path, question } of anonymous)
    tally.note(name, (await replica.ask(path, question())).status)
  tally.note('ready', ready.status)
  tally.note('sign-up', refused.status)
  await server.start()
  const startedAt = performance.now()
  await replica.untilReady()
  tally.note('ready, after PostgreSQL is', ms(performance.now() - startedAt))
  const accepted = await signup()
  tally.note('sign-up then', accepted.status)
  tally.print()
  for (const { name } of anonymous) expect(tally.of(name), name).toBe(200)
  expect(ready.status).toBe(503)
  expect(isRefusal(refused)).toBe(true)
  expect(accepted.status).toBe(201)
})
