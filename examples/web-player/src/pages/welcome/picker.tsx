import { Search, SearchX, X } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useSearch } from '../../queries/search.js'
import { useSuggestions } from '../../queries/seeds.js'
import type { Song } from '../../songs/song.js'
import { IconButton } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { Turning } from '../../ui/turning.js'
import styles from './picker.module.css'
import { optionId, SongOptions, SongOptionsSkeleton } from './song-options.js'

const RESULTS = 20

interface Props {
  readonly isLoading: boolean
  readonly picks: readonly Song[]
  readonly onToggle: (song: Song) => void
}

/** Finds songs as they are typed; before anything is, it offers some that many know. */
export function Picker({ isLoading, picks, onToggle }: Props) {
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(-1)
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const isSearch = typed.trim() !== ''
  const search = useSearch(typed, RESULTS)
  const suggestions = useSuggestions()
  const query = isSearch ? search : suggestions
  const songs = isLoading ? [] : isSearch ? search.songs : (suggestions.data ?? [])
  const isSettled = !isSearch || (search.isCurrent && !search.isPlaceholderData && !search.isPending)
  const place = Math.min(active, songs.length - 1)

  const type = (text: string) => {
    setTyped(text)
    // The first result is what Enter picks; of the suggestions none is meant before the arrows were used.
    setActive(text.trim() === '' ? -1 : 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && songs.length > 0)
      setActive((place + step + songs.length + (place < 0 && step < 0 ? 1 : 0)) % songs.length)
    else if (event.key === 'Enter' && songs[place] !== undefined && isSettled) {
      onToggle(songs[place])
      input.current?.select()
    } else if (event.key === 'Escape' && typed !== '') type('')
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.picker}>
      <div className={styles.field}>
        {isSettled ? <Search size={20} aria-hidden="true" /> : <Turning size={20} />}
        <input
          ref={input}
          type="text"
          role="combobox"
          inputMode="search"
          enterKeyHint="search"
          className={styles.input}
          aria-label="Search for a song or an artist"
          placeholder="Search for a song or an artist"
          aria-expanded={songs.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={songs[place] && optionId(listId, place)}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {typed !== '' && (
          <IconButton
            label="Clear the search"
            onClick={() => {
              type('')
              input.current?.focus()
            }}
          >
            <X size={20} />
          </IconButton>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {isSearch && isSettled && !search.isError && `${songs.length} songs found`}
      </p>
      {(!isSearch || songs.length > 0) && (
        <h2 className={styles.heading}>{isSearch ? 'Found' : 'Songs to start from'}</h2>
      )}
      {songs.length > 0 ? (
        <SongOptions
          id={listId}
          label={isSearch ? 'Songs found' : 'Songs to start from'}
          songs={songs}
          picks={picks}
          active={place}
          isStale={!isSettled}
          onToggle={onToggle}
        />
      ) : (
        <div id={listId}>
          {query.isError ? (
            <ProblemNotice error={query.error} onRetry={query.refetch} />
          ) : isSearch && isSettled && !isLoading ? (
            <Notice icon={<SearchX size={28} />} title="No song found">
              Try fewer words, or only the name of the artist.
            </Notice>
          ) : isSearch || query.isPending || isLoading ? (
            <SongOptionsSkeleton />
          ) : (
            <Notice icon={<Search size={28} />} title="Search for a song you love">
              A word of its title, or its artist, is enough.
            </Notice>
          )}
        </div>
      )}
    </div>
  )
}
