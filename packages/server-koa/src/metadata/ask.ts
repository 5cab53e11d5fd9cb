import type { Log } from '../log.js'
import type { MetadataProvider } from './provider.js'
import { ProviderError } from './provider-error.js'

/** How providers are asked. */
export interface AskOptions {
  /** How long an answer to somebody who waits may take. */
  readonly timeoutMs: number
  readonly log: Log
}

/** What came of a question. */
export type Reply<T> =
  | { readonly answered: true; readonly answer: T }
  | {
      readonly answered: false
      /** The provider would not be asked at this time. */
      readonly refused: boolean
    }

/**
 * Asks one provider. Never rejects: the log says what went wrong.
 *
 * @param question - Gets a signal that fires when the answer comes too late. A provider that ignores it is left
 *   behind.
 * @param options.signal - Of whoever asks: the answer is not waited for any more, for the reason it gives.
 * @param options.timeoutMs - As long as it takes when left out.
 */
export async function ask<T>(
  provider: MetadataProvider,
  question: (signal: AbortSignal) => Promise<T>,
  options: { signal: AbortSignal; timeoutMs?: number; log?: Log },
): Promise<Reply<T>> {
  const { signal, timeoutMs, log } = options
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let leave = () => {}
  const tooLate = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave)
    const timeIsUp = () => reject(new ProviderError('TIMEOUT', `no answer within ${timeoutMs} ms`))
    if (timeoutMs !== undefined) timer = setTimeout(timeIsUp, timeoutMs)
  })
  try {
    return { answered: true, answer: await Promise.race([tooLate, question(controller.signal)]) }
  } catch (error) {
    const refused = error instanceof ProviderError && error.code === 'REFUSED'
    const reason = error instanceof Error ? error.message : String(error)
    // That a breaker is open is told once, by its events, and who had enough without it has no complaint.
    const left = error instanceof ProviderError && error.code === 'ABORTED'
    log?.[refused || left ? 'debug' : 'warn'](
      { provider: provider.name, reason },
      'metadata provider skipped',
    )
    return { answered: false, refused }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
    controller.abort()
  }
}
