import { useQuery } from '@tanstack/react-query'
import { answerOf, client } from '../api/client.js'
import { useSession } from '../session/session.js'
import { recommendedSong, type Song } from '../songs/song.js'
import { queryClient } from './client.js'
import { coldStart, TASTE_KEY } from './recommendations.js'

const SEEDS_KEY = 'seeds'

/** Ids of the songs that an account began with; none where they have still to be picked. */
export async function accountSeeds(signal?: AbortSignal): Promise<readonly string[]> {
  return (await answerOf(client.GET('/me/seeds', { signal }))).seeds ?? []
}

/** Ids of the songs that the listener began with; none where they have still to be picked. */
export function useSeeds() {
  const { username, guestSeeds } = useSession()
  const isGuest = username === null
  return useQuery({
    queryKey: [SEEDS_KEY, username, isGuest ? guestSeeds : null],
    queryFn: ({ signal }) => (isGuest ? (guestSeeds ?? []) : accountSeeds(signal)),
  })
}

const SONGS_FOR_A_START = 12

/** Begins with songs that were picked, for good; gives what goes with them. */
export async function beginWith(songIds: readonly string[]): Promise<readonly Song[]> {
  const songs = await coldStart(songIds, SONGS_FOR_A_START)
  const { username, beGuest, forgetGuest } = useSession.getState()
  if (username === null) beGuest(songIds)
  else forgetGuest()
  queryClient.invalidateQueries({ queryKey: [SEEDS_KEY] })
  queryClient.invalidateQueries({ queryKey: [TASTE_KEY] })
  return songs
}

const SUGGESTIONS = 20

/** Songs that many know, for those who cannot think of one. */
export function useSuggestions() {
  return useQuery({
    queryKey: ['suggestions'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<readonly Song[]> => {
      const query = { limit: SUGGESTIONS }
      const { buckets } = await answerOf(
        client.GET('/recommendations/categories', { params: { query }, signal }),
      )
      return buckets.flatMap(({ items }) => items.map(recommendedSong))
    },
  })
}
