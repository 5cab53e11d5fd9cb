import { Search, X } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { usePlayer } from '../../player/player.js'
import { SEARCH_ID } from '../../player/shortcuts.js'
import { useSearch } from '../../queries/search.js'
import type { Song } from '../../songs/song.js'
import { toggleLike } from '../../songs/toggle-like.js'
import { IconButton } from '../../ui/button.js'
import styles from './search-box.module.css'
import { SearchResults } from './search-results.js'

const MOST_RESULTS = 8

/**
 * Finds songs while somebody types: arrows choose one, Enter or a press plays it, Shift and Enter likes it, Escape closes
 * the list and then clears the field.
 *
 * The list stands in the page, right below its field, so it takes no positioning code and hides nothing from screen
 * readers.
 */
export function SearchBox() {
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const box = useSearchBox()
  const { text, isOpen, songs, chosen } = box
  const clear = () => {
    box.type('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !box.press(event.key, event.shiftKey)) return
    event.preventDefault()
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) box.close()
  }
  return (
    <search className={styles.box} onBlur={onBlur}>
      <Search size={20} className={styles.icon} aria-hidden="true" />
      <input
        ref={field}
        id={SEARCH_ID}
        role="combobox"
        aria-label="Search songs"
        aria-autocomplete="list"
        aria-expanded={isOpen && songs.length > 0}
        aria-controls={isOpen && songs.length > 0 ? list : undefined}
        aria-activedescendant={isOpen && songs[chosen] ? `${list}-${chosen}` : undefined}
        className={styles.input}
        placeholder="Search songs and artists"
        autoComplete="off"
        enterKeyHint="search"
        value={text}
        onChange={({ target }) => box.type(target.value)}
        onClick={box.open}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <IconButton label="Clear the search" className={styles.clear} onClick={clear}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      )}
      <SearchResults
        id={list}
        search={box.search}
        text={text.trim()}
        isOpen={isOpen}
        chosen={chosen}
        onChoose={box.choose}
        onPlay={box.play}
      />
    </search>
  )
}

/** What is typed, found and chosen, and what the keys do with it. */
function useSearchBox() {
  const [text, setText] = useState('')
  const [isWanted, setIsWanted] = useState(false)
  const [chosen, setChosen] = useState(0)
  /** Whether Enter was pressed before there was something to play. */
  const [isEager, setIsEager] = useState(false)
  const search = useSearch(text, MOST_RESULTS)
  const { songs } = search
  const isReady = search.isCurrent && !search.isPlaceholderData && !search.isFetching
  const isOpen = isWanted && text.trim() !== ''

  const close = () => {
    setIsWanted(false)
    setIsEager(false)
  }
  const play = (song: Song) => {
    usePlayer.getState().play(song)
    close()
  }
  useEffect(() => {
    if (!isEager || !isReady) return
    setIsEager(false)
    if (songs[0] === undefined) return
    usePlayer.getState().play(songs[0])
    setIsWanted(false)
  }, [isEager, isReady, songs])

  /** Whether the key had a meaning here. */
  const press = (key: string, isShifted: boolean): boolean => {
    const song = isReady ? songs[chosen] : undefined
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      setIsWanted(true)
      const step = key === 'ArrowDown' ? 1 : songs.length - 1
      if (isOpen && songs.length > 0) setChosen((chosen + step) % songs.length)
    } else if (key === 'Enter' && isOpen) {
      if (song === undefined) setIsEager(!isReady)
      else if (isShifted) toggleLike(song)
      else play(song)
    } else if (key === 'Escape' && isOpen) close()
    else if (key === 'Escape' && text !== '') setText('')
    else return false
    return true
  }
  const type = (typed: string) => {
    setText(typed)
    setChosen(0)
    setIsEager(false)
    setIsWanted(true)
  }
  return {
    text,
    search,
    songs,
    chosen,
    isOpen,
    type,
    press,
    play,
    close,
    choose: setChosen,
    open: () => setIsWanted(true),
  }
}
