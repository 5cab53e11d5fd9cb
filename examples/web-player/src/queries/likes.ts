import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { create } from 'zustand'
import { answerOf, client } from '../api/client.js'
import { useSession } from '../session/session.js'
import { queryClient } from './client.js'
import { TASTE_KEY } from './recommendations.js'

const keyOf = (username: string | null) => ['likes', username]

/** By song id. */
type Wishes = Readonly<Record<string, boolean>>

const NO_WISHES: Wishes = {}

/**
 * What was asked for, and the service has not said yet, by account: one may be left while its wish is on its way. It is
 * shown on top of what the service says, so that there is nothing to take back where the service does not take it.
 */
const useWishes = create<Readonly<Record<string, Wishes>>>()(() => ({}))

function wishesOf(username: string | null): Wishes {
  return useWishes.getState()[username ?? ''] ?? NO_WISHES
}

function setWishes(username: string | null, wishes: Wishes): void {
  useWishes.setState({ [username ?? '']: wishes })
}

/** Ids of the songs that the account likes, the newest last; none for a guest. */
export function useLikes() {
  const query = useLikesQuery()
  const username = useSession((session) => session.username)
  const wishes = useWishes((all) => all[username ?? ''] ?? NO_WISHES)
  const { data } = query
  const likes = useMemo(
    () => data && Object.entries(wishes).reduce((likes, [id, isLiked]) => withLike(likes, id, isLiked), data),
    [data, wishes],
  )
  return { ...query, data: likes }
}

/** Whether the account likes a song. Re-renders only when that changes. */
export function useIsLiked(songId: string): boolean {
  const { data } = useLikesQuery((likes) => likes.includes(songId))
  const username = useSession((session) => session.username)
  const wish = useWishes((all) => all[username ?? '']?.[songId])
  return wish ?? data ?? false
}

/** As {@link useIsLiked}, at this moment. */
export function isLiked(songId: string): boolean {
  const { username } = useSession.getState()
  const likes = queryClient.getQueryData<string[]>(keyOf(username))
  return wishesOf(username)[songId] ?? likes?.includes(songId) ?? false
}

function useLikesQuery<T = string[]>(select?: (likes: string[]) => T) {
  const username = useSession((session) => session.username)
  return useQuery({
    queryKey: keyOf(username),
    enabled: username !== null,
    queryFn: async ({ signal }) => (await answerOf(client.GET('/likes', { signal }))).likes,
    select,
  })
}

/** The service turns a like around; more calls than that for one wish mean that somebody else turns it, too. */
const MOST_CALLS = 4

/**
 * Likes or unlikes a song: shown at once, and no longer where the service did not take it. A wish for a song whose
 * last wish is still on its way takes its place, so that quick taps come out as the last one meant it.
 *
 * @throws {@link Problem} - To the caller of the first of several quick wishes.
 */
export async function setLiked(songId: string, wish: boolean): Promise<void> {
  const { username } = useSession.getState()
  const wishes = wishesOf(username)
  setWishes(username, { ...wishes, [songId]: wish })
  if (songId in wishes) return
  try {
    for (let calls = 0; calls < MOST_CALLS; calls++) {
      const { liked } = await answerOf(client.POST('/likes/toggle', { body: { song_id: songId } }))
      await confirm(username, songId, liked)
      const isLeft = useSession.getState().username !== username
      if (isLeft || liked === wishesOf(username)[songId]) return
    }
  } catch (error) {
    // It may have been taken though no answer came.
    queryClient.invalidateQueries({ queryKey: keyOf(username) })
    throw error
  } finally {
    const { [songId]: _, ...others } = wishesOf(username)
    setWishes(username, others)
  }
}

async function confirm(username: string | null, songId: string, isLiked: boolean): Promise<void> {
  const queryKey = keyOf(username)
  if (queryClient.getQueryData(queryKey) === undefined) queryClient.invalidateQueries({ queryKey })
  else {
    // What is on its way was asked before.
    await queryClient.cancelQueries({ queryKey })
    queryClient.setQueryData<string[]>(queryKey, (likes) => likes && withLike(likes, songId, isLiked))
  }
  // What is on the screen stays; the next visit to the start page has shelves by the new taste.
  queryClient.invalidateQueries({ queryKey: [TASTE_KEY, username], refetchType: 'none' })
}

function withLike(likes: string[], songId: string, isLiked: boolean): string[] {
  if (likes.includes(songId) === isLiked) return likes
  return isLiked ? [...likes, songId] : likes.filter((id) => id !== songId)
}
