import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { expiryOf } from './expiry.js'
import { stored } from './stored.js'

interface Kept {
  /** The bearer token of an account, also when it is no longer good; null for a guest. */
  readonly token: string | null
  /** Whose token it is. Names the account, so that what is known of it is found again after another log-in. */
  readonly username: string | null
  /** When the token ends by this device's clock, in milliseconds since 1970; null where it does not say. */
  readonly expiresAtMs: number | null
  /** Whether the session of `username` ended by itself; the page stays as it is, and asks for the password. */
  readonly hasExpired: boolean
  /** Songs that a guest has picked, kept until an account has them; null where nobody is trying things as a guest. */
  readonly guestSeeds: readonly string[] | null
}

interface Session extends Kept {
  readonly signIn: (token: string, username: string) => void
  readonly signOut: () => void
  /** Ends the session of a token that is no longer good; no other one's. */
  readonly expire: (token: string) => void
  readonly beGuest: (seeds: readonly string[]) => void
  /** The account has the songs that were picked as a guest. */
  readonly forgetGuest: () => void
}

export const SESSION_KEY = 'redux:session'

const NOBODY: Kept = { token: null, username: null, expiresAtMs: null, hasExpired: false, guestSeeds: null }

/** Who is listening. Kept in the browser, and the same in all its tabs. */
export const useSession = create<Session>()(
  persist(
    (set, get) => ({
      ...NOBODY,
      signIn: (token, username) =>
        set({ token, username, expiresAtMs: expiryOf(token, Date.now()), hasExpired: false }),
      signOut: () => set(NOBODY),
      expire(token) {
        // Another tab may have signed in anew a moment ago; what it wrote must not be lost.
        readSession()
        if (get().token === token) set({ hasExpired: true })
      },
      beGuest: (guestSeeds) => set({ guestSeeds }),
      forgetGuest: () => set({ guestSeeds: null }),
    }),
    {
      name: SESSION_KEY,
      storage: createJSONStorage(() => stored),
      partialize: (session): Kept => keptOf(session),
      merge: (saved, session) => ({ ...session, ...readKept(saved) }),
    },
  ),
)

function keptOf({ token, username, expiresAtMs, hasExpired, guestSeeds }: Kept): Kept {
  return { token, username, expiresAtMs, hasExpired, guestSeeds }
}

/** What was stored, unless it is not what this app stores: then whoever it was signs in again. */
function readKept(saved: unknown): Partial<Kept> {
  if (saved === undefined) return {}
  const { token, username, expiresAtMs, hasExpired, guestSeeds } = { ...NOBODY, ...(saved as Kept) }
  const isText = (value: unknown) => typeof value === 'string'
  const isGood =
    (token === null ? username === null : isText(token) && isText(username)) &&
    (expiresAtMs === null || typeof expiresAtMs === 'number') &&
    typeof hasExpired === 'boolean' &&
    (guestSeeds === null || (Array.isArray(guestSeeds) && guestSeeds.every(isText)))
  return isGood ? { token, username, expiresAtMs, hasExpired, guestSeeds } : NOBODY
}

/** Takes over what another tab has written. */
export function readSession(): void {
  useSession.persist.rehydrate()
}

/** The token to sign calls with; null where nobody is signed in. */
export function goodToken(): string | null {
  const { token, expiresAtMs, expire } = useSession.getState()
  // Timers sleep with the device, and calls on which signing in is optional would be answered as if to a stranger.
  if (token !== null && expiresAtMs !== null && expiresAtMs <= Date.now()) expire(token)
  return useSession.getState().hasExpired ? null : useSession.getState().token
}
