import type { Account, Store } from '../stores/store.js'
import { StoreError } from '../stores/store-error.js'

/** A listener's taste, as far as it is known: song ids of the catalogue. Empty for a newcomer. */
export interface Taste {
  readonly seeds: readonly string[]
  readonly likes: readonly string[]
}

const NO_TASTE: Taste = { seeds: [], likes: [] }

/**
 * What is stored of a caller's taste: nothing for an anonymous one, and nothing while it cannot be read.
 *
 * @param onFailure - Told when it cannot.
 */
export async function storedTaste(
  store: Pick<Store, 'getTaste'>,
  account: Account | null,
  onFailure: (error: unknown, instead: 'anonymous') => void,
): Promise<Taste> {
  if (account === null) return NO_TASTE
  try {
    return await store.getTaste(account)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    onFailure(error, 'anonymous')
    return NO_TASTE
  }
}
