import { X } from 'lucide-react'
import { messageOf } from '../../api/problem.js'
import { Cover } from '../../songs/cover.js'
import type { Song } from '../../songs/song.js'
import { BusyButton } from '../../ui/busy-button.js'
import { FormProblem } from '../../ui/form-problem.js'
import { useWait } from '../../ui/use-wait.js'
import { FEWEST, MOST } from './picks.js'
import styles from './tray.module.css'

interface Props {
  readonly picks: readonly Song[]
  /** Whether one more was tried than there may be. */
  readonly hasTooMany: boolean
  readonly isBeginning: boolean
  readonly error: Error | null
  readonly onRemove: (song: Song) => void
  readonly onBegin: () => void
}

/** The songs picked so far, at the foot of the page, and the way on. */
export function Tray({ picks, hasTooMany, isBeginning, error, onRemove, onBegin }: Props) {
  const wait = useWait(error)
  return (
    <section className={styles.tray} aria-label="Your picks">
      <div className={styles.inner}>
        <ul className={styles.places}>
          {Array.from({ length: MOST }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is what it is by its number.
            <li key={place} className={styles.place}>
              {picks[place] && <Pick song={picks[place]} onRemove={onRemove} />}
            </li>
          ))}
        </ul>
        <div className={styles.on}>
          <p className={styles.count} role="status">
            {hasTooMany ? `${MOST} songs are plenty. Remove one to pick another.` : countOf(picks.length)}
          </p>
          <BusyButton
            isBusy={isBeginning}
            wait={wait}
            disabled={picks.length < FEWEST}
            onClick={onBegin}
            className={styles.button}
          >
            Continue
          </BusyButton>
        </div>
        <div className={styles.problem}>
          <FormProblem message={error === null || isBeginning ? null : messageOf(error)} wait={wait} />
        </div>
      </div>
    </section>
  )
}

function countOf(picked: number): string {
  if (picked === 0) return `Pick ${FEWEST} to ${MOST} songs`
  if (picked < FEWEST) return `${picked} of ${FEWEST} to ${MOST} picked`
  return `${picked} picked, ${picked === MOST ? 'all set' : `up to ${MOST - picked} more`}`
}

function Pick({ song, onRemove }: { readonly song: Song; readonly onRemove: (song: Song) => void }) {
  return (
    <button
      type="button"
      className={styles.pick}
      aria-label={`Remove ${song.title} by ${song.artist}`}
      title={`Remove ${song.title}`}
      onClick={() => onRemove(song)}
    >
      <span className={styles.picture}>
        <Cover song={song} />
        <span className={styles.cross} aria-hidden="true">
          <X size={14} strokeWidth={3} />
        </span>
      </span>
      <bdi className={styles.song}>{song.title}</bdi>
    </button>
  )
}
