import { useQuery } from '@tanstack/react-query'
import { answerOf, client } from '../api/client.js'
import type { Song } from '../songs/song.js'

/** Calls at a time; a page of covers must not keep what matters more waiting. */
const AT_ONCE = 3
/** Songs asked about in vain, before any cover was found, after which the service is taken to know none at all. */
const PATIENCE = 24

let running = 0
const waiting: (() => void)[] = []
let inVain = 0
let hasFound = false

/**
 * The address of a song's cover: the one it came with, else one that the service finds, once `isNeeded`; null until
 * then, and where there is none. Nobody hears of faults, for there is always artwork.
 */
export function useCover({ artist, title, id, coverUrl }: Song, isNeeded: boolean): string | null {
  const { data } = useQuery({
    queryKey: ['cover', id],
    enabled: isNeeded && coverUrl === null && artist !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    retryOnMount: false,
    queryFn: ({ signal }) => oneOfFew(signal, () => findCover(artist, title, signal)),
  })
  return coverUrl ?? data ?? null
}

async function findCover(artist: string, track: string, signal: AbortSignal): Promise<string | null> {
  if (!hasFound && inVain >= PATIENCE) return null
  const call = client.GET('/cover', { params: { query: { artist, track } }, signal, priority: 'low' })
  // `answerOf` is for answers that are something.
  const { found } = await answerOf(
    call.then((answer) => ({ ...answer, data: { found: answer.data ?? null } })),
  )
  if (found === null) inVain++
  else hasFound = true
  return found
}

/** Waits for its turn, unless it is no longer wanted. */
async function oneOfFew<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  if (running === AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  running++
  try {
    signal.throwIfAborted()
    return await call()
  } finally {
    running--
    waiting.shift()?.()
  }
}
