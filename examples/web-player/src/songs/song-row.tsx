import { Pause, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../ui/classes.js'
import { Skeleton } from '../ui/skeleton.js'
import { Cover } from './cover.js'
import { LikeButton } from './like-button.js'
import type { Song } from './song.js'
import { SongNames } from './song-names.js'
import styles from './song-row.module.css'
import { usePlayPress } from './use-play-press.js'

interface Props {
  readonly song: Song
  /** Plays the song; by itself, unless the list it stands in has a better idea. */
  readonly onPlay?: () => void
  /** More that can be done with it. Where there is a mouse, it shows when the mouse or the focus is there. */
  readonly children?: ReactNode
}

/** A song in a list: a press plays it. */
export function SongRow({ song, onPlay, children }: Props) {
  const { isCurrent, isPlaying, press } = usePlayPress(song, onPlay)
  return (
    <div className={classes(styles.row, isCurrent && styles.current)}>
      <button type="button" className={styles.press} onClick={press}>
        <span className="visually-hidden">{isPlaying ? 'Pause' : 'Play'} </span>
        <span className={styles.picture}>
          <Cover song={song} />
          <span className={styles.sign} aria-hidden="true">
            {isPlaying ? <Pause size={20} fill="currentColor" /> : <Play size={20} fill="currentColor" />}
          </span>
        </span>
        <SongNames song={song} />
      </button>
      {children !== undefined && <div className={styles.more}>{children}</div>}
      <LikeButton song={song} />
    </div>
  )
}

/** Stands where a {@link SongRow} is to come. */
export function SongRowSkeleton() {
  return (
    <div className={styles.row}>
      <div className={styles.press}>
        <span className={styles.picture}>
          <Skeleton width={48} height={48} />
        </span>
        <span className={styles.waiting}>
          <Skeleton width={140} height={14} />
          <Skeleton width={90} height={12} />
        </span>
      </div>
    </div>
  )
}
