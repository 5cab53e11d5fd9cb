import { RecommenderError } from '../errors.js'
import type { Run } from '../tracking/tracker.js'
import type { TrainPhase, TrainProgress } from './train-options.js'

/** Says how far a phase is: a fraction from 0 up to but not including 1, and a few words. */
export type Tell = (fraction: number, detail: string) => void

/** Runs the phases of a training one after the other: times each, tells of its progress, stops between steps. */
export class Phases {
  readonly seconds: { phase: TrainPhase; seconds: number }[] = []
  readonly #onProgress: (progress: TrainProgress) => void
  readonly #signal: AbortSignal | undefined
  readonly #run: Run | undefined

  /** @param run - Where metrics are recorded. */
  constructor(onProgress: (progress: TrainProgress) => void = () => {}, signal?: AbortSignal, run?: Run) {
    this.#onProgress = onProgress
    this.#signal = signal
    this.#run = run
  }

  /** Records how the work goes, for a learning curve. */
  async metric(name: string, value: number, step: number): Promise<void> {
    await this.#run?.logMetric(name, value, step)
  }

  /** Runs one phase. Its end is reported exactly once, as fraction 1 with the last detail. */
  async run<T>(phase: TrainPhase, work: (tell: Tell) => T | Promise<T>): Promise<T> {
    const start = performance.now()
    let last = ''
    const tell: Tell = (fraction, detail) => {
      last = detail
      this.#onProgress({ phase, fraction: Math.min(fraction, 0.999), detail })
    }
    this.checkAborted()
    tell(0, '')
    const result = await work(tell)
    this.seconds.push({ phase, seconds: (performance.now() - start) / 1000 })
    this.#onProgress({ phase, fraction: 1, detail: last })
    return result
  }

  /** Lets timers and signals have their turn, then stops if the caller asked to. */
  async breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve))
    this.checkAborted()
  }

  /** @throws {@link RecommenderError} ABORTED */
  checkAborted(): void {
    if (this.#signal?.aborted)
      throw new RecommenderError('ABORTED', 'training was stopped; nothing was published', {
        cause: this.#signal.reason,
      })
  }
}
