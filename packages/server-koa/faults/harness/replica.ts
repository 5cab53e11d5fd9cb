import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { freePort } from '../../test/services/processes.js'
import { type Answer, ask, type Question } from './ask.js'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const COLLECT_GARBAGE = fileURLToPath(new URL('./collect-garbage.mjs', import.meta.url))
const START_LIMIT_MS = 30_000
const KEPT_OUTPUT = 100_000

/** Signs the tokens of every service under test. */
export const SECRET = 'a-secret-of-the-fault-tests-that-is-long-enough'

/** Environment variables of the service. */
export type Settings = Readonly<Record<string, string>>

/** A new folder, there until the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redux-faults-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * The service as it is shipped, in a process of its own that can be ended and started again at the same address. Gone
 * when the test is over.
 */
export class Replica {
  readonly url: string
  readonly #settings: Settings
  readonly #folder = newFolder()
  #child: ChildProcess | undefined
  #expectedToEnd = true
  /** How often it ended though nobody told it to. */
  crashes = 0
  /** The last lines that it printed, on either stream. */
  output = ''

  private constructor(port: number, settings: Settings) {
    this.url = `http://127.0.0.1:${port}`
    this.#settings = { PORT: String(port), ...settings }
    onTestFinished(() => this.kill())
  }

  /** Starts one and waits until it answers. */
  static async start(settings: Settings): Promise<Replica> {
    const replica = new Replica(await freePort(), settings)
    await replica.start()
    return replica
  }

  /** Starts it again after it has ended. */
  async start(): Promise<void> {
    if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run npm run build first')
    const child = spawn(process.execPath, ['--import', COLLECT_GARBAGE, MAIN], {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'],
        API_SECRET_KEY: SECRET,
        METADATA_PROVIDERS: 'none',
        LOG_LEVEL: 'warn',
        ...this.#settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#expectedToEnd = false
    const keep = (chunk: Buffer) => {
      this.output = `${this.output}${chunk}`.slice(-KEPT_OUTPUT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('exit', () => {
      if (!this.#expectedToEnd) this.crashes++
    })
    await this.until((answer) => answer.status === 200, '/health/live')
  }

  ask(path: string, question?: Question): Promise<Answer> {
    return ask(this.url, path, question)
  }

  /** Asks until the answer is as wanted; returns that one. */
  async until(
    isWanted: (answer: Answer) => boolean,
    path: string,
    question: Question = {},
    limitMs = START_LIMIT_MS,
  ): Promise<Answer> {
    const giveUpAt = performance.now() + limitMs
    for (;;) {
      const answer = await this.ask(path, { timeoutMs: limitMs, ...question })
      if (isWanted(answer)) return answer
      const what = `${path} last answered ${answer.failure ?? answer.status} ${answer.text}`
      if (!this.isRunning) throw new Error(`the service has ended; ${what}\n${this.output}`)
      if (performance.now() > giveUpAt) throw new Error(`not within ${limitMs} ms: ${what}\n${this.output}`)
      await wait(20)
    }
  }

  untilReady(limitMs?: number): Promise<Answer> {
    return this.until((answer) => answer.status === 200, '/health/ready', {}, limitMs)
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  get pid(): number {
    return this.#child?.pid ?? Number.NaN
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Ends it in good order; returns the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null
    this.#expectedToEnd = true
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
    return child.exitCode
  }

  /** Lines of the log at level `error` and above. */
  get errors(): string[] {
    return this.output.split('\n').filter((line) => /"level":[56]0/.test(line))
  }

  /** Bytes of objects that are in use, after all others were collected. */
  async heapBytes(): Promise<number> {
    this.signal('SIGUSR2')
    await wait(300)
    return this.metric('nodejs_heap_size_used_bytes')
  }

  /** Bytes of memory that the process holds. */
  residentBytes(): number {
    const kilobytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) * 1024
  }

  /** Sockets that the process has open. */
  sockets(): number {
    const folder = `/proc/${this.pid}/fd`
    return readdirSync(folder).filter((name) => isSocket(join(folder, name))).length
  }

  /** Sum of the samples of a metric that have all these labels, spelled `name="value"`. */
  async metric(name: string, ...labels: readonly string[]): Promise<number> {
    const { text } = await this.ask('/metrics')
    const samples = text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .filter((line) => labels.every((label) => line.includes(label)))
    return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
  }
}

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith('socket:')
  } catch {
    // Closed since the list was made.
    return false
  }
}
