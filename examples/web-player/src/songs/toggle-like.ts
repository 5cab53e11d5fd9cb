import { navigate } from 'wouter/use-browser-location'
import { messageOf } from '../api/problem.js'
import { isLiked, setLiked } from '../queries/likes.js'
import { useSession } from '../session/session.js'
import { tell } from '../ui/toast.js'
import { type Song, songOfId } from './song.js'

/** Likes a song, or no longer, and says what came in between. */
export function toggleLike(song: Song): void {
  if (useSession.getState().username !== null) changeLike(song.id, !isLiked(song.id))
  else
    tell('Likes need an account, which takes a name and a password.', {
      label: 'Sign up',
      onClick: () => navigate('/sign-in'),
    })
}

/** As {@link setLiked}; says what came in between. */
export function changeLike(songId: string, wish: boolean): void {
  setLiked(songId, wish).catch((error: Error) =>
    tell(`“${songOfId(songId).title}” was not changed. ${messageOf(error)}`),
  )
}
