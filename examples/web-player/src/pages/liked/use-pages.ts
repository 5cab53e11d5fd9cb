import { type RefObject, useEffect, useRef, useState } from 'react'

const ON_A_PAGE = 60
/** How far below the screen the end may be before more is shown. */
const AHEAD = '800px'

/** Shows the head of a long list, and more whenever its end, which `end` marks, comes near. */
export function usePages<T>(all: readonly T[]): {
  readonly shown: readonly T[]
  readonly end: RefObject<HTMLLIElement | null>
} {
  const [pages, setPages] = useState(1)
  const end = useRef<HTMLLIElement>(null)
  const count = Math.min(pages * ON_A_PAGE, all.length)
  useEffect(() => {
    if (end.current === null || count === all.length) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && setPages((before) => before + 1),
      { rootMargin: AHEAD },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [count, all.length])
  return { shown: all.slice(0, count), end }
}
