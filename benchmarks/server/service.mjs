// The service as a process of its own, with the settings of production.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../packages/server-koa/dist/main.js', import.meta.url))
const SECRET = 'a secret of the benchmark, known to everybody who reads this'

export class Service {
  /** Where it listens. */
  url
  #child

  /**
   * Starts it, without metadata providers; its log, a line per request, is written and thrown away.
   *
   * @param settings - Environment variables beside those that every run has.
   */
  static async start(settings) {
    const port = await freePort()
    const service = new Service(`http://127.0.0.1:${port}`, {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      API_SECRET_KEY: SECRET,
      METADATA_PROVIDERS: 'none',
      PORT: String(port),
      ...settings,
    })
    await service.#isReady()
    return service
  }

  constructor(url, env) {
    this.url = url
    this.#child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }

  /** Memory that it has now, in megabytes; undefined where the system does not tell. */
  get megabytes() {
    const status = `/proc/${this.#child.pid}/status`
    const line = existsSync(status) && /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))
    return line ? (Number(line[1]) * 1024) / 1e6 : undefined
  }

  /** Processor time that it has taken so far, all its threads together, in seconds; undefined as above. */
  get cpuSeconds() {
    const stat = `/proc/${this.#child.pid}/stat`
    if (!existsSync(stat)) return undefined
    // After the name, which is in brackets and may hold anything; in hundredths of a second.
    const fields = readFileSync(stat, 'utf8').split(') ').at(-1).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  /** Ends it in good order. */
  async stop() {
    if (this.#hasEnded) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }

  get #hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async #isReady() {
    while (!this.#hasEnded) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined)
      if (answer?.ok) return
      await wait(50)
    }
    throw new Error('the service ended before it was ready')
  }
}

/** A port nobody listens on just now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
