import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type Artifacts, served } from '../src/artifacts/served-artifacts.js'
import type { ServedRecommender } from '../src/artifacts/served-recommender.js'
import type { MetadataProvider } from '../src/metadata/provider.js'
import type { BreakerState } from '../src/metadata/resilience.js'
import { Metrics } from '../src/metrics/metrics.js'
import { listen } from '../src/process/listen.js'
import { assembleService } from '../src/service.js'
import { readSettings } from '../src/settings/settings.js'
import { openDatabase } from '../src/stores/open-database.js'
import type { Store } from '../src/stores/store.js'
import { readWebApp } from '../src/web-app/read-web-app.js'
import { postgresServer } from './services/postgres.js'
import { newRedisDatabase } from './services/redis-setup.js'

/** Signs the tokens of every app under test. */
export const SECRET = 'a-secret-of-the-tests-that-is-long-enough'

/** A new folder, there until the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redux-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A database file of its own, not made yet. */
export function newDatabasePath(): string {
  return join(newFolder(), 'redux.db')
}

export interface RunOptions {
  readonly recommender: ServedRecommender
  /** In place of ones with the recommender alone. */
  readonly artifacts?: Artifacts
  /** Asked before the catalogue. */
  readonly providers?: readonly MetadataProvider[]
  readonly breakers?: ReadonlyMap<string, BreakerState>
  /** A database to go on with. */
  readonly databaseUrl?: string
  /** Settings beside the secret, as environment variables. */
  readonly env?: Readonly<Record<string, string>>
  /** Called with the store before the app gets it. */
  readonly wrapStore?: (store: Store) => Store
}

/** One logged line. */
type LogLine = Readonly<Record<string, unknown>>

/** A client of a listening service. */
export class Client {
  readonly url: string
  readonly token: string | undefined

  constructor(url: string, token?: string) {
    this.url = url
    this.token = token
  }

  /** Asks; `body` is sent as JSON. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return answerOf(response)
  }

  get(path: string, headers?: Record<string, string>) {
    return this.ask('GET', path, undefined, headers)
  }

  post(path: string, body: unknown, headers?: Record<string, string>) {
    return this.ask('POST', path, body, headers)
  }

  /** Sends a body exactly as given. */
  async send(path: string, body: string | Buffer | ReadableStream, headers: Record<string, string>) {
    const init = { method: 'POST', body, headers, duplex: 'half' }
    return answerOf(await fetch(`${this.url}${path}`, init as RequestInit))
  }

  logIn(username: string, password: string, more: Record<string, string> = {}) {
    const form = new URLSearchParams({ username, password, ...more })
    return this.send('/auth/login', String(form), { 'Content-Type': 'application/x-www-form-urlencoded' })
  }

  /** A client signed in to a new account. */
  async newAccount(username: string, password = 'a good password'): Promise<Client> {
    const { status, json } = await this.post('/auth/signup', { username, password })
    if (status !== 201) throw new Error(`sign-up answered ${status}`)
    return new Client(this.url, json.access_token)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted field by field
export type Json = any

async function answerOf(response: Response) {
  const text = await response.text()
  let json: Json
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status: response.status, headers: response.headers, text, json }
}

/** Where the app under test keeps things; `test/services` has the servers. Set by the project that vitest runs. */
const DATABASE = process.env['REDUX_TEST_DATABASE'] ?? 'sqlite'
const CACHE = process.env['REDUX_TEST_CACHE'] ?? 'memory'

/** The address of a new, empty database. */
async function newDatabaseUrl(): Promise<string> {
  if (DATABASE === 'sqlite') return `sqlite:///${newDatabasePath()}`
  return (await postgresServer()).newDatabase()
}

/** Runs the app on a free port with a real database and a real cache until the test is over. */
export async function runApp(options: RunOptions) {
  const databaseUrl = options.databaseUrl ?? (await newDatabaseUrl())
  const settings = readSettings({
    API_SECRET_KEY: SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: CACHE === 'memory' ? '' : await newRedisDatabase(),
    // Idle connections are given that long, and every test's client leaves one.
    SHUTDOWN_TIMEOUT_MS: '20',
    ...options.env,
  })
  const webApp = settings.webAppDir === '' ? undefined : await readWebApp(settings.webAppDir)
  const log: LogLine[] = []
  const write = (line: Buffer, _encoding: string, done: () => void) => {
    log.push(JSON.parse(String(line)))
    done()
  }
  const logger = pino({ level: 'debug' }, new Writable({ write }))
  const database = await openDatabase(settings.databaseUrl)
  const store = options.wrapStore?.(database.store) ?? database.store
  const metrics = new Metrics()
  const artifacts = options.artifacts ?? { current: served(options.recommender) }
  const { coverTable } = database
  const { providers = [], breakers = new Map() } = options
  const parts = { settings, artifacts, store, coverTable, providers, breakers, metrics, webApp, logger }
  const { app, covers, lifecycle, close } = await assembleService(parts)
  const afterStop = async () => {
    await close()
    await database.close()
  }
  const server = await listen(app, { settings, lifecycle, logger, afterStop })
  onTestFinished(() => server.stop())
  const client = new Client(server.url)
  return {
    client,
    url: server.url,
    app,
    store,
    log,
    databaseUrl,
    covers,
    metrics,
    lifecycle,
    stop: server.stop,
  }
}
