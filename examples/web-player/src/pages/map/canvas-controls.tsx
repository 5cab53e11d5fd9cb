import { Disc3, Expand, Minus, Plus } from 'lucide-react'
import { IconButton } from '../../ui/button.js'
import styles from './canvas-controls.module.css'
import type { Stage } from './stage.js'

interface Props {
  readonly stage: Stage | null
  /** Null where what plays is not on the map. */
  readonly onGoToPlaying: (() => void) | null
}

const FACTOR = 1.8

/** Buttons that move the map. */
export function CanvasControls({ stage, onGoToPlaying }: Props) {
  const move = (how: () => void) => () => {
    how()
    stage?.request()
  }
  return (
    <section className={styles.controls} aria-label="Move the map">
      {onGoToPlaying !== null && (
        <IconButton label="Go to the song that plays" className={styles.control} onClick={onGoToPlaying}>
          <Disc3 size={20} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton
        label="Show the whole map"
        className={styles.control}
        onClick={move(() => stage?.camera.flyHome())}
      >
        <Expand size={18} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Zoom in"
        className={styles.control}
        onClick={move(() => stage?.camera.zoomBy(FACTOR))}
      >
        <Plus size={20} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Zoom out"
        className={styles.control}
        onClick={move(() => stage?.camera.zoomBy(1 / FACTOR))}
      >
        <Minus size={20} aria-hidden="true" />
      </IconButton>
    </section>
  )
}
