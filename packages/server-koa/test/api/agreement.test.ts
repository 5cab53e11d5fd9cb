import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { OpenApiDocument } from '../../src/api/openapi-document.js'
import { PAGE_ADDRESSES } from '../../src/api/page-files.js'
import { served } from '../../src/artifacts/served-artifacts.js'
import type { ServedRecommender } from '../../src/artifacts/served-recommender.js'
import type { Store } from '../../src/stores/store.js'
import { StoreError } from '../../src/stores/store-error.js'
import { Client, type RunOptions, runApp } from '../running-app.js'
import { songId, trainedArtifacts } from '../trained-artifacts.js'
import type { Described, GivenAnswer } from './document.js'
import { Agreement, codeOf, operationsOf } from './document.js'

// What the document says and what the service does, held against each other: every answer that is given must be in
// the document, and everything in the document must be given, under whatever circumstances it takes.

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const PASSWORD = 'a good password'
const SONG = songId('Jazz', 1, 1)

/** What an operation is asked, beside by whom. */
interface Question {
  readonly query?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Questions with a good answer by operation, for an account of that name. The first one is asked everywhere. */
const GOOD: Readonly<Record<string, (username: string) => readonly Question[]>> = {
  getHealthLive: () => [{}],
  getHealthReady: () => [{}],
  getHealth: () => [{}],
  getMetrics: () => [{}],
  postAuthSignup: (username) => [{ json: { username: `${username}-2`, password: PASSWORD } }],
  postAuthLogin: (username) => [{ form: { username, password: PASSWORD } }],
  postAuthLogout: () => [{}],
  getMeSeeds: () => [{}],
  postMePassword: () => [{ json: { password: PASSWORD, new_password: 'another password' } }],
  getMeExport: () => [{}],
  postMeDelete: () => [{ json: { password: PASSWORD } }],
  getCatalogSearch: () => [{ query: 'q=jazz' }, { query: 'q=jazz&limit=3' }, { query: 'q=nobody' }, {}],
  getSearch: () => [{ query: 'q=jazz' }, { query: 'q=jazz&limit=99' }, {}],
  // `fetch` says `no-cache` of its own with such a header, which asks for the answer whatever the client has.
  getCatalogMap: () => [{}, { headers: { 'If-None-Match': '*', 'Cache-Control': 'max-age=0' } }],
  getCover: () => [{ query: 'artist=Jazz+Band+1&track=Jazz+Song+11' }, {}],
  getLikes: () => [{}],
  postLikesToggle: () => [{ json: { song_id: SONG } }, { json: { song_id: SONG } }],
  postRecommendationsColdStart: () => [{ json: { seeds: [SONG], limit: 5 } }, { json: { seeds: [SONG] } }],
  postRecommendationsSimilar: () => [
    { json: { song: SONG } },
    { json: { song: SONG, limit: 50, seed: null } },
    { json: { song: SONG, limit: '3', seed: 7 } },
  ],
  getRecommendationsCategories: () => [{}, { query: `seed=${encodeURIComponent(SONG)}&limit=3` }],
}

/** Questions that an operation refuses in a way of its own. */
const REFUSED: Readonly<Record<string, (username: string) => readonly Question[]>> = {
  postAuthSignup: (username) => [{ json: { username, password: PASSWORD } }],
  postAuthLogin: (username) => [{ form: { username, password: 'wrong' } }],
  postMePassword: () => [{ json: { password: 'wrong', new_password: 'another password' } }],
  postMeDelete: () => [{ json: { password: 'wrong' } }],
  postLikesToggle: () => [{ json: { song_id: 'Nobody - Nothing' } }],
  postRecommendationsColdStart: () => [{ json: { seeds: ['Nobody - Nothing'] } }],
  postRecommendationsSimilar: () => [{ json: { song: 'Nobody - Nothing' } }],
}

/** Refusals that no request can bring about, and why. */
const NEVER_SEEN: readonly string[] = [
  // Nothing in these can fail but by a fault of the program.
  'getHealthLive INTERNAL',
  'getCover INTERNAL',
  'getMetrics INTERNAL',
]

/** A running service with the document that it gives. */
async function runDescribed(options: Partial<RunOptions> = {}) {
  const app = await runApp({ recommender, ...options })
  const document = (await app.client.get('/openapi.json')).json as OpenApiDocument
  return { ...app, document, operations: operationsOf(document), agreement: new Agreement(document) }
}

type Running = Awaited<ReturnType<typeof runDescribed>>

/** An account for each operation that looks at who asks: some of them end it. */
async function askers({ client, operations }: Running): Promise<ReadonlyMap<string, Client>> {
  const made = operations.map(async ({ operationId }) => {
    return [operationId, await client.newAccount(operationId)] as const
  })
  return new Map(await Promise.all(made))
}

function ask(
  client: Client,
  { method, path }: Described,
  question: Question,
  headers = {},
): Promise<GivenAnswer> {
  const { query, json, form } = question
  const told = { ...question.headers, ...headers }
  const address = query === undefined ? path : `${path}?${query}`
  if (form === undefined) return client.ask(method.toUpperCase(), address, json, told)
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return client.send(address, String(new URLSearchParams(form)), { ...type, ...told })
}

/** What was seen of a service, for the end. */
class Findings {
  readonly disagreements: string[] = []
  readonly seen = new Set<string>()

