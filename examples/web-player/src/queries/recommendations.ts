import { queryOptions, useQuery } from '@tanstack/react-query'
import { answerOf, client } from '../api/client.js'
import { useSession } from '../session/session.js'
import { type RecommendedSong, recommendedSong } from '../songs/song.js'
import { queryClient } from './client.js'

/** A row of recommendations. */
export interface Shelf {
  readonly label: string
  /** Whether it is built on the listener's own songs. */
  readonly isPersonal: boolean
  readonly songs: readonly RecommendedSong[]
}

const SONGS_ON_A_SHELF = 12

/** Begins the keys of everything that another like or other seeds change. */
export const TASTE_KEY = 'taste'

/**
 * The shelves of the start page. For a guest they are built on one of the picked songs.
 *
 * @param order - 0 and up: another number, another order of nearly as good songs or, for a guest, another picked song.
 */
export function useShelves(order: number) {
  const { username, guestSeeds } = useSession()
  return useQuery({
    ...shelvesFor(username, guestSeeds, order),
    // Other shelves take the place of these when they are there; those of somebody else are no stand-in.
    placeholderData: (shelves: Shelf[] | undefined, query) =>
      query?.queryKey[1] === username ? shelves : undefined,
  })
}

/** Asks for the shelves before the start page is there to show them. */
export function askForShelves(): void {
  const { username, guestSeeds } = useSession.getState()
  if (username !== null || guestSeeds?.length) queryClient.prefetchQuery(shelvesFor(username, guestSeeds, 0))
}

function shelvesFor(username: string | null, guestSeeds: readonly string[] | null, order: number) {
  const picked = username === null ? (guestSeeds ?? []) : []
  const seed = picked.length > 0 ? picked[order % picked.length] : order === 0 ? '' : String(order)
  return queryOptions({
    queryKey: [TASTE_KEY, username, 'shelves', seed],
    queryFn: async ({ signal }): Promise<Shelf[]> => {
      const query = { limit: SONGS_ON_A_SHELF, seed }
      const { buckets } = await answerOf(
        client.GET('/recommendations/categories', { params: { query }, signal }),
      )
      return buckets.map(({ label, seed_used, items }) => ({
        label,
        isPersonal: seed_used !== null,
        songs: items.map(recommendedSong),
      }))
    },
  })
}

/** What goes with all the songs that a guest has picked; for others there is nothing to ask. */
export function useGuestShelf() {
  const { username, guestSeeds } = useSession()
  const seeds = guestSeeds ?? []
  return useQuery({
    queryKey: [TASTE_KEY, username, 'cold start', seeds],
    enabled: username === null && seeds.length > 0,
    queryFn: ({ signal }) => coldStart(seeds, SONGS_ON_A_SHELF, signal),
  })
}

/** Songs that go with a few songs; an account keeps the first seeds it sends. */
export async function coldStart(
  seeds: readonly string[],
  limit: number,
  signal?: AbortSignal,
): Promise<RecommendedSong[]> {
  const body = { seeds: [...seeds], limit }
  const { results } = await answerOf(client.POST('/recommendations/cold-start', { body, signal }))
  return results.map(recommendedSong)
}

/** What to play after a song, in playing order. The same `order` gives the same songs. */
export async function upNext(songId: string, limit: number, order: number): Promise<RecommendedSong[]> {
  const body = { song: songId, limit, seed: order }
  const { results } = await answerOf(client.POST('/recommendations/similar', { body }))
  return results.map(recommendedSong)
}
