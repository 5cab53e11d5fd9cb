import { useEffect, useRef } from 'react'
import { messageOf } from '../../api/problem.js'
import type { useSearch } from '../../queries/search.js'
import { Cover } from '../../songs/cover.js'
import { LikeButton } from '../../songs/like-button.js'
import type { Song } from '../../songs/song.js'
import { SongNames } from '../../songs/song-names.js'
import { Button } from '../../ui/button.js'
import styles from './search-box.module.css'

interface Props {
  readonly id: string
  readonly search: ReturnType<typeof useSearch>
  readonly text: string
  readonly isOpen: boolean
  /** The place of the song that Enter plays. */
  readonly chosen: number
  readonly onChoose: (place: number) => void
  readonly onPlay: (song: Song) => void
}

/** The songs that were found, below the search field. */
export function SearchResults({ id, search, text, isOpen, chosen, onChoose, onPlay }: Props) {
  const { songs } = search
  return (
    // The field keeps the focus, whatever is pressed here.
    // biome-ignore lint/a11y/noStaticElementInteractions: a press does nothing by itself.
    <div className={isOpen ? styles.popup : undefined} onMouseDown={(event) => event.preventDefault()}>
      <div role="status">{isOpen && <Status search={search} text={text} />}</div>
      {isOpen && songs.length > 0 && (
        <div id={id} role="listbox" aria-label="Songs found" className={styles.list}>
          {songs.map((song, place) => (
            <div
              key={song.id}
              role="presentation"
              className={styles.result}
              onPointerMove={() => onChoose(place)}
            >
              <Result id={`${id}-${place}`} song={song} isChosen={place === chosen} onPlay={onPlay} />
              {/* For hands: a list of options has no room for buttons, so the keyboard has Shift and Enter. */}
              <LikeButton song={song} tabIndex={-1} aria-hidden="true" className={styles.like} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

interface ResultProps {
  readonly id: string
  readonly song: Song
  readonly isChosen: boolean
  readonly onPlay: (song: Song) => void
}

function Result({ id, song, isChosen, onPlay }: ResultProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one.
    <div
      ref={row}
      id={id}
      role="option"
      aria-selected={isChosen}
      className={styles.item}
      onClick={() => onPlay(song)}
    >
      <span className={styles.picture}>
        <Cover song={song} />
      </span>
      <SongNames song={song} />
    </div>
  )
}

/** What there is to say about the results: seen where there are none, else only heard. */
function Status({ search, text }: Pick<Props, 'search' | 'text'>) {
  const { songs, error, isCurrent, isFetching, refetch } = search
  if (error !== null)
    return (
      <div className={styles.message}>
        {messageOf(error)}
        <Button onClick={() => refetch()}>Try again</Button>
      </div>
    )
  if (songs.length > 0) return <span className="visually-hidden">{`${songs.length} found`}</span>
  if (!isCurrent || isFetching) return <div className={styles.message}>Searching…</div>
  return (
    <p className={styles.nothing}>
      No song found for “<bdi>{text}</bdi>”.
    </p>
  )
}
