import { useEffect } from 'react'
import { usePlayer } from '../player/player.js'

const APP = 'Redux'

/** The path of the page that was here before; undefined at the first. */
let former: string | undefined

/**
 * What a browser does with a page that it opens, and an app has to do by itself: names it in the window's title, where
 * a song that plays stands before it, and puts the focus on its heading. Not on that of the first page, to which the
 * browser itself brought its reader.
 *
 * @param name - Undefined for the start page, which is called as the app.
 */
export function usePage(name?: string): void {
  useEffect(() => {
    const { pathname } = window.location
    if (former !== undefined && former !== pathname) focusHeading()
    former = pathname
  }, [])
  useEffect(() => {
    const show = () => {
      document.title = titleOf(name)
    }
    show()
    return usePlayer.subscribe(show)
  }, [name])
}

function titleOf(name: string | undefined): string {
  const { current, isPlaying } = usePlayer.getState()
  if (isPlaying && current !== null) return `${current.title} · ${current.artist}`
  return name === undefined ? APP : `${name} · ${APP}`
}

/** Where the page is scrolled to is the business of {@link followPages}. */
export function focusHeading(): void {
  const heading = document.querySelector('h1')
  if (heading === null) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** Begins every page at its top; on the way back the browser finds where it was left. Returns what stops it. */
export function followPages(): () => void {
  const toTop = () => window.scrollTo({ top: 0, behavior: 'instant' })
  // The router says so when it goes on; of the way back only the browser tells, as `popstate`.
  const forward = ['pushState', 'replaceState']
  for (const event of forward) window.addEventListener(event, toTop)
  return () => {
    for (const event of forward) window.removeEventListener(event, toTop)
  }
}
