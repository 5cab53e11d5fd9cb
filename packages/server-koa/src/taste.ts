import type { Taste } from './served-recommender.js'
import type { Store, User } from './stores/store.js'

/** What is stored of a caller's taste: nothing for an anonymous one. */
export async function storedTaste(store: Store, user: User | null | undefined): Promise<Taste> {
  if (!user) return { seeds: [], likes: [] }
  const [seeds, likes] = await Promise.all([store.getSeeds(user.id), store.getLikes(user.id)])
  return { seeds, likes }
}
