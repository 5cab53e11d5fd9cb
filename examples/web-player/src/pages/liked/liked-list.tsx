import { ListFilter, X } from 'lucide-react'
import type { Song } from '../../songs/song.js'
import { SongRow } from '../../songs/song-row.js'
import { IconButton } from '../../ui/button.js'
import styles from './liked.module.css'
import { usePages } from './use-pages.js'

interface ListProps {
  readonly songs: readonly Song[]
  readonly onPlayFrom: (place: number) => void
}

/** Liked songs, of a long list the head, and more as one scrolls. */
export function LikedList({ songs, onPlayFrom }: ListProps) {
  const { shown, end } = usePages(songs)
  return (
    <ul className={styles.songs} aria-label="Liked songs">
      {shown.map((song, place) => (
        <li key={song.id} className={styles.song}>
          <SongRow song={song} onPlay={() => onPlayFrom(place)} />
        </li>
      ))}
      {shown.length < songs.length && <li ref={end} aria-hidden="true" />}
    </ul>
  )
}

interface FilterProps {
  readonly text: string
  readonly onChange: (text: string) => void
}

/** A field for words of the songs one looks for. */
export function LikedFilter({ text, onChange }: FilterProps) {
  return (
    <div className={styles.filter}>
      <ListFilter size={18} aria-hidden="true" />
      <input
        className={styles.input}
        aria-label="Filter your likes"
        placeholder="Filter your likes"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      />
      {text !== '' && (
        <IconButton label="Clear the filter" onClick={() => onChange('')}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}
