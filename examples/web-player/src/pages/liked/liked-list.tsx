import { ListFilter, Play, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import type { Song } from '../../songs/song.js'
import { SongRow } from '../../songs/song-row.js'
import { Button, IconButton } from '../../ui/button.js'
import styles from './liked.module.css'
import { matching } from './matching.js'
import { usePages } from './use-pages.js'

/** From how many songs on one would rather look for one than read them all. */
const MANY = 12

/** Liked songs, all of them or those with some words. */
export function LikedList({ songs }: { readonly songs: readonly Song[] }) {
  const [text, setText] = useState('')
  const found = useMemo(() => matching(songs, text), [songs, text])
  const { shown, end } = usePages(found)
  const playFrom = (place: number) => usePlayer.getState().playAll(found.slice(place))
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1 className={styles.title}>Liked songs</h1>
          <p className={styles.quiet} role="status">
            {countOf(found.length, songs.length)}
          </p>
        </div>
        <Button look="primary" onClick={() => playFrom(0)} disabled={found.length === 0}>
          <Play size={18} fill="currentColor" aria-hidden="true" />
          Play all
        </Button>
      </div>
      {(songs.length > MANY || text !== '') && <Filter text={text} onChange={setText} />}
      <ul className={styles.songs} aria-label="Liked songs">
        {shown.map((song, place) => (
          <li key={song.id} className={styles.song}>
            <SongRow song={song} onPlay={() => playFrom(place)} />
          </li>
        ))}
        {shown.length < found.length && <li ref={end} aria-hidden="true" />}
      </ul>
      {found.length === 0 && (
        <p className={styles.none}>
          None of your likes has “<bdi>{text.trim()}</bdi>” in its name.
        </p>
      )}
    </>
  )
}

function countOf(found: number, all: number): string {
  const songs = `${all.toLocaleString('en')} ${all === 1 ? 'song' : 'songs'}`
  return found === all ? songs : `${found.toLocaleString('en')} of ${songs}`
}

function Filter({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
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
          <X size={18} />
        </IconButton>
      )}
    </div>
  )
}
