import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Client, newDatabasePath, newFolder, SECRET } from './running-app.js'
import { songId, trainedArtifacts } from './trained-artifacts.js'

// The start file as it is shipped, in processes of its own. `npm test` builds it first.
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const SONGS = [songId('Jazz', 1, 1), songId('Folk', 2, 2), songId('Metal', 3, 3)]

let artifacts: string
beforeAll(async () => {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run npm run build first')
  const trained = await trainedArtifacts()
  artifacts = trained.folder
  return trained.remove
})

class Server {
  readonly #child: ChildProcess
  output = ''
  errors = ''
  /** Exit code, or the signal's name. */
  readonly exited: Promise<number | string | null>

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, [MAIN], {
      cwd: newFolder(),
      env: { PATH: process.env['PATH'], PORT: '0', ARTIFACTS_DIR: artifacts, API_SECRET_KEY: SECRET, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout!.on('data', (chunk) => {
      this.output += chunk
    })
    this.#child.stderr!.on('data', (chunk) => {
      this.errors += chunk
    })
    this.exited = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => resolve(code ?? signal))
    })
    onTestFinished(async () => {
      this.kill('SIGKILL')
      await this.exited
    })
  }

  kill(signal: NodeJS.Signals) {
    this.#child.kill(signal)
  }

  /** A client, once the line with the address is out. */
  async ready(): Promise<Client> {
    for (;;) {
      const url = /"url":"(http[^"]+)"/.exec(this.output)?.[1]
      if (url) return new Client(url)
      if (this.#child.exitCode !== null) throw new Error(`the server stopped: ${this.errors}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

describe('main', () => {
  test('serves, and logs one line with the address when it is ready', async () => {
    const server = new Server({})
    const client = await server.ready()
    expect(await client.get('/health')).toMatchObject({ status: 200, json: { status: 'ok' } })
    const lines = server.output.split('\n').filter((line) => line.includes(client.url))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0]).msg).toBe(`Redux Recommender is ready at ${client.url}`)
    expect(server.errors).toBe('')
  })

  test('warns when it signs tokens with the public secret', async () => {
    const server = new Server({ API_SECRET_KEY: '' })
    await server.ready()
    expect(server.output).toContain('API_SECRET_KEY is not set')
  })

  test('loses nothing it acknowledged when it is killed', async () => {
    const env = { DATABASE_URL: `sqlite:///${newDatabasePath()}` }
    const first = new Server(env)
    const ada = await (await first.ready()).newAccount('ada', 'a good password')
    await ada.post('/recommendations/cold-start', { seeds: SONGS.slice(0, 2) })
    for (const song of SONGS) await ada.post('/likes/toggle', { song_id: song })
    await ada.post('/likes/toggle', { song_id: SONGS[1] })
    first.kill('SIGKILL')
    expect(await first.exited).toBe('SIGKILL')

    const client = await new Server(env).ready()
    const again = new Client(client.url, ada.token)
    expect((await again.get('/likes')).json).toEqual({ likes: [SONGS[0], SONGS[2]] })
    expect((await again.get('/me/seeds')).json).toEqual({ seeds: SONGS.slice(0, 2) })
    expect((await client.logIn('ada', 'a good password')).status).toBe(200)
    expect((await client.post('/auth/signup', { username: 'ada', password: 'mine now' })).status).toBe(400)
  })

  test('shares a new database with servers that start at the same moment', async () => {
    const env = { DATABASE_URL: `sqlite:///${newDatabasePath()}` }
    const clients = await Promise.all([1, 2, 3].map(() => new Server(env).ready()))
    const signups = await Promise.all(
      clients.map((client) => client.post('/auth/signup', { username: 'ada', password: 'a good password' })),
    )
    expect(signups.map(({ status }) => status).sort()).toEqual([201, 400, 400])
    const token = signups.find(({ status }) => status === 201)!.json.access_token
    const adas = clients.map(({ url }) => new Client(url, token))
    const toggles = await Promise.all(
      Array.from({ length: 51 }, (_, i) => adas[i % 3].post('/likes/toggle', { song_id: SONGS[0] })),
    )
    expect(toggles.filter(({ json }) => json.liked)).toHaveLength(26)
    const coldStarts = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        adas[i % 3].post('/recommendations/cold-start', { seeds: SONGS.slice(i % 3) }),
      ),
    )
    for (const { status, json } of coldStarts) {
      expect(status).toBe(200)
      expect(json.seed_count).toBe(coldStarts[0].json.seed_count)
    }
    for (const ada of adas) expect((await ada.get('/likes')).json).toEqual({ likes: [SONGS[0]] })
  })

  test.skipIf(process.platform === 'win32')(
    'lets a request in flight finish at SIGTERM, takes no new one and exits 0',
    async () => {
      const server = new Server({})
      const client = await server.ready()
      const body = JSON.stringify({ song: SONGS[0] })
      const outgoing = httpRequest(`${client.url}/recommendations/similar`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      })
      const status = new Promise((resolve, reject) => {
        outgoing.on('response', (response) => {
          response.resume()
          response.on('end', () => resolve(response.statusCode))
        })
        outgoing.on('error', reject)
      })
      outgoing.write(body.slice(0, 5))
      // Answered after it, so the half request above has arrived.
      await client.get('/health')
      server.kill('SIGTERM')
      await expect.poll(() => client.get('/health').catch(() => 'refused')).toBe('refused')
      outgoing.end(body.slice(5))
      expect(await status).toBe(200)
      expect(await server.exited).toBe(0)
      expect(server.errors).toBe('')
    },
  )

  test.skipIf(process.platform === 'win32')('exits at once at a second signal', async () => {
    const server = new Server({})
    const client = await server.ready()
    const outgoing = httpRequest(`${client.url}/recommendations/similar`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Length': 100 },
    })
    outgoing.on('error', () => undefined)
    outgoing.write('{')
    await client.get('/health')
    server.kill('SIGTERM')
    await expect.poll(() => server.output).toContain('stopping')
    server.kill('SIGTERM')
    expect(await server.exited).toBe(143)
  })
})

