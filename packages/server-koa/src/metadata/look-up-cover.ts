import type { Log } from '../log.js'
import { ask } from './ask.js'
import type { MetadataProvider } from './provider.js'

/** A song by the names that providers are asked with. */
export interface NamedSong {
  readonly artist: string
  readonly track: string
}

export interface LookUpOptions {
  /**
   * How long to wait for a provider's turn: all are asked with the first patience, then those whose turn would
   * have come too late with the next. Infinity waits as long as it takes.
   */
  readonly patienceMs: readonly number[]
  /** How long one provider may take, beside waiting for its turn; for those that do not limit themselves. */
  readonly timeoutMs?: number
  readonly signal: AbortSignal
  readonly log?: Log
}

/**
 * Asks providers for a cover until one has it. Never rejects.
 *
 * @returns Its address; `null` if every provider said that it has none; `undefined` if nobody had one and not all
 *   could be asked.
 */
export async function lookUpCover(
  providers: readonly MetadataProvider[],
  { artist, track }: NamedSong,
  { patienceMs, timeoutMs, signal, log }: LookUpOptions,
): Promise<string | null | undefined> {
  let toAsk = providers
  let isSure = providers.length > 0
  for (const waitMs of patienceMs) {
    const refused: MetadataProvider[] = []
    for (const provider of toAsk) {
      if (signal.aborted) return undefined
      const question = (isOver: AbortSignal) => provider.cover(artist, track, { signal: isOver, waitMs })
      const limit =
        timeoutMs === undefined || waitMs === Number.POSITIVE_INFINITY ? undefined : waitMs + timeoutMs
      const reply = await ask(provider, question, { timeoutMs: limit, signal, log })
      if (reply.answered && reply.answer !== null) return reply.answer
      if (!reply.answered && reply.refused) refused.push(provider)
      else if (!reply.answered) isSure = false
    }
    toAsk = refused
  }
  return isSure && toAsk.length === 0 ? null : undefined
}
