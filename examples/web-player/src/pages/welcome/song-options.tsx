import { Check, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Cover } from '../../songs/cover.js'
import type { Song } from '../../songs/song.js'
import { SongNames } from '../../songs/song-names.js'
import { classes } from '../../ui/classes.js'
import { Skeleton } from '../../ui/skeleton.js'
import { isPicked } from './picks.js'
import styles from './song-options.module.css'

export const optionId = (listId: string, place: number): string => `${listId}-${place}`

interface Props {
  readonly id: string
  readonly label: string
  readonly songs: readonly Song[]
  readonly picks: readonly Song[]
  /** The place that the arrows stand at; -1 before the first. */
  readonly active: number
  /** Whether these are not yet those that were asked for. */
  readonly isStale: boolean
  readonly onToggle: (song: Song) => void
}

/** Songs to choose from, with the mouse, a finger, or the arrows in the field above. */
export function SongOptions({ id, label, songs, picks, active, isStale, onToggle }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={label}
      aria-multiselectable="true"
      aria-busy={isStale}
      className={styles.options}
      // The cursor stays in the field, and with it the keyboard of a phone as it was.
      onPointerDown={(event) => event.pointerType === 'mouse' && event.preventDefault()}
    >
      {songs.map((song, place) => {
        const isSelected = isPicked(picks, song)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that controls the list.
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, and names the active option.
          <div
            key={song.id}
            id={optionId(id, place)}
            role="option"
            aria-selected={isSelected}
            className={classes(styles.option, place === active && styles.active)}
            onClick={() => onToggle(song)}
          >
            <Cover song={song} />
            <SongNames song={song} />
            <span className={styles.sign} aria-hidden="true">
              {isSelected ? <Check size={18} strokeWidth={3} /> : <Plus size={18} />}
            </span>
          </div>
        )
      })}
    </div>
  )
}

const PLACES = Array.from({ length: 12 }, (_, place) => place)

/** As large as the songs that come. */
export function SongOptionsSkeleton() {
  return (
    <div className={styles.options} aria-hidden="true">
      {PLACES.map((place) => (
        <div key={place} className={styles.option}>
          <Skeleton width="100%" height="56px" />
          <span className={styles.waiting}>
            <Skeleton width="70%" height="0.9em" />
            <Skeleton width="45%" height="0.8em" />
          </span>
        </div>
      ))}
    </div>
  )
}
