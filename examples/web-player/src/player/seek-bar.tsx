import { type CSSProperties, useRef, useState } from 'react'
import { seek, usePlayback, usePosition } from './playback.js'
import styles from './seek-bar.module.css'
import { clockTime, spokenTime } from './time.js'

/** Where the current song is, and the way to another place of it; with the times beside or below. */
export function SeekBar({ className }: { readonly className?: string }) {
  const duration = usePlayback(({ durationSeconds }) => durationSeconds)
  const position = usePosition()
  /** Where somebody drags it to, until they let go. */
  const [dragged, setDragged] = useState<number | null>(null)
  const isHeld = useRef(false)
  const shown = Math.min(dragged ?? position, duration)
  const letGo = () => {
    isHeld.current = false
    if (dragged !== null) seek(dragged)
    setDragged(null)
  }
  return (
    <div className={className ?? styles.bar}>
      <span className={styles.time} aria-hidden="true">
        {clockTime(shown)}
      </span>
      <input
        type="range"
        className={styles.slider}
        style={{ '--done': duration > 0 ? shown / duration : 0 } as CSSProperties}
        aria-label="Position"
        aria-valuetext={`${spokenTime(shown)} of ${spokenTime(duration)}`}
        min={0}
        max={Math.ceil(duration) || 1}
        step={1}
        value={Math.floor(shown)}
        disabled={duration === 0}
        // Keys and screen readers move it without a hand that could let go.
        onChange={({ target }) => (isHeld.current ? setDragged : seek)(target.valueAsNumber)}
        onPointerDown={() => {
          isHeld.current = true
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onBlur={letGo}
      />
      <span className={styles.time} aria-hidden="true">
        {clockTime(duration)}
      </span>
    </div>
  )
}

/** Shows where the current song is, where there is no room for more. */
export function ProgressLine() {
  const duration = usePlayback(({ durationSeconds }) => durationSeconds)
  const position = usePosition()
  const done = duration > 0 ? position / duration : 0
  return (
    <div className={styles.line} aria-hidden="true">
      <div style={{ transform: `scaleX(${done})` }} />
    </div>
  )
}
