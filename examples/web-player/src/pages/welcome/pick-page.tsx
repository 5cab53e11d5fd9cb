import { useState } from 'react'
import { Link } from 'wouter'
import { useSession } from '../../session/session.js'
import { AccountMenu } from '../../shell/account-menu.js'
import { ConnectionBanner } from '../../shell/connection-banner.js'
import { ShellMark } from '../../shell/shell-mark.js'
import { type Song, songOfId } from '../../songs/song.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { Picker } from './picker.js'
import { isPicked, MOST, withPick } from './picks.js'
import { Tray } from './tray.js'
import styles from './welcome.module.css'

interface Props {
  /** Whether it is not yet known that songs have to be picked. */
  readonly isLoading: boolean
  readonly problem: { readonly error: Error; readonly retry: () => void } | null
  readonly isBeginning: boolean
  /** Why the picks were not taken. */
  readonly error: Error | null
  readonly onBegin: (songIds: readonly string[]) => void
}

/** Where the first songs are picked. What was picked stays, whatever goes wrong. */
export function PickPage({ isLoading, problem, isBeginning, error, onBegin }: Props) {
  // A guest who has just signed up may have picked some before.
  const [picks, setPicks] = useState<readonly Song[]>(() =>
    (useSession.getState().guestSeeds ?? []).map(songOfId),
  )
  const [hasTooMany, setTooMany] = useState(false)

  const toggle = (song: Song) => {
    setTooMany(!isPicked(picks, song) && picks.length === MOST)
    setPicks(withPick(picks, song))
  }
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.name}>
          <ShellMark />
          Redux
        </span>
        <span className={styles.out}>
          <Link href="/" className={styles.later}>
            Not now
          </Link>
          <AccountMenu />
        </span>
      </header>
      <main className={styles.main}>
        <h1 className={styles.title}>Pick three to five songs you love</h1>
        <p className={styles.lead}>They are where we start. You can like more as you listen.</p>
        {problem === null ? (
          <Picker isLoading={isLoading} picks={picks} onToggle={toggle} />
        ) : (
          <ProblemNotice error={problem.error} onRetry={problem.retry} />
        )}
      </main>
      <Tray
        picks={picks}
        hasTooMany={hasTooMany}
        isBeginning={isBeginning}
        error={error}
        onRemove={toggle}
        onBegin={() => onBegin(picks.map(({ id }) => id))}
      />
      <ConnectionBanner />
    </div>
  )
}
