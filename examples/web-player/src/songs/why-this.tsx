import { Sparkles } from 'lucide-react'
import { lazy, useRef, useState } from 'react'
import { Opened } from '../ui/boundary.js'
import { Button, IconButton } from '../ui/button.js'
import { classes } from '../ui/classes.js'
import type { RecommendedSong, Song } from './song.js'
import styles from './why-this.module.css'

const Reasons = lazy(async () => ({ default: (await import('./reasons-popover.js')).ReasonsPopover }))

interface Props {
  readonly song: Song | RecommendedSong
  /** `icon` where there is little room. */
  readonly look?: 'text' | 'icon'
  readonly className?: string
}

/** A button that says which songs of the listener a recommendation comes from. */
export function WhyThis({ song, look = 'text', className }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const shared = {
    ref: button,
    'aria-haspopup': 'dialog',
    'aria-expanded': isOpen,
    onClick: () => setIsOpen(!isOpen),
  } as const
  return (
    <>
      {look === 'icon' ? (
        <IconButton label={`Why this? ${song.title}`} title="Why this?" className={className} {...shared}>
          <Sparkles size={18} aria-hidden="true" />
        </IconButton>
      ) : (
        <Button
          look="quiet"
          aria-label={`Why this? ${song.title}`}
          className={classes(styles.button, className)}
          {...shared}
        >
          <Sparkles size={14} aria-hidden="true" />
          Why this?
        </Button>
      )}
      {isOpen && (
        <Opened onShut={() => setIsOpen(false)}>
          <Reasons song={song} button={button} onClose={() => setIsOpen(false)} />
        </Opened>
      )}
    </>
  )
}