  add({ agreement }: Running, operation: Described, answer: GivenAnswer, circumstance: string): void {
    const { operationId } = operation
    for (const problem of agreement.disagreements(operation, answer))
      this.disagreements.push(`${operationId}, ${circumstance}: ${problem}`)
    this.seen.add(`${operationId} ${answer.status < 400 ? answer.status : codeOf(answer)}`)
  }

  /** Asks every operation its first good question. */
  async askAll(app: Running, clients: ReadonlyMap<string, Client>, circumstance: string, headers = {}) {
    for (const operation of app.operations) {
      const { operationId } = operation
      const [question] = GOOD[operationId]?.(operationId) ?? [{}]
      const client = clients.get(operationId) ?? app.client
      this.add(app, operation, await ask(client, operation, question, headers), circumstance)
    }
  }
}

/** Everything that can be asked of a service that is well. */
async function askAsUsual(findings: Findings): Promise<void> {
  const app = await runDescribed({ env: { BODY_LIMIT_BYTES: '2048' } })
  const clients = await askers(app)
  for (const operation of app.operations) {
    const { operationId, parameters, requestBody } = operation
    const client = clients.get(operationId)!
    const tell = (answer: GivenAnswer, circumstance: string) =>
      findings.add(app, operation, answer, circumstance)

    tell(await ask(app.client, operation, {}), 'anonymous and without anything')
    for (const question of REFUSED[operationId]?.(operationId) ?? [])
      tell(await ask(client, operation, question), `refused ${JSON.stringify(question)}`)
    for (const { name } of parameters ?? [])
      tell(await ask(client, operation, { query: `${name}=x` }), `with ${name}=x`)
    if (requestBody !== undefined) {
      const [type] = Object.keys(requestBody.content)
      const send = (body: string, headers = {}) =>
        client.send(operation.path, body, {
          'Content-Type': type,
          Authorization: `Bearer ${client.token}`,
          ...headers,
        })
      tell(await send(''), 'with an empty body')
      tell(await send(`{"x": "${'x'.repeat(3000)}"}`), 'with too large a body')
      tell(await send('x', { 'Content-Encoding': 'gzip' }), 'with a packed body')
    }
    for (const question of GOOD[operationId](operationId))
      tell(await ask(client, operation, question), `good ${JSON.stringify(question)}`)
  }
}

async function askTooOften(findings: Findings): Promise<void> {
  const app = await runDescribed({ env: { TRUST_PROXY: '1', RATE_LIMIT_ADDRESS: '1' } })
  const clients = await askers(app)
  const elsewhere = { 'X-Forwarded-For': '203.0.113.7' }
  await app.client.get('/health/live', elsewhere)
  await findings.askAll(app, clients, 'too often', elsewhere)
}

async function logInTooOften(findings: Findings): Promise<void> {
  const app = await runDescribed()
  const client = await app.client.newAccount('ada')
  await Promise.all(Array.from({ length: 100 }, () => client.logIn('ada', 'wrong')))
  for (const operationId of ['postAuthLogin', 'postMePassword', 'postMeDelete']) {
    const operation = app.operations.find((one) => one.operationId === operationId)!
    const [question] = GOOD[operationId]('ada')
    findings.add(app, operation, await ask(client, operation, question), 'after many wrong passwords')
  }
}

async function askWhileBusy(findings: Findings): Promise<void> {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  let answer = (_cover: null) => {}
  const cover = () => {
    asked()
    return new Promise<null>((resolve) => {
      answer = resolve
    })
  }
  const slow = { name: 'slow', search: async () => [], cover }
  const env = { MAX_IN_FLIGHT: '64', PROVIDER_TIMEOUT_MS: '60000' }
  const before = await runDescribed({ env })
  const clients = await askers(before)
  // The same accounts, in a service with room for one.
  const { databaseUrl } = before
  const app = await runDescribed({ databaseUrl, providers: [slow], env: { ...env, MAX_IN_FLIGHT: '1' } })
  const here = [...clients].map(([name, { token }]) => [name, new Client(app.url, token)] as const)
  const waiting = app.client.get('/cover?artist=Jazz+Band+1&track=Jazz+Song+11')
  await isAsked
  await findings.askAll(app, new Map(here), 'busy')
  answer(null)
  await waiting
}

/** A store that fails from a moment on. */
function failing(store: Store, failure: { error?: Error }): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) =>
        failure.error && name !== 'close' ? Promise.reject(failure.error) : method.apply(target, args)
    },
  })
}

