import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel'
import type { QuestionOptions } from './provider.js'
import { ProviderError, type ProviderErrorCode } from './provider-error.js'
import { type Rate, RateLimit } from './rate-limit.js'

/** Of a circuit breaker: `closed` lets requests pass, `open` none, `half-open` a single one to see. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** What can be watched of the providers. Must not throw. */
export interface ProviderEvents {
  onStateChange(provider: string, state: BreakerState): void
  /** Once per call, retries and waiting for its turn included. */
  onCall(provider: string, outcome: 'OK' | ProviderErrorCode, ms: number): void
}

export interface ResilienceOptions {
  /** How long one request may take. */
  readonly timeoutMs: number
  /** How long an open breaker lets nothing pass. */
  readonly coolingMs: number
  readonly rate: Rate
  /** Requests under way at once. @defaultValue 4 */
  readonly parallel?: number
  /** Calls that may wait for their turn. @defaultValue 200 */
  readonly maxWaiting?: number
  /** About how long to wait before the first of two retries, with jitter; more before the second. @defaultValue 100 */
  readonly backoffMs?: number
}

const MAX_RETRIES = 2
const MAX_BACKOFF_MS = 1000
const FAILURES_TO_OPEN = 5
/** Errors that do not tell against a provider. */
const NO_FAULT: ReadonlySet<ProviderErrorCode> = new Set(['REJECTED', 'REFUSED', 'ABORTED'])

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
}

/**
 * What stands between us and one public service: a circuit breaker around retries, each of which waits for its
 * turn by the rate limit, then for room in the bulkhead, and is limited in time.
 *
 * The bulkhead is inside, not outside: calls that wait for their turn would else take the room of those whose turn
 * has come, and somebody who waits for an answer could overtake nobody.
 *
 * A request that is under way is waited for, up to its time limit, even when its caller has left, since callers in
 * a hurry would otherwise keep the breaker from ever learning that the service stalls.
 */
export class Resilience {
  readonly #provider: string
  readonly #events: ProviderEvents
  readonly #rateLimit: RateLimit
  readonly #closing = new AbortController()
  readonly #breaker
  readonly #retry
  readonly #bulkhead
  readonly #timeout

  constructor(provider: string, options: ResilienceOptions, events: ProviderEvents) {
    const { timeoutMs, coolingMs, rate, parallel = 4, maxWaiting = 200, backoffMs = 100 } = options
    this.#provider = provider
    this.#events = events
    this.#rateLimit = new RateLimit(rate, maxWaiting)
    this.#breaker = circuitBreaker(
      handleWhen((error) => this.#opensBreaker(error)),
      { halfOpenAfter: coolingMs, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
    )
    this.#breaker.onStateChange((state) => events.onStateChange(provider, STATES[state]))
    this.#breaker.onBreak(() => this.#rateLimit.refuseAll(breakerIsOpen()))
    const backoff = new ExponentialBackoff({ initialDelay: backoffMs, maxDelay: MAX_BACKOFF_MS })
    this.#retry = retry(
      handleWhen((error) => error instanceof ProviderError && error.worthRetrying),
      { maxAttempts: MAX_RETRIES, backoff },
    )
    this.#bulkhead = bulkhead(parallel, maxWaiting)
    this.#timeout = timeout(timeoutMs, TimeoutStrategy.Aggressive)
  }

  /**
   * Makes one call to the service.
   *
   * @param request - Gets a signal that fires when its time is up; must reject with a {@link ProviderError}.
   * @throws {@link ProviderError} whatever happens.
   */
  async run<T>(request: (signal: AbortSignal) => Promise<T>, options: QuestionOptions): Promise<T> {
    const startedAt = performance.now()
    const attempt = this.#attempts(request, options, startedAt + (options.waitMs ?? Number.POSITIVE_INFINITY))
    try {
      const answer = await wrap(this.#breaker, this.#retry).execute(attempt)
      this.#events.onCall(this.#provider, 'OK', performance.now() - startedAt)
      return answer
    } catch (thrown) {
      const error = toProviderError(thrown)
      this.#events.onCall(this.#provider, error.code, performance.now() - startedAt)
      throw error
    }
  }

  /** Ends all that waits or is under way with ABORTED; later calls end so at once. */
  close(): void {
    this.#closing.abort()
    this.#rateLimit.refuseAll(closed())
  }

  #attempts<T>(request: (signal: AbortSignal) => Promise<T>, { signal }: QuestionOptions, deadline: number) {
    let failure: ProviderError | undefined
    return async (): Promise<T> => {
      if (this.#closing.signal.aborted) throw closed()
      try {
        await this.#rateLimit.turn(deadline, signal)
      } catch (refused) {
        // No time for another try: what counts is what the last one came to.
        throw failure === undefined ? refused : final(failure)
      }
      try {
        return await this.#send(request, signal)
      } catch (thrown) {
        failure = this.#closing.signal.aborted ? closed() : toProviderError(thrown)
        if (failure.retryAfterMs !== undefined) this.#rateLimit.pause(failure.retryAfterMs)
        throw failure
      }
    }
  }

  #send<T>(request: (signal: AbortSignal) => Promise<T>, caller: AbortSignal): Promise<T> {
    return this.#bulkhead.execute(() => {
      if (caller.aborted) throw new ProviderError('ABORTED', 'nobody waits any more')
      if (this.#breaker.state === CircuitState.Open) throw breakerIsOpen()
      return this.#timeout.execute(({ signal }) => request(signal), this.#closing.signal)
    })
  }

  #opensBreaker(thrown: Error): boolean {
    const { code } = toProviderError(thrown)
    if (!NO_FAULT.has(code)) return true
    // A call that was to show whether the service is back, and did not get as far as asking it, has not shown it.
    return code !== 'REJECTED' && this.#breaker.state === CircuitState.HalfOpen
  }
}

function toProviderError(thrown: unknown): ProviderError {
  if (thrown instanceof ProviderError) return thrown
  if (thrown instanceof BrokenCircuitError) return breakerIsOpen()
  if (thrown instanceof BulkheadRejectedError)
    return new ProviderError('REFUSED', 'too many requests are under way')
  if (thrown instanceof TaskCancelledError) return new ProviderError('TIMEOUT', 'no answer in time')
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new ProviderError('BAD_ANSWER', reason, { cause: thrown })
}

function final(failure: ProviderError): ProviderError {
  const { code, message, status, retryAfterMs } = failure
  return new ProviderError(code, message, { status, retryAfterMs, worthRetrying: false, cause: failure })
}

const breakerIsOpen = () => new ProviderError('REFUSED', 'its breaker is open after repeated failures')
const closed = () => new ProviderError('ABORTED', 'the service is stopping')
