import { type Credentials, logIn, signUp } from '../../queries/accounts.js'
import { accountSeeds, beginWith } from '../../queries/seeds.js'
import { useSession } from '../../session/session.js'

export type Way = 'log-in' | 'sign-up'

/** Signs in, and tells where to go from there: home, or to pick the songs to begin with. */
export async function enter(way: Way, credentials: Credentials): Promise<'/' | '/welcome'> {
  const token = await (way === 'log-in' ? logIn(credentials) : signUp(credentials))
  useSession.getState().signIn(token, credentials.username)
  // Signed in it is, whatever comes of the rest; the page of the picks asks once more.
  return (await hasSeeds().catch(() => false)) ? '/' : '/welcome'
}

/** Whether the account has songs that it began with; those picked as a guest become its own where it has none. */
async function hasSeeds(): Promise<boolean> {
  const { guestSeeds, forgetGuest } = useSession.getState()
  const hasOwn = (await accountSeeds()).length > 0
  if (hasOwn) forgetGuest()
  else if (guestSeeds !== null && guestSeeds.length > 0) await beginWith(guestSeeds)
  else return false
  return true
}
