import { Pause, Play } from 'lucide-react'
import { classes } from '../ui/classes.js'
import { Skeleton } from '../ui/skeleton.js'
import { Cover } from './cover.js'
import { LikeButton } from './like-button.js'
import type { RecommendedSong, Song } from './song.js'
import styles from './song-card.module.css'
import { usePlayPress } from './use-play-press.js'
import { WhyThis } from './why-this.js'

/** A song with a large cover: a press plays it. As wide as it is let. */
export function SongCard({ song }: { readonly song: Song | RecommendedSong }) {
  const { isCurrent, isPlaying, press } = usePlayPress(song)
  return (
    <div className={classes(styles.card, isCurrent && styles.current)}>
      <button type="button" className={styles.press} onClick={press}>
        <span className="visually-hidden">{isPlaying ? 'Pause' : 'Play'} </span>
        <span className={styles.picture}>
          <Cover song={song} />
          <span className={styles.sign} aria-hidden="true">
            {isPlaying ? (
              <Pause size={22} fill="currentColor" strokeWidth={1} />
            ) : (
              <Play size={22} fill="currentColor" strokeWidth={1} />
            )}
          </span>
        </span>
        <span className={styles.title} dir="auto">
          {song.title}
        </span>
        <span className="visually-hidden"> by </span>
        <span className={styles.artist} dir="auto">
          {song.artist}
        </span>
      </button>
      <LikeButton song={song} className={styles.like} />
      <WhyThis song={song} className={styles.why} />
    </div>
  )
}

/** Stands where a {@link SongCard} is to come. */
export function SongCardSkeleton() {
  return (
    <div className={styles.card}>
      <div className={styles.press}>
        <span className={classes(styles.picture, styles.waiting)}>
          <Skeleton width="100%" height="100%" radius="var(--radius-m)" />
        </span>
        <span className={classes(styles.title, styles.line)}>
          <Skeleton width="75%" height="0.75em" />
        </span>
        <span className={classes(styles.artist, styles.line)}>
          <Skeleton width="50%" height="0.75em" />
        </span>
      </div>
      <div className={styles.whySpace} />
    </div>
  )
}
