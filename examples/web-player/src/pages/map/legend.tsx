import { ChevronRight } from 'lucide-react'
import styles from './legend.module.css'
import { MARK_SHAPES, type MarkKind } from './sprites.js'

const MARK_NAMES: Readonly<Record<MarkKind, string>> = {
  picks: 'Picks',
  likes: 'Likes',
  forYou: 'For you',
}

const KINDS = ['picks', 'likes', 'forYou'] as const

interface Props {
  readonly counts: Readonly<Record<MarkKind, number>>
  readonly hidden: ReadonlySet<MarkKind>
  readonly onToggle: (kind: MarkKind) => void
  /** Goes to the next song of a kind. */
  readonly onNext: (kind: MarkKind) => void
}

/** Which songs are lit up, and for what. */
export function Legend({ counts, hidden, onToggle, onNext }: Props) {
  return (
    <ul className={styles.legend} aria-label="Lit up">
      {KINDS.filter((kind) => counts[kind] > 0).map((kind) => (
        <li key={kind} className={styles.entry} data-kind={kind}>
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={!hidden.has(kind)}
            onClick={() => onToggle(kind)}
          >
            <svg className={styles.mark} viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
              <path d={MARK_SHAPES[kind]} />
            </svg>
            {MARK_NAMES[kind]} <span className={styles.count}>{counts[kind]}</span>
          </button>
          <button
            type="button"
            className={styles.next}
            aria-label={`Next of ${MARK_NAMES[kind]}`}
            title="Go to the next"
            onClick={() => onNext(kind)}
          >
            <ChevronRight size={18} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}
