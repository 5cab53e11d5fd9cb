import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import {
  CatalogueProvider,
  createApp,
  listen,
  type MetadataProvider,
  openSqliteStore,
  readSettings,
  type ServedRecommender,
  type Store,
} from '../src/index.js'

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
  readonly providers?: readonly MetadataProvider[]
  readonly databasePath?: string
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

/** Runs the app on a free port with a real database file until the test is over. */
export async function runApp(options: RunOptions) {
  const { recommender, databasePath = newDatabasePath() } = options
  const settings = readSettings({ API_SECRET_KEY: SECRET, ...options.env })
  const log: LogLine[] = []
  const write = (line: Buffer, _encoding: string, done: () => void) => {
    log.push(JSON.parse(String(line)))
    done()
  }
  const logger = pino({ level: 'debug' }, new Writable({ write }))
  const opened = await openSqliteStore(databasePath)
  const store = options.wrapStore?.(opened) ?? opened
  const providers = options.providers ?? [new CatalogueProvider(recommender)]
  const app = createApp({ recommender, store, providers, settings, logger })
  const server = await listen(app, {
    host: '127.0.0.1',
    port: 0,
    shutdownTimeoutMs: 2000,
    logger,
    afterStop: () => opened.close(),
  })
  onTestFinished(() => server.stop())
  return { client: new Client(server.url), url: server.url, store, log, databasePath, stop: server.stop }
}