describe.skipIf(process.platform === 'win32')('main with WORKERS=2', () => {
  const SETTINGS = { WORKERS: '2', SHUTDOWN_TIMEOUT_MS: '1000' }

  /** The processes that answer from now on; each takes its share of new connections. */
  async function workersOf(server: Server, client: Client): Promise<number[]> {
    const from = server.output.length
    const calls = Array.from({ length: 20 }, () => client.get('/cover', { Connection: 'close' }))
    for (const { status } of await Promise.all(calls)) expect(status).toBe(200)
    const answered = () =>
      server.output
        .slice(from)
        .split('\n')
        .filter((line) => line.includes('"route":"/cover"') && line.endsWith('}'))
    await expect.poll(() => answered().length).toBe(20)
    return [...new Set(answered().map((line) => JSON.parse(line).pid as number))].sort()
  }

  test('is ready once, with one address, and exits 0 at SIGTERM', async () => {
    const server = new Server(SETTINGS)
    const client = await server.ready()
    expect(await workersOf(server, client)).toHaveLength(2)
    expect(server.output.match(/is ready at/g)).toHaveLength(1)
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
    expect(server.errors).toBe('')
  })

  test('replaces a worker that dies', async () => {
    const server = new Server(SETTINGS)
    const client = await server.ready()
    const [victim, other] = await workersOf(server, client)
    process.kill(victim, 'SIGKILL')
    await expect.poll(() => server.output).toContain('a worker has died; it is replaced')
    await expect.poll(() => workersOf(server, client), { timeout: 15_000 }).toHaveLength(2)
    const workers = await workersOf(server, client)
    expect(workers).toContain(other)
    expect(workers).not.toContain(victim)
  })

  test('puts new workers in the place of all at SIGHUP, and refuses no request meanwhile', async () => {
    const server = new Server(SETTINGS)
    const client = await server.ready()
    const before = await workersOf(server, client)
    const statuses: number[] = []
    let over = false
    const ask = async () => {
      while (!over) statuses.push((await client.get('/health/ready', { Connection: 'close' })).status)
    }
    const asking = Promise.all([ask(), ask()])
    server.kill('SIGHUP')
    await expect.poll(() => server.output, { timeout: 15_000 }).toContain('"msg":"reloaded"')
    over = true
    await asking
    expect(new Set(statuses)).toEqual(new Set([200]))
    const after = await workersOf(server, client)
    expect(after).toHaveLength(2)
    for (const pid of before) expect(after).not.toContain(pid)
    expect(server.output.match(/is ready at/g)).toHaveLength(1)
  })

  test('ends with a worker that hangs', async () => {
    const server = new Server({ ...SETTINGS, SHUTDOWN_TIMEOUT_MS: '1' })
    const client = await server.ready()
    const [victim] = await workersOf(server, client)
    process.kill(victim, 'SIGSTOP')
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  })

  test('says once what is wrong with the settings, and exits 1', async () => {
    const server = new Server({ ...SETTINGS, ARTIFACTS_DIR: 'no-such-folder' })
    expect(await server.exited).toBe(1)
    expect(server.errors.match(/The artifacts folder "no-such-folder" cannot be served/g)).toHaveLength(1)
  })
})

describe('main exits 1 with a sentence and no stack', () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    const server = new Server(env)
    expect(await server.exited).toBe(1)
    expect(server.errors).not.toMatch(/^\s+at /m)
    return server.errors
  }

  test('when the web app is not where it should be', async () => {
    const errors = await refusal({ WEB_APP_DIR: 'no-such-app' })
    expect(errors).toContain('WEB_APP_DIR is "no-such-app", and it does not exist')
  })

  test('when the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void taken.close())
    const { port } = taken.address() as { port: number }
    expect(await refusal({ PORT: String(port) })).toBe(
      `The server cannot listen at 127.0.0.1 port ${port}: another program already does. Stop it, or set PORT to another port.\n`,
    )
  })

  test('when in production without a secret', async () => {
    const message = await refusal({ NODE_ENV: 'production', API_SECRET_KEY: '' })
    expect(message).toContain('API_SECRET_KEY is not set; with NODE_ENV=production it must be a secret')
  })

  test('when settings are wrong, all of them at once', async () => {
    const message = await refusal({ PORT: 'eighty', TOKEN_EXPIRE_HOURS: 'never' })
    expect(message).toContain('PORT is "eighty"')
    expect(message).toContain('TOKEN_EXPIRE_HOURS is "never"')
  })

  test('when there are no artifacts, naming the folder and the command that makes them', async () => {
    const message = await refusal({ ARTIFACTS_DIR: 'no-such-folder' })
    expect(message).toContain('The artifacts folder "no-such-folder" cannot be served: ')
    expect(message).toContain('redux train <file> --out no-such-folder')
  })

  test('when the database cannot be opened', async () => {
    const message = await refusal({ DATABASE_URL: 'sqlite:///no/such/folder/redux.db' })
    expect(message).toContain('The database "no/such/folder/redux.db" cannot be used')
  })
})
