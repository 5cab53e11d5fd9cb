import type { FrozenTrial, Study } from '@redux/hyperopt'
import { describeParameters, type TunedParameters } from './search-space.js'

/** Whether a trial has come to something: stopped and diverged ones have not. */
export function isDone({ state }: Pick<FrozenTrial, 'state'>): boolean {
  return state === 'complete' || state === 'pruned'
}

/** The best of some trials; `undefined` as long as none is complete. */
export function bestOf(study: Study): FrozenTrial | undefined {
  return study.trials.some(({ state }) => state === 'complete') ? study.bestTrial : undefined
}

/** How a search stands: what is done, what is best, how long it will take. */
export class Standing {
  readonly #study: Study
  readonly #nTrials: number | undefined
  readonly #timeout: number | undefined
  readonly #startedAt = performance.now()
  readonly #nBefore: number
  #fraction = 0
  #nDone = 0
  #best: FrozenTrial | undefined

  constructor(study: Study, { nTrials, timeout }: { readonly nTrials?: number; readonly timeout?: number }) {
    this.#study = study
    this.#nTrials = nTrials
    this.#timeout = timeout
    this.update()
    this.#nBefore = this.#nDone
  }

  /** Looks at the study again, which is not for every step of a training: it may read a file. */
  update(): void {
    this.#nDone = this.#study.trials.filter(isDone).length
    this.#best = bestOf(this.#study)
  }

  /** Trials that came to something. */
  get nDone(): number {
    return this.#nDone
  }

  /** The best value if a trial came to this one. */
  bestWith(value: number): number {
    const best = this.#best?.value ?? value
    return this.#study.direction === 'minimize' ? Math.min(best, value) : Math.max(best, value)
  }

  /**
   * Done part of the search; never less than before, also when a trial came to nothing.
   *
   * @param running - Done part of the trial that runs.
   */
  fraction(running: number): number {
    const byTrials = this.#nTrials === undefined ? 0 : (this.#nDone + running) / Math.max(this.#nTrials, 1)
    const byTime = this.#timeout === undefined ? 0 : this.#seconds / this.#timeout
    this.#fraction = Math.min(Math.max(this.#fraction, byTrials, byTime), 1)
    return this.#fraction
  }

  /** In one line. */
  describe(running?: number): string {
    const total = this.#nTrials === undefined ? '' : ` of ${this.#nTrials}`
    const parts = [
      `${this.#nDone}${total} trials`,
      running === undefined ? '' : `trial ${running} runs`,
      this.#left(),
      this.#best
        ? `best ${this.#best.value?.toFixed(5)} with ${describeParameters(this.#best.params as TunedParameters)}`
        : '',
    ]
    return parts.filter((part) => part !== '').join('; ')
  }

  get #seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  /** Time left, as far as the trials of this run tell. */
  #left(): string {
    const nRun = this.#nDone - this.#nBefore
    const byTrials =
      this.#nTrials === undefined || nRun === 0
        ? Number.POSITIVE_INFINITY
        : (this.#seconds / nRun) * Math.max(this.#nTrials - this.#nDone, 0)
    const byTime =
      this.#timeout === undefined ? Number.POSITIVE_INFINITY : Math.max(this.#timeout - this.#seconds, 0)
    const seconds = Math.min(byTrials, byTime)
    return Number.isFinite(seconds) ? `${describeSeconds(seconds)} left` : ''
  }
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
