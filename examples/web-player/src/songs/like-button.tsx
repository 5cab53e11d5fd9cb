import { Heart } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useIsLiked } from '../queries/likes.js'
import { IconButton } from '../ui/button.js'
import { classes } from '../ui/classes.js'
import styles from './like-button.module.css'
import type { Song } from './song.js'
import { toggleLike } from './toggle-like.js'

interface Props extends ComponentProps<'button'> {
  readonly song: Song
  readonly size?: number
}

/** A heart, full where the account likes the song. */
export function LikeButton({ song, size = 20, className, ...rest }: Props) {
  const isLiked = useIsLiked(song.id)
  return (
    <IconButton
      label={`Like ${song.title}`}
      aria-pressed={isLiked}
      className={classes(styles.like, isLiked && styles.liked, className)}
      onClick={() => toggleLike(song)}
      {...rest}
    >
      <Heart size={size} fill={isLiked ? 'currentColor' : 'none'} aria-hidden="true" />
    </IconButton>
  )
}
