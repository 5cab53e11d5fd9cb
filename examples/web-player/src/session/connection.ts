import { useSyncExternalStore } from 'react'
import { create } from 'zustand'

interface Connection {
  /** Whether the service answered when it was last asked. */
  readonly isUp: boolean
  /** Counts the times that it came back. */
  readonly returns: number
  /** An answer came. */
  readonly reached: () => void
  /** No answer came. Asks again and again from now on, until one does. */
  readonly lost: () => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000
const ANSWER_WITHIN_MS = 5_000

/** Whether the service can be reached, and finds out when it can be again. */
export const useConnection = create<Connection>()((set, get) => ({
  isUp: true,
  returns: 0,
  reached() {
    if (get().isUp) return
    clearTimeout(next)
    set(({ returns }) => ({ isUp: true, returns: returns + 1 }))
  },
  lost() {
    if (!get().isUp) return
    set({ isUp: false })
    askIn(FIRST_WAIT_MS)
  },
}))

let next: ReturnType<typeof setTimeout> | undefined

function askIn(waitMs: number): void {
  clearTimeout(next)
  next = setTimeout(async () => {
    const isUp = await isThere()
    if (useConnection.getState().isUp) return
    if (isUp) useConnection.getState().reached()
    else askIn(Math.min(waitMs * 1.5, LONGEST_WAIT_MS))
  }, waitMs)
}

async function isThere(): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  return fetch('/health/live', { cache: 'no-store', signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Whether there is a network, and the service answers. */
export function useIsConnected(): boolean {
  const isUp = useConnection((connection) => connection.isUp)
  return useSyncExternalStore(onNetworkChange, () => navigator.onLine) && isUp
}

function onNetworkChange(listener: () => void): () => void {
  const onOnline = () => {
    // Whoever has a network again need not wait for the next turn.
    if (!useConnection.getState().isUp) askIn(0)
    listener()
  }
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', onOnline)
    window.removeEventListener('offline', listener)
  }
}
