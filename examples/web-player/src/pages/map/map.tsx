import { MapPinOff } from 'lucide-react'
import { useMemo } from 'react'
import { useTasteMap } from '../../queries/taste-map.js'
import { usePage } from '../../shell/use-page.js'
import { Notice } from '../../ui/notice.js'
import { ProblemNotice } from '../../ui/problem-notice.js'
import { Atlas } from './atlas.js'
import styles from './map.module.css'
import { placesOf } from './places.js'

/** Every song of the catalogue in a plane: what is near to each other is heard by the same people. */
export function MapPage() {
  usePage('Taste map')
  const { data, error, refetch } = useTasteMap()
  const places = useMemo(() => (data ? placesOf(data) : null), [data])
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">Taste map</h1>
      {places !== null && places.songIds.length > 0 ? (
        <Atlas places={places} />
      ) : (
        <div className={styles.middle}>
          {error !== null && data === undefined ? (
            <ProblemNotice error={error} onRetry={refetch} />
          ) : data === undefined ? (
            <Unrolling />
          ) : (
            <NoMap />
          )}
        </div>
      )}
    </div>
  )
}

function Unrolling() {
  return (
    <div className={styles.unrolling} role="status">
      <span className={styles.sky} aria-hidden="true" />
      The map is being unrolled …
    </div>
  )
}

function NoMap() {
  return (
    <Notice icon={<MapPinOff size={28} />} title="There is no map yet">
      It is drawn when the catalogue is trained. Until then, the start page has songs for you.
    </Notice>
  )
}