async function askWithoutAccounts(findings: Findings): Promise<void> {
  const failure: { error?: Error } = {}
  const app = await runDescribed({ wrapStore: (store) => failing(store, failure) })
  const clients = await askers(app)
  failure.error = new StoreError('UNAVAILABLE', 'The database is away.')
  await findings.askAll(app, clients, 'while the database is away')
}

async function askWhatIsBroken(findings: Findings): Promise<void> {
  const failure: { error?: Error } = {}
  const current = served(recommender)
  const artifacts = {
    get current() {
      if (failure.error) throw failure.error
      return current
    },
  }
  const app = await runDescribed({ artifacts, wrapStore: (store) => failing(store, failure) })
  const clients = await askers(app)
  failure.error = new Error('a fault of ours')
  await findings.askAll(app, clients, 'broken')
}

async function askOfAnOldVersion(findings: Findings): Promise<void> {
  const { popular } = served(recommender)
  const old: ServedRecommender = Object.create(recommender, { tasteMap: { value: undefined } })
  const app = await runDescribed({ artifacts: { current: { recommender: old, popular } } })
  await findings.askAll(app, new Map(), 'of a version of a former release')
}

async function askWhileStopping(findings: Findings): Promise<void> {
  const app = await runDescribed()
  app.lifecycle.draining = true
  await findings.askAll(app, new Map(), 'stopping')
}

test('every answer is as the document says, and everything in the document is answered', async () => {
  const findings = new Findings()
  await askAsUsual(findings)
  await askTooOften(findings)
  await logInTooOften(findings)
  await askWhileBusy(findings)
  await askWithoutAccounts(findings)
  await askWhatIsBroken(findings)
  await askWhileStopping(findings)
  await askOfAnOldVersion(findings)
  expect(findings.disagreements).toEqual([])

  const { operations } = await runDescribed()
  const described = operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, { content }]) => {
      const { examples } = Object.values(content ?? {})[0] ?? {}
      return (examples ? Object.keys(examples) : [status]).map((answer) => `${operationId} ${answer}`)
    }),
  )
  const unseen = described.filter((answer) => !findings.seen.has(answer))
  expect(unseen.sort()).toEqual([...NEVER_SEEN].sort())
}, 180_000)

test('every route is in the document, and everything in the document has a route', async () => {
  const { app, operations } = await runDescribed()
  const stack = (app.middleware as unknown as { router?: RouterLike }[]).find((step) => step.router)!.router!
    .stack
  const routes = stack.flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
  )
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  // The document describes the service and not itself.
  const itself = ['/openapi.json', ...PAGE_ADDRESSES].map((path) => `GET ${path}`)
  expect(routes.sort()).toEqual([...described, ...itself].sort())
})

/** `String` cannot make one of everything that JSON can hold. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

interface RouterLike {
  readonly stack: readonly { readonly path: string; readonly methods: readonly string[] }[]
}

test('any body is answered as the document says, and none with 5xx', async () => {
  const app = await runDescribed()
  const client = await app.client.newAccount('ada')
  const findings = new Findings()
  for (const operation of app.operations.filter(({ requestBody }) => requestBody)) {
    const [[type, { schema }]] = Object.entries(operation.requestBody!.content)
    const names = Object.keys(schema.properties ?? {})
    const nearly = fc.record(Object.fromEntries(names.map((name) => [name, fc.jsonValue()])), {
      requiredKeys: [],
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), nearly), async (body) => {
        const isForm = type === 'application/x-www-form-urlencoded'
        const fields = Object.entries((body ?? {}) as object).map(([name, value]) => [name, textOf(value)])
        const question = isForm ? { form: Object.fromEntries(fields) } : { json: body }
        const answer = await ask(client, operation, question)
        findings.add(app, operation, answer, JSON.stringify(question))
        expect(answer.status, answer.text).toBeLessThan(500)
      }),
      { numRuns: 30 },
    )
  }
  expect(findings.disagreements).toEqual([])
})
