import { queryClient } from '../queries/client.js'
import { goodToken, readSession, SESSION_KEY, useSession } from './session.js'

/**
 * Follows sign-ins and sign-outs, here and in other tabs, and the end of the token's time. Nothing that is known of an
 * account stays when it is left. Returns what stops it.
 */
export function followSession(): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    // What a page has stored can be cleared from outside, by the browser's settings for one.
    if (key === null || (key === SESSION_KEY && newValue === null)) useSession.getState().signOut()
    else if (key === SESSION_KEY) readSession()
  }
  window.addEventListener('storage', onStorage)
  // A page that was put aside heard nothing of the others.
  window.addEventListener('pageshow', readSession)
  let timer = expireInTime()
  const unsubscribe = useSession.subscribe((now, before) => {
    const leavesAccount = before.username !== null && now.username !== before.username
    const endsAsGuest = before.guestSeeds !== null && now.guestSeeds === null && now.username === null
    if (leavesAccount || endsAsGuest) queryClient.clear()
    else if (before.hasExpired && !now.hasExpired) queryClient.invalidateQueries()
    if (now.token === before.token) return
    clearTimeout(timer)
    timer = expireInTime()
  })
  return () => {
    window.removeEventListener('storage', onStorage)
    window.removeEventListener('pageshow', readSession)
    unsubscribe()
    clearTimeout(timer)
  }
}

/** setTimeout takes no more; a token that lasts longer is found out when it is used. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

function expireInTime(): ReturnType<typeof setTimeout> | undefined {
  const { expiresAtMs } = useSession.getState()
  if (expiresAtMs === null) return undefined
  const leftMs = Math.max(expiresAtMs - Date.now(), 0)
  return leftMs > LONGEST_WAIT_MS ? undefined : setTimeout(goodToken, leftMs)
}
