import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../../../packages/recommender/dist/cli.js', import.meta.url))
const app = fileURLToPath(new URL('../../dist', import.meta.url))

export interface ServiceOptions {
  readonly artifacts: string
  /** A SQLite file, made when missing. */
  readonly database: string
  /** Settings beside these, as environment variables. */
  readonly env?: Readonly<Record<string, string>>
}

/** The real service in a process of its own, with the built app at `/`. */
export class Service {
  readonly #options: ServiceOptions
  readonly #port: number
  #process: ChildProcess | undefined

  private constructor(options: ServiceOptions, port: number) {
    this.#options = options
    this.#port = port
  }

  static async start(options: ServiceOptions): Promise<Service> {
    const service = new Service(options, await freePort())
    await service.start()
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Starts it once more, at the same address with the same data, and waits until it answers. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { artifacts, database } = this.#options
    this.#process = spawn(process.execPath, [cli, 'serve'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        ARTIFACTS_DIR: artifacts,
        DATABASE_URL: `sqlite:///${database}`,
        HOST: '127.0.0.1',
        PORT: String(this.#port),
        WEB_APP_DIR: app,
        METADATA_PROVIDERS: 'none',
        LOG_LEVEL: 'fatal',
        API_SECRET_KEY: 'a-secret-of-the-tests-that-is-long-enough',
        ...this.#options.env,
        ...env,
      },
    })
    const started = this.#process
    while (!(await isUp(this.url))) {
      if (started.exitCode !== null) throw new Error(`the service ended with code ${started.exitCode}`)
      await sleep(50)
    }
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const ended = this.#process
    this.#process = undefined
    if (ended === undefined || ended.exitCode !== null) return
    const exit = once(ended, 'exit')
    ended.kill(signal)
    await exit
  }
}

function isUp(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
