import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { MiniPlayer } from '../player/mini-player.js'
import { QueuePanel } from '../player/queue-panel.js'
import { AccountMenu } from './account-menu.js'
import { ConnectionBanner } from './connection-banner.js'
import { Navigation } from './navigation.js'
import styles from './shell.module.css'
import { ShellMark } from './shell-mark.js'

/** What stands around every page of a listener: places, account, queue and player. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const head = useRef<HTMLElement>(null)
  useScrolledHead(head)
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header ref={head} className={styles.head}>
        <Link href="/" className={styles.name} aria-label="Redux, home">
          <ShellMark />
          Redux
        </Link>
        <AccountMenu />
      </header>
      <div className={styles.places}>
        <Navigation />
      </div>
      <main id="main" tabIndex={-1} className={styles.main}>
        <ConnectionBanner />
        {children}
      </main>
      <aside className={styles.queue} aria-label="Up next">
        <QueuePanel />
      </aside>
      <footer className={styles.player}>
        <MiniPlayer />
      </footer>
    </div>
  )
}

/** A movement by less, in pixels, is none: fingers tremble. */
const STEP = 8

/** Marks the head of a narrow page with `data-away` while one scrolls down, and no longer once one scrolls up. */
function useScrolledHead(head: RefObject<HTMLElement | null>): void {
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
