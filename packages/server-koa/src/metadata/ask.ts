import type { Log } from '../log.js'
import type { MetadataProvider } from './provider.js'

/** How providers are asked. */
export interface AskOptions {
  /** How long one provider may take. */
  readonly timeoutMs: number
  readonly log: Log
}

/**
 * Asks one provider, for a limited time.
 *
 * @param question - Gets a signal that fires when the time is up. A provider that ignores it is left behind.
 * @returns The answer, or `undefined` when the provider failed or took too long; the log says which.
 */
export async function ask<T>(
  provider: MetadataProvider,
  question: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, log }: AskOptions,
): Promise<T | undefined> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeIsUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([question(controller.signal), timeIsUp])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ provider: provider.name, reason }, 'metadata provider skipped')
    return undefined
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}
