import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '../ui/button.js'
import { Cover } from './cover.js'
import { shareInWords, summaryOf } from './reasons.js'
import { type Reason, type RecommendedSong, type Song, songOfId } from './song.js'
import { SongNames } from './song-names.js'
import styles from './why-this.module.css'

interface Props {
  readonly song: Song | RecommendedSong
  /** What opened it, and gets the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

/** Which songs of the listener a recommendation is nearest to: beside its button, on phones at the foot of the page. */
export function ReasonsPopover({ song, button, onClose }: Props) {
  const because = 'because' in song ? song.because : []
  const close = (event: Event | undefined) => {
    // A press on the button closes it by itself.
    if (!(event?.target instanceof Node && button.current?.contains(event.target))) onClose()
  }
  return (
    <Popover.Root open onOpenChange={(isOpen, { event }) => !isOpen && close(event)}>
      <Popover.Portal>
        <Popover.Backdrop className={styles.backdrop} />
        <Popover.Positioner
          className={styles.positioner}
          anchor={button}
          align="start"
          sideOffset={6}
          collisionPadding={12}
        >
          <Popover.Popup className={styles.popup} finalFocus={button}>
            <div className={styles.head}>
              <Popover.Title className={styles.title}>Why this?</Popover.Title>
              <Popover.Close render={<IconButton label="Close" />}>
                <X size={18} aria-hidden="true" />
              </Popover.Close>
            </div>
            <Popover.Description className={styles.summary}>
              <bdi>{summaryOf(because)}</bdi>
            </Popover.Description>
            {because.length > 0 && (
              <ul className={styles.reasons}>
                {because.map((reason) => (
                  <ReasonRow key={reason.songId} reason={reason} />
                ))}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function ReasonRow({ reason: { songId, share } }: { readonly reason: Reason }) {
  const song = songOfId(songId)
  return (
    <li className={styles.reason}>
      <Cover song={song} />
      <div>
        <SongNames song={song} />
        <div className={styles.bar} aria-hidden="true">
          <span style={{ width: `${Math.round(share * 100)}%` }} />
        </div>
      </div>
      <span className={styles.share}>{shareInWords(share)}</span>
    </li>
  )
}
