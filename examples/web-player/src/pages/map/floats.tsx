import { useMemo } from 'react'
import { songOfId } from '../../songs/song.js'
import styles from './atlas.module.css'
import { PlaceCard } from './place-card.js'
import type { Places } from './places.js'
import type { Stage } from './stage.js'
import { useFloating } from './use-floating.js'

interface Props {
  readonly stage: Stage | null
  readonly places: Places
  /** The song whose card is to be seen. */
  readonly shown: number | null
  readonly playing: number | null
  /** Whether the pointer is on the card. */
  readonly onHold: (isHeld: boolean) => void
}

/** What stays at the places of songs while the map moves: the card of one, and a sign where the music comes from. */
export function Floats({ stage, places, shown, playing, onHold }: Props) {
  const card = useFloating(stage, shown, 'card')
  const ring = useFloating(stage, shown, 'middle')
  const pulse = useFloating(stage, playing, 'middle')
  const song = useMemo(() => (shown === null ? null : songOfId(places.songIds[shown])), [shown, places])
  return (
    <div className={styles.floats}>
      {playing !== null && <span ref={pulse} className={styles.pulse} aria-hidden="true" />}
      {shown !== null && <span ref={ring} className={styles.ring} aria-hidden="true" />}
      {song !== null && (
        <PlaceCard
          ref={card}
          song={song}
          onPointerEnter={() => onHold(true)}
          onPointerLeave={() => onHold(false)}
        />
      )}
    </div>
  )
}
