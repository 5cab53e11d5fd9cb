import { Autocomplete } from '@base-ui/react/autocomplete'
import { Music2, Search, UserRound, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { SEARCH_ID } from '../../player/shortcuts.js'
import { citiesOf } from './labels.js'
import styles from './map-search.module.css'
import type { Places } from './places.js'
import { type Found, PlaceSearch } from './search-places.js'

interface Props {
  readonly places: Places
  /** Shows a place of the map. */
  readonly onChoose: (found: Found) => void
}

/** A field that finds artists and songs on the map. */
export function MapSearch({ places, onChoose }: Props) {
  const [text, setText] = useState('')
  const [isUsed, setIsUsed] = useState(false)
  const search = useMemo(() => (isUsed ? new PlaceSearch(places, citiesOf(places)) : null), [isUsed, places])
  const found = useMemo(() => search?.find(text) ?? [], [search, text])
  return (
    <Autocomplete.Root
      items={found}
      mode="none"
      autoHighlight
      value={text}
      onValueChange={setText}
      itemToStringValue={({ name }: Found) => name}
    >
      <div className={styles.field}>
        <Search size={18} aria-hidden="true" className={styles.icon} />
        <Autocomplete.Input
          id={SEARCH_ID}
          className={styles.input}
          aria-label="Find on the map"
          placeholder="Find an artist or a song"
          autoComplete="off"
          enterKeyHint="search"
          onFocus={() => setIsUsed(true)}
        />
        <Autocomplete.Clear className={styles.clear} aria-label="Clear" title="Clear">
          <X size={18} aria-hidden="true" />
        </Autocomplete.Clear>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner
          className={styles.positioner}
          sideOffset={8}
          align="start"
          collisionPadding={12}
        >
          <Autocomplete.Popup className={styles.popup}>
            <Autocomplete.Empty className={styles.empty}>
              {text.trim() !== '' && 'Nothing on the map is called that.'}
            </Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(item: Found) => (
                <Autocomplete.Item
                  key={item.kind === 'song' ? item.point : item.name}
                  value={item}
                  className={styles.item}
                  onClick={() => onChoose(item)}
                >
                  {item.kind === 'song' ? (
                    <Music2 size={18} aria-hidden="true" />
                  ) : (
                    <UserRound size={18} aria-hidden="true" />
                  )}
                  <span className={styles.names}>
                    <bdi className={styles.name}>{item.name}</bdi>
                    <span className={styles.about}>
                      {item.kind === 'song' ? <bdi>{item.artist}</bdi> : 'Artist'}
                    </span>
                  </span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  )
}
