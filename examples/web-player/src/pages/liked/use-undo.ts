import { useEffect, useRef } from 'react'
import { songOfId } from '../../songs/song.js'
import { changeLike } from '../../songs/toggle-like.js'
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
  tell(`“${songOfId(songId).title}” is no longer among your likes.`, {
    label: 'Undo',
    onClick: () => changeLike(songId, true),
  })
}
