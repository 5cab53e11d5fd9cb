import { useEffect } from 'react'
import { useSession } from '../../session/session.js'
import { focusHeading } from '../../shell/use-page.js'
import type { Song } from '../../songs/song.js'
import { SongRow } from '../../songs/song-row.js'
import { LinkButton } from '../../ui/link-button.js'
import styles from './beginning.module.css'

/** What goes with the first songs. */
export function Beginning({ songs }: { readonly songs: readonly Song[] }) {
  const isGuest = useSession(({ username }) => username === null)
  useEffect(() => {
    // The page has changed under whoever pressed Continue, and starts at its head.
    focusHeading()
    window.scrollTo({ top: 0, behavior: 'instant' })
  }, [])
  return (
    <div className={styles.beginning}>
      <div className={styles.head}>
        <div>
          <h1 className={styles.title}>You might like</h1>
          <p className={styles.lead}>
            {isGuest
              ? 'By the songs you picked. Press one to play it.'
              : 'By the songs you picked. Play one, or like it.'}
          </p>
        </div>
        <LinkButton href="/" look="primary">
          Go to your home
        </LinkButton>
      </div>
      <ul className={styles.songs} aria-label="You might like">
        {songs.map((song) => (
          <li key={song.id}>
            <SongRow song={song} />
          </li>
        ))}
      </ul>
    </div>
  )
}
