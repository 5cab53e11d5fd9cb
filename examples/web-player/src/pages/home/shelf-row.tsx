import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { Shelf } from '../../queries/recommendations.js'
import { SongCard, SongCardSkeleton } from '../../songs/song-card.js'
import { IconButton } from '../../ui/button.js'
import { classes } from '../../ui/classes.js'
import { Skeleton } from '../../ui/skeleton.js'
import styles from './shelf-row.module.css'

interface Props {
  readonly shelf: Shelf
  /** What it is built on. */
  readonly basis: string
  /** Whether it is seen at once: then its first songs are drawn first, and all others follow without keeping them waiting. */
  readonly isOnTop: boolean
}

/** Songs that a phone shows of a shelf. */
const FIRST = 3

/** A row of songs to scroll through: by hand, by its arrows, or by the arrow keys from card to card. */
export function ShelfRow({ shelf: { label, songs }, basis, isOnTop }: Props) {
  const heading = useId()
  const { row, ends, scroll } = useScrolling()
  const nDrawn = useDeferredValue(songs.length, isOnTop ? FIRST : 0)
  return (
    <section className={styles.shelf} aria-labelledby={heading}>
      <header className={styles.head}>
        <div className={styles.names}>
          <h2 id={heading} className={styles.heading}>
            {label}
          </h2>
          <p className={styles.basis} dir="auto">
            {basis}
          </p>
        </div>
        <div className={styles.arrows}>
          <IconButton label={`Back in ${label}`} disabled={ends.atStart} onClick={() => scroll(-1)}>
            <ChevronLeft size={22} aria-hidden="true" />
          </IconButton>
          <IconButton label={`On in ${label}`} disabled={ends.atEnd} onClick={() => scroll(1)}>
            <ChevronRight size={22} aria-hidden="true" />
          </IconButton>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes it from a list without markers. */}
      <ul role="list" className={styles.row} ref={row} onKeyDown={moveFocus}>
        {songs.map((song, place) => (
          <li key={song.id} className={styles.place}>
            {place < nDrawn ? <SongCard song={song} /> : place === 0 && <SongCardSkeleton />}
          </li>
        ))}
      </ul>
    </section>
  )
}

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f']

/** Stands where a {@link ShelfRow} is to come. */
export function ShelfSkeleton() {
  return (
    <div className={styles.shelf}>
      <div className={styles.head}>
        <div className={styles.names}>
          <div className={classes(styles.heading, styles.line)}>
            <Skeleton width={160} height="0.75em" />
          </div>
          <div className={classes(styles.basis, styles.line)}>
            <Skeleton width={220} height="0.75em" />
          </div>
        </div>
      </div>
      <div className={styles.row}>
        {SKELETONS.map((key) => (
          <div key={key} className={styles.place}>
            <SongCardSkeleton />
          </div>
        ))}
      </div>
    </div>
  )
}

/** Left and right go from card to card. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return
  const cards = [...event.currentTarget.children]
  const place = cards.findIndex((card) => card.contains(event.target as Node))
  cards[place + step]?.querySelector('button')?.focus()
  event.preventDefault()
}

/** How far a row is scrolled, and the way on, by nearly as much as is in sight. */
function useScrolling() {
  const row = useRef<HTMLUListElement>(null)
  const [ends, setEnds] = useState({ atStart: true, atEnd: false })
  useEffect(() => {
    const element = row.current
    if (element === null) return
    const measure = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element
      const atStart = Math.abs(scrollLeft) < 2
      const atEnd = Math.abs(scrollLeft) + clientWidth > scrollWidth - 2
      setEnds((ends) => (ends.atStart === atStart && ends.atEnd === atEnd ? ends : { atStart, atEnd }))
    }
    const size = new ResizeObserver(measure)
    size.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      size.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [])
  const scroll = (direction: 1 | -1) => {
    const width = row.current?.clientWidth ?? 0
    row.current?.scrollBy({ left: direction * width * 0.85 })
  }
  return { row, ends, scroll }
}
