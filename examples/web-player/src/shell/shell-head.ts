import { type RefObject, useEffect } from 'react'

/** A movement by less, in pixels, is none: fingers tremble. */
const STEP = 8

/** Marks the head of a narrow page with `data-away` while one scrolls down, and no longer once one scrolls up. */
export function useShellHead(head: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let before = window.scrollY
    const onScroll = () => {
      const { scrollY } = window
      const element = head.current
      if (element === null || Math.abs(scrollY - before) < STEP) return
      element.toggleAttribute('data-away', scrollY > before && scrollY > element.offsetHeight)
      element.toggleAttribute('data-above', scrollY > STEP)
      before = scrollY
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [head])
}
