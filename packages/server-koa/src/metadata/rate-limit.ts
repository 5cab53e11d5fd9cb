import { ProviderError } from './provider-error.js'

/** At most `requests` in any span of `perMs` milliseconds. */
export interface Rate {
  readonly requests: number
  readonly perMs: number
}

interface Waiting {
  /** By `performance.now()`. */
  readonly deadline: number
  readonly go: () => void
  readonly refuse: (error: ProviderError) => void
}

/**
 * Spaces requests out. Those that may not start yet wait, the one with the nearest deadline first, so that
 * somebody who waits for an answer overtakes what is fetched ahead. One that could not start in time is refused
 * at once and costs nothing.
 */
export class RateLimit {
  readonly #rate: Rate
  readonly #maxWaiting: number
  /** When the last `requests` requests started, oldest first. */
  readonly #started: number[] = []
  readonly #waiting: Waiting[] = []
  #pausedUntil = 0
  #timer: NodeJS.Timeout | undefined

  constructor(rate: Rate, maxWaiting: number) {
    this.#rate = rate
    this.#maxWaiting = maxWaiting
  }

  /**
   * Resolves when a request may start.
   *
   * @param deadline - By `performance.now()`; may be Infinity.
   * @throws {@link ProviderError} REFUSED if that will not be in time or too many wait already; ABORTED once the
   *   signal fires.
   */
  turn(deadline: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new ProviderError('ABORTED', 'nobody waits any more'))
      const place = this.#waiting.findLastIndex((other) => other.deadline <= deadline) + 1
      if (this.#waiting.length >= this.#maxWaiting)
        return reject(new ProviderError('REFUSED', `${this.#maxWaiting} requests wait already`))
      if (this.#startOf(place) > deadline)
        return reject(new ProviderError('REFUSED', 'its rate limit leaves no room in time'))
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(new ProviderError('ABORTED', 'nobody waits any more'))
        this.#serve()
      }
      const waiting: Waiting = {
        deadline,
        go: () => {
          signal.removeEventListener('abort', leave)
          resolve()
        },
        refuse: (error) => {
          signal.removeEventListener('abort', leave)
          reject(error)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.splice(place, 0, waiting)
      this.#serve()
    })
  }

  /** Lets nothing start for a while. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms)
    this.#serve()
  }

  /** Sends everybody away who waits, and stops the timer. */
  refuseAll(error: ProviderError): void {
    for (const waiting of this.#waiting.splice(0)) waiting.refuse(error)
    this.#serve()
  }

  /**
   * When the one at this place of the queue may start, or could have: as soon as the start `requests` before it is
   * `perMs` ago.
   */
  #startOf(place: number): number {
    const { requests, perMs } = this.#rate
    const rounds = Math.floor(place / requests)
    const before = this.#started[this.#started.length - requests + (place % requests)]
    const free = Math.max(this.#pausedUntil, before === undefined ? 0 : before + perMs)
    return rounds === 0 ? free : Math.max(performance.now(), free) + rounds * perMs
  }

  #serve(): void {
    clearTimeout(this.#timer)
    while (this.#waiting.length > 0) {
      const now = performance.now()
      const startsAt = this.#startOf(0)
      // Those that others overtook may have run out of time.
      if (this.#waiting[0]!.deadline < startsAt) {
        this.#waiting.shift()!.refuse(new ProviderError('REFUSED', 'its rate limit left no room in time'))
        continue
      }
      if (startsAt > now) {
        // Rounded up: a timer that fires early would only have to be set again.
        this.#timer = setTimeout(() => this.#serve(), Math.ceil(startsAt - now))
        return
      }
      this.#started.push(now)
      if (this.#started.length > this.#rate.requests) this.#started.shift()
      this.#waiting.shift()!.go()
    }
  }
}
