import { type ComponentType, lazy, Suspense } from 'react'
import { leave } from './leave.js'
import { useSession } from './session.js'

// Few ever need it, so that nobody waits for it at the start. Where it cannot be had, the way back is to sign in anew.
const ExpiredPopup = lazy(async (): Promise<{ default: ComponentType }> => {
  try {
    return { default: (await import('./expired-popup.js')).ExpiredPopup }
  } catch {
    leave()
    return { default: () => null }
  }
})

/** Asks for the password again when a session has ended by itself, above the page, which stays as it is. */
export function ExpiredDialog() {
  const hasExpired = useSession((session) => session.hasExpired)
  return <Suspense>{hasExpired && <ExpiredPopup />}</Suspense>
}
