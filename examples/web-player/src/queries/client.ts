import { QueryClient } from '@tanstack/react-query'
import { Problem } from '../api/problem.js'

const RETRIES = 2
const LONGEST_WAIT_MS = 10_000

/** What the app knows from the service, for as long as the page is open. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Whether the service can be reached, the app finds out by itself: src/session/connection.ts.
      networkMode: 'always',
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < RETRIES && mayPass(error),
      retryDelay: waitBefore,
    },
    mutations: { networkMode: 'always' },
  },
})

/**
 * Whether asking again soon may help. A service that cannot be reached is asked when it is back; one that asks for a long
 * wait, when whoever is there presses for it.
 */
function mayPass(error: Error): boolean {
  if (!(error instanceof Problem)) return false
  if (error.kind === 'busy') return (error.retryAfterSeconds ?? 0) * 1000 <= LONGEST_WAIT_MS
  return error.kind === 'failed'
}

/** As long as the service asks to wait, else longer each time, in milliseconds. */
function waitBefore(failures: number, error: Error): number {
  const asked = error instanceof Problem ? error.retryAfterSeconds : undefined
  return asked === undefined ? 500 * 2 ** failures : asked * 1000
}
