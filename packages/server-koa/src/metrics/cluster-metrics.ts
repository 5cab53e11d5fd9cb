import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client'

/**
 * How long the primary waits for its workers, whose checks of health may take a second. Of one that is busy longer, what
 * it last told stands.
 */
const GATHER_MS = 1500
/** How long a worker waits for its primary. */
const ASK_MS = 2500

/** The metrics of one process, as it tells them to another. */
type Snapshot = readonly MetricObjectWithValues<MetricValue<string>>[]

/**
 * What primary and workers say to each other. Any worker may be asked for the metrics of all: it asks its primary,
 * which has every worker tell its own, adds them up, and answers.
 */
type Message =
  | { readonly type: 'metrics: ask'; readonly id: number }
  | { readonly type: 'metrics: tell' }
  | { readonly type: 'metrics: told'; readonly snapshot: Snapshot }
  | { readonly type: 'metrics: answer'; readonly id: number; readonly text: string }

/**
 * For the primary of a cluster: answers the workers that ask for the metrics of all.
 *
 * Sums must never fall while the service runs: to Prometheus a counter that falls has begun anew, and it would report
 * requests that never were. So what ended workers have last told is kept, and so is what a worker last told that is too
 * busy to tell.
 */
export function answerForWorkers(): void {
  const gathering = new Gathering()
  cluster.on('message', (worker: Worker, message: unknown) => {
    if (!isMessage(message)) return
    if (message.type === 'metrics: told') gathering.note(worker.id, message.snapshot)
    if (message.type === 'metrics: ask')
      void gathering.gather().then((text) => send(worker, { type: 'metrics: answer', id: message.id, text }))
  })
  cluster.on('exit', (worker) => gathering.end(worker.id))
}

/** What a primary knows of its workers' metrics. */
class Gathering {
  readonly #last = new Map<number, Snapshot>()
  /** Counters and histograms of workers that have ended. */
  readonly #ended: Snapshot[] = []
  /** Workers that have not told yet in this round. */
  readonly #awaited = new Set<number>()
  #allTold = () => {}
  #round: Promise<string> | undefined

  note(id: number, snapshot: Snapshot): void {
    this.#last.set(id, snapshot)
    this.#noLongerAwaited(id)
  }

  end(id: number): void {
    this.#ended.push(this.#last.get(id)?.filter(({ type }) => String(type) !== 'gauge') ?? [])
    this.#last.delete(id)
    this.#noLongerAwaited(id)
  }

  /** The metrics of all. Those who ask at the same time get the same. */
  gather(): Promise<string> {
    this.#round ??= this.#gather().finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  async #gather(): Promise<string> {
    await this.#hearAll()
    const ended = this.#ended.splice(0)
    const before = await sum(ended).getMetricsAsJSON()
    this.#ended.push(before)
    return sum([before, ...this.#last.values()]).metrics()
  }

  #hearAll(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS)
      this.#allTold = () => {
        clearTimeout(timer)
        resolve()
      }
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected())
      this.#awaited.clear()
      for (const worker of workers as Worker[]) {
        this.#awaited.add(worker.id)
        send(worker, { type: 'metrics: tell' })
      }
      if (workers.length === 0) this.#allTold()
    })
  }

  #noLongerAwaited(id: number): void {
    if (this.#awaited.delete(id) && this.#awaited.size === 0) this.#allTold()
  }
}

function sum(snapshots: readonly Snapshot[]): Registry {
  return AggregatorRegistry.aggregate([...snapshots])
}

/**
 * How a process reads the metrics: its own or, in a worker, those of all. From then on a worker also tells its own when
 * its primary wants to know.
 *
 * @returns Rejects when the primary does not answer. The worker's own would be no answer then: among the sums of all
 *   they would look as if everything had begun anew.
 */
export function metricsReader(registry: Registry): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics()
  const primary = process as Peer & NodeJS.Process
  const asked = new Map<number, (text: string) => void>()
  let lastId = 0
  primary.on('message', (message: unknown) => {
    if (!isMessage(message)) return
    if (message.type === 'metrics: answer') asked.get(message.id)?.(message.text)
    if (message.type === 'metrics: tell')
      void registry.getMetricsAsJSON().then((snapshot) => send(primary, { type: 'metrics: told', snapshot }))
  })
  return async () => {
    const id = ++lastId
    let timer: NodeJS.Timeout | undefined
    try {
      return await new Promise<string>((resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error(`the primary has not answered within ${ASK_MS} ms`)),
          ASK_MS,
        )
        asked.set(id, resolve)
        send(primary, { type: 'metrics: ask', id })
      })
    } finally {
      clearTimeout(timer)
      asked.delete(id)
    }
  }
}

/** The other end of a channel between processes. */
type Peer = Pick<Worker, 'send'>

/** Sends a message, unless the other one is just ending; then nobody waits for it. */
function send(peer: Peer, message: Message): void {
  peer.send(message, () => {})
}

function isMessage(message: unknown): message is Message {
  const { type } = (message ?? {}) as { type?: unknown }
  return typeof type === 'string' && type.startsWith('metrics: ')
}
