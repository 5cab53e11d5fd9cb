import { ChevronUp } from 'lucide-react'
import { lazy, useEffect } from 'react'
import { Cover } from '../songs/cover.js'
import { LikeButton } from '../songs/like-button.js'
import { SongNames } from '../songs/song-names.js'
import { Opened } from '../ui/boundary.js'
import { IconButton } from '../ui/button.js'
import styles from './mini-player.module.css'
import { usePlayback } from './playback.js'
import { usePlayer } from './player.js'
import { ProgressLine, SeekBar } from './seek-bar.js'
import { followShortcuts, usePanels } from './shortcuts.js'
import { RepeatButton, Transport } from './transport.js'

const FullPlayer = lazy(async () => ({ default: (await import('./full-player.js')).FullPlayer }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.js')).ShortcutList }))

/** What plays, at the foot of every page. */
export function MiniPlayer() {
  const current = usePlayer((player) => player.current)
  useEffect(followShortcuts, [])
  return (
    <>
      {current === null ? <Silence /> : <Current />}
      <Panels />
    </>
  )
}

function Panels() {
  const { isFullPlayerOpen, isShortcutListOpen } = usePanels()
  const isSilent = usePlayer((player) => player.current === null)
  if (!isFullPlayerOpen && !isShortcutListOpen) return null
  return (
    <Opened onShut={() => usePanels.setState({ isFullPlayerOpen: false, isShortcutListOpen: false })}>
      {isFullPlayerOpen && !isSilent && <FullPlayer />}
      {isShortcutListOpen && <ShortcutList />}
    </Opened>
  )
}

function Silence() {
  return <p className={styles.silence}>Press a song to play it.</p>
}

function Current() {
  const current = usePlayer((player) => player.current)
  const isSimulated = usePlayback((playback) => playback.isSimulated)
  if (current === null) return null
  const open = () => usePanels.setState({ isFullPlayerOpen: true })
  return (
    <section className={styles.player} aria-label="Player">
      <div className={styles.narrow}>
        <ProgressLine />
      </div>
      <div className={styles.song}>
        <button type="button" className={styles.press} onClick={open} aria-haspopup="dialog">
          <span className={styles.picture}>
            <Cover key={current.id} song={current} />
          </span>
          <SongNames song={current}>
            {isSimulated && <span className={styles.simulatedShort}>simulated</span>}
          </SongNames>
          <span className="visually-hidden">, open the full player</span>
        </button>
        <LikeButton song={current} />
      </div>
      <div className={styles.controls}>
        <Transport />
        <SeekBar className={styles.seek} />
      </div>
      <div className={styles.rest}>
        {isSimulated && (
          <span className={styles.simulated} title="There is no recording of this song, so nothing is heard.">
            Simulated
          </span>
        )}
        <RepeatButton />
        <IconButton label="Open the full player" aria-haspopup="dialog" onClick={open}>
          <ChevronUp size={20} aria-hidden="true" />
        </IconButton>
      </div>
    </section>
  )
}
