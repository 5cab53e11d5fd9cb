import { useEffect, useRef } from 'react'
import { messageOf } from '../../api/problem.js'
import { setLiked } from '../../queries/likes.js'
import { songOfId } from '../../songs/song.js'
import { tell } from '../../ui/toast.js'

/** Offers to take back an unlike, which takes its row off the page. */
export function useUndo(likes: readonly string[] | undefined): void {
  const before = useRef(likes)
  useEffect(() => {
    const now = new Set(likes)
    const gone = likes === undefined ? [] : (before.current ?? []).filter((id) => !now.has(id))
    before.current = likes
    // More than one at a time go by what the service says, not by what was pressed here.
    if (gone.length === 1) offer(gone[0]!)
  }, [likes])
}

function offer(songId: string): void {
  const { title } = songOfId(songId)
  const likeAgain = () =>
    setLiked(songId, true).catch((error: Error) => tell(`“${title}” was not changed. ${messageOf(error)}`))
  tell(`“${title}” is no longer among your likes.`, { label: 'Undo', onClick: likeAgain })
}
