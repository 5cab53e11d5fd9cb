import { type ReactNode, useRef } from 'react'
import { Link } from 'wouter'
import { MiniPlayer } from '../player/mini-player.js'
import { QueuePanel } from '../player/queue-panel.js'
import { AccountMenu } from './account-menu.js'
import { ConnectionBanner } from './connection-banner.js'
import { Navigation } from './navigation.js'
import styles from './shell.module.css'
import { useShellHead } from './shell-head.js'
import { ShellMark } from './shell-mark.js'

/** What stands around every page of a listener: places, account, queue and player. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const head = useRef<HTMLElement>(null)
  useShellHead(head)
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
