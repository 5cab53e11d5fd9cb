import { Pause, Play } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Cover } from '../../songs/cover.js'
import { LikeButton } from '../../songs/like-button.js'
import type { Song } from '../../songs/song.js'
import { usePlayPress } from '../../songs/use-play-press.js'
import { IconButton } from '../../ui/button.js'
import styles from './place-card.module.css'

interface Props extends ComponentProps<'section'> {
  readonly song: Song
}

/** A song of the map, beside its place. */
export function PlaceCard({ song, ...rest }: Props) {
  const { isPlaying, press } = usePlayPress(song)
  const label = `${isPlaying ? 'Pause' : 'Play'} ${song.title} by ${song.artist}`
  return (
    <section className={styles.card} aria-label={`${song.title} by ${song.artist}`} {...rest}>
      <span className={styles.picture}>
        <Cover key={song.id} song={song} />
      </span>
      <span className={styles.names}>
        <bdi className={styles.title}>{song.title}</bdi>
        <bdi className={styles.artist}>{song.artist}</bdi>
      </span>
      <span className={styles.actions}>
        <IconButton label={label} className={styles.play} onClick={press}>
          {isPlaying ? (
            <Pause size={20} fill="currentColor" aria-hidden="true" />
          ) : (
            <Play size={20} fill="currentColor" aria-hidden="true" />
          )}
        </IconButton>
        <LikeButton song={song} />
      </span>
    </section>
  )
}
