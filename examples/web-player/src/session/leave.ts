import { logOut } from '../queries/accounts.js'
import { useSession } from './session.js'

/** Signs out, or ends what a guest tried: here at once, in the other tabs, and at the service. */
export function leave(): void {
  const { token, signOut } = useSession.getState()
  signOut()
  if (token !== null) logOut(token)
}
