import { X } from 'lucide-react'
import { songOfId } from '../../songs/song.js'
import { SongRow } from '../../songs/song-row.js'
import { IconButton } from '../../ui/button.js'
import styles from './songs-here.module.css'

interface Props {
  readonly songIds: readonly string[]
  readonly onClose: () => void
}

/** The songs in the middle of the map as a list: for those who would rather read, and those who cannot see a map. */
export function SongsHere({ songIds, onClose }: Props) {
  return (
    <section id="songs-here" className={styles.panel} aria-label="Songs here">
      <header className={styles.head}>
        <h2 className={styles.title}>Songs here</h2>
        <IconButton label="Close the list" onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </IconButton>
      </header>
      <ol className={styles.list}>
        {songIds.map((id) => (
          <li key={id}>
            <SongRow song={songOfId(id)} />
          </li>
        ))}
      </ol>
    </section>
  )
}
