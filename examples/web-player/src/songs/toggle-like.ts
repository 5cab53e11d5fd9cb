import { navigate } from 'wouter/use-browser-location'
import { isLiked, setLiked } from '../queries/likes.js'
import { useSession } from '../session/session.js'
import { tell } from '../ui/toast.js'
import type { Song } from './song.js'

/** Likes a song, or no longer, and says what came in between. */
export function toggleLike(song: Song): void {
  if (useSession.getState().token === null) {
    tell('Likes need an account, which takes a name and a password.', {
      label: 'Sign up',
      onClick: () => navigate('/sign-in'),
    })
    return
  }
  setLiked(song.id, !isLiked(song.id)).catch(({ message }: Error) =>
    tell(`“${song.title}” was not changed. ${message}`),
  )
}
