import { Pause, Play, Repeat1, SkipBack, SkipForward } from 'lucide-react'
import { IconButton } from '../ui/button.js'
import { classes } from '../ui/classes.js'
import { goBack } from './playback.js'
import { usePlayer } from './player.js'
import styles from './transport.module.css'

/** Previous, play or pause, next; `isLarge` in the full player. */
export function Transport({ isLarge = false }: { readonly isLarge?: boolean }) {
  const isPlaying = usePlayer((player) => player.isPlaying)
  const { pause, resume, next } = usePlayer.getState()
  const size = isLarge ? 28 : 22
  return (
    <div className={classes(styles.transport, isLarge && styles.large)}>
      <IconButton label="Previous song" className={styles.previous} onClick={goBack}>
        <SkipBack size={size} fill="currentColor" aria-hidden="true" />
      </IconButton>
      <IconButton
        label={isPlaying ? 'Pause' : 'Play'}
        className={styles.play}
        onClick={isPlaying ? pause : resume}
      >
        {isPlaying ? (
          <Pause size={size} fill="currentColor" strokeWidth={1} aria-hidden="true" />
        ) : (
          <Play
            size={size}
            fill="currentColor"
            strokeWidth={1}
            className={styles.triangle}
            aria-hidden="true"
          />
        )}
      </IconButton>
      <IconButton label="Next song" onClick={next}>
        <SkipForward size={size} fill="currentColor" aria-hidden="true" />
      </IconButton>
    </div>
  )
}

export function RepeatButton() {
  const isOne = usePlayer(({ repeat }) => repeat === 'one')
  const { setRepeat } = usePlayer.getState()
  return (
    <IconButton
      label="Repeat this song"
      aria-pressed={isOne}
      className={isOne ? styles.pressed : undefined}
      onClick={() => setRepeat(isOne ? 'off' : 'one')}
    >
      <Repeat1 size={20} aria-hidden="true" />
    </IconButton>
  )
}
