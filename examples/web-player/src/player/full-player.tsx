import { Drawer } from '@base-ui/react/drawer'
import { ChevronDown } from 'lucide-react'
import { Cover } from '../songs/cover.js'
import { LikeButton } from '../songs/like-button.js'
import { WhyThis } from '../songs/why-this.js'
import { IconButton } from '../ui/button.js'
import styles from './full-player.module.css'
import { usePlayback } from './playback.js'
import { usePlayer } from './player.js'
import { QueuePanel } from './queue-panel.js'
import { SeekBar } from './seek-bar.js'
import { usePanels } from './shortcuts.js'
import { RepeatButton, Transport } from './transport.js'

/** What plays, over the whole page; a swipe down or Escape closes it. */
export function FullPlayer() {
  const current = usePlayer((player) => player.current)
  const isOpen = usePanels(({ isFullPlayerOpen }) => isFullPlayerOpen)
  if (current === null) return null
  return (
    <Drawer.Root open={isOpen} onOpenChange={(open) => usePanels.setState({ isFullPlayerOpen: open })}>
      <Drawer.Portal>
        <Drawer.Viewport className={styles.viewport}>
          <Drawer.Popup className={styles.popup}>
            <div className={styles.tint} aria-hidden="true">
              <Cover key={current.id} song={current} />
            </div>
            <Drawer.Content className={styles.content}>
              <div className={styles.head}>
                <Drawer.Close render={<IconButton label="Close the full player" />}>
                  <ChevronDown size={26} aria-hidden="true" />
                </Drawer.Close>
                <Drawer.Title className={styles.heading}>Now playing</Drawer.Title>
              </div>
              <NowPlaying />
              <div className={styles.queue}>
                <QueuePanel />
              </div>
            </Drawer.Content>
          </Drawer.Popup>
        </Drawer.Viewport>
      </Drawer.Portal>
    </Drawer.Root>
  )
}

function NowPlaying() {
  const current = usePlayer((player) => player.current)
  if (current === null) return null
  return (
    <section className={styles.now} aria-label="Song that plays">
      <div className={styles.cover}>
        <Cover key={current.id} song={current} />
      </div>
      <div className={styles.song}>
        <div className={styles.names}>
          <p className={styles.title} dir="auto">
            {current.title}
          </p>
          <p className={styles.artist} dir="auto">
            {current.artist}
          </p>
        </div>
        <LikeButton song={current} size={26} />
      </div>
      <div data-base-ui-swipe-ignore="">
        <SeekBar className={styles.seek} />
      </div>
      <div className={styles.controls}>
        <RepeatButton />
        <Transport isLarge />
        <WhyThis song={current} look="icon" />
      </div>
      <SimulatedNote />
    </section>
  )
}

/** Says what is not heard, and why. */
function SimulatedNote() {
  const isSimulated = usePlayback((playback) => playback.isSimulated)
  return (
    <p className={styles.note} aria-live="polite">
      {isSimulated ? (
        <>
          <strong>Simulated playback.</strong> There is no recording of this song, so time passes and nothing
          is heard.
        </>
      ) : (
        'A preview of some seconds.'
      )}
    </p>
  )
}
