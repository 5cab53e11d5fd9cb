import cluster, { type Worker } from 'node:cluster'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from '../errors.js'
import type { Log } from '../log.js'
import type { Stoppable } from './until-signal.js'
import { isReport, type WorkerOrder } from './worker-messages.js'

/** A worker that ends sooner than this after its start would end again and again. */
const HEALTHY_AFTER_MS = 5000
/** How long the pool waits before it replaces such a one. */
const RESTART_DELAY_MS = 2000
/** How long a worker may take to end beyond its own time for stopping; one that hangs is killed then. */
const KILL_AFTER_MS = 3000

export interface PoolOptions {
  /** How many processes. */
  readonly workers: number
  /** The file they run. */
  readonly file: string
  /** How long a worker may take to stop, in milliseconds. */
  readonly stopTimeoutMs: number
  readonly logger: Log
}

/**
 * Processes that share one port. One that dies is replaced; a reload replaces all, one after the other, each by one
 * that already listens. The port is this process's, so it stays open meanwhile.
 */
export class WorkerPool implements Stoppable {
  readonly #options: PoolOptions
  readonly #workers = new Set<Worker>()
  /** Those that came to listen. */
  readonly #listened = new WeakSet<Worker>()
  #stopping: Promise<void> | undefined
  #reloading: Promise<void> | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /**
   * Starts all workers. The first one alone: what is wrong with the settings is said once.
   *
   * @returns Where they listen.
   * @throws {@link StartError} when the first worker ends before it listens; it has said why.
   */
  async start(): Promise<string> {
    cluster.setupPrimary({ exec: this.#options.file, args: [] })
    const url = await this.#listening(this.#fork())
    const others = Array.from({ length: this.#options.workers - 1 }, () => this.#listening(this.#fork()))
    await Promise.all(others)
    return url
  }

  stop(): Promise<void> {
    this.#stopping ??= Promise.all([...this.#workers].map((worker) => this.#retire(worker, false))).then(
      () => {},
    )
    return this.#stopping
  }

  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = undefined
    })
    return this.#reloading
  }

  async #reload(): Promise<void> {
    const { logger } = this.#options
    logger.info({ workers: this.#workers.size }, 'reloading: replacing one worker after the other')
    for (const former of [...this.#workers]) {
      if (this.#stopping) return
      const next = this.#fork()
      try {
        await this.#listening(next)
      } catch (err) {
        logger.error({ err }, 'the reload is given up; the former workers serve on')
        return
      }
      await this.#retire(former, true)
    }
    logger.info({}, 'reloaded')
  }

  #fork(): Worker {
    const worker = cluster.fork()
    const startedAt = performance.now()
    this.#workers.add(worker)
    worker.on('message', (message: unknown) => {
      if (isReport(message) && message.type === 'finished') order(worker, { type: 'leave' })
    })
    worker.once('exit', (code, signal) => {
      // One that was told to stop, or never came to listen, is looked after by who waits for that.
      const unexpected = this.#workers.delete(worker) && this.#listened.has(worker)
      if (!unexpected || this.#stopping) return
      this.#options.logger.error({ worker: worker.id, code, signal }, 'a worker has died; it is replaced')
      void this.#replace(performance.now() - startedAt < HEALTHY_AFTER_MS)
    })
    return worker
  }

  async #replace(diedEarly: boolean): Promise<void> {
    for (let soon = !diedEarly; !this.#stopping; soon = false) {
      if (!soon) await wait(RESTART_DELAY_MS)
      if (this.#stopping) return
      try {
        await this.#listening(this.#fork())
        return
      } catch (err) {
        this.#options.logger.error({ err }, 'a worker could not be replaced; it is tried again')
      }
    }
  }

  /** Where a new worker listens, once it does. */
  #listening(worker: Worker): Promise<string> {
    return new Promise((resolve, reject) => {
      worker.on('message', (message: unknown) => {
        if (!isReport(message) || message.type !== 'listening') return
        this.#listened.add(worker)
        resolve(message.url)
      })
      worker.once('exit', () =>
        reject(new StartError('WORKER_ENDED', 'A worker ended before it could listen; it has said why.')),
      )
    })
  }

  /** Lets a worker finish what it has begun. */
  async #retire(worker: Worker, replaced: boolean): Promise<void> {
    this.#workers.delete(worker)
    if (worker.isDead()) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    order(worker, { type: 'stop', replaced })
    const kill = setTimeout(() => worker.process.kill('SIGKILL'), this.#options.stopTimeoutMs + KILL_AFTER_MS)
    await ended
    clearTimeout(kill)
  }
}

/** A worker that is gone needs no orders. */
function order(worker: Worker, what: WorkerOrder): void {
  worker.send(what, () => {})
}
