import type { Limits } from './limits/limits.js'
import { refuseFor } from './middleware/rate-limit.js'
import { passwordMatches } from './passwords.js'
import type { Account } from './stores/store.js'

/**
 * The account whose password this is, `null` when it is not, in the same time and by the same limits whether there is
 * such an account or not.
 *
 * @param find - Gives the account of the name.
 * @throws HttpError TOO_MANY_LOGINS when too many attempts have failed lately.
 */
export async function knownBy(
  password: string,
  username: string,
  address: string,
  { login }: Pick<Limits, 'login'>,
  find: () => Promise<Account | null>,
): Promise<Account | null> {
  refuseFor(await login.attempt(username, address), 'TOO_MANY_LOGINS')
  let account: Account | null
  try {
    account = await find()
  } catch (error) {
    // The store is away: nobody's fault, so it counts as no attempt.
    await login.abandoned(username, address)
    throw error
  }
  if (!(await passwordMatches(account?.passwordHash, password))) return null
  await login.succeeded(username, address)
  return account
}
