import type { ReactNode } from 'react'
import type { Song } from './song.js'
import styles from './song-names.module.css'

interface Props {
  readonly song: Song
  /** Stands after the artist, whose name makes room for it. */
  readonly children?: ReactNode
}

/** The title of a song over its artist, each in one line, as they stand beside a cover: read aloud, "title by artist". */
export function SongNames({ song, children }: Props) {
  return (
    <span className={styles.names}>
      <bdi className={styles.title}>{song.title}</bdi>
      <span className="visually-hidden"> by </span>
      <span className={styles.second}>
        <bdi className={styles.artist}>{song.artist}</bdi>
        {children}
      </span>
    </span>
  )
}
