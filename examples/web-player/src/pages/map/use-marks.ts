import { useEffect, useRef, useState } from 'react'
import type { MarkKind } from './sprites.js'
import type { Stage } from './stage.js'

type Lit = Readonly<Record<MarkKind, readonly number[]>>

/** Which kinds of lit songs are to be seen, and which song of a kind comes next. */
export function useMarks(stage: Stage | null, lit: Lit) {
  const [hidden, setHidden] = useState<ReadonlySet<MarkKind>>(new Set())
  const turns = useRef({ picks: 0, likes: 0, forYou: 0 })
  useEffect(() => {
    const shown = (kind: MarkKind) => (hidden.has(kind) ? [] : lit[kind])
    stage?.setMarks({ picks: shown('picks'), likes: shown('likes'), forYou: shown('forYou') })
  }, [stage, lit, hidden])

  const show = (kind: MarkKind, isShown: boolean) =>
    setHidden((before) => {
      const others = [...before].filter((each) => each !== kind)
      return new Set(isShown ? others : [...others, kind])
    })
  return {
    hidden,
    toggle: (kind: MarkKind) => show(kind, hidden.has(kind)),
    /** The next song of a kind, which is seen from now on. */
    next(kind: MarkKind): number {
      show(kind, true)
      const songs = lit[kind]
      return songs[turns.current[kind]++ % songs.length]
    },
  }
}
