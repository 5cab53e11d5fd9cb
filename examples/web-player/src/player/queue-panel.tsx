import { ListMusic, RefreshCw, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { SongRow, SongRowSkeleton } from '../songs/song-row.js'
import { WhyThis } from '../songs/why-this.js'
import { Button, IconButton } from '../ui/button.js'
import { classes } from '../ui/classes.js'
import { usePlayer } from './player.js'
import styles from './queue-panel.module.css'

/** What plays next: beside the page where there is room, and in the full player. */
export function QueuePanel() {
  const current = usePlayer((player) => player.current)
  const isLoading = usePlayer(({ refill }) => refill === 'loading')
  const { refresh } = usePlayer.getState()
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h2 className={styles.heading}>Up next</h2>
          {current !== null && (
            <p className={styles.goesWith}>
              Goes with <bdi>{current.title}</bdi>
            </p>
          )}
        </div>
        {current !== null && (
          <IconButton label="Other songs up next" onClick={refresh} disabled={isLoading}>
            <RefreshCw size={18} className={classes(isLoading && styles.turning)} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {current === null ? <BeforeTheFirst /> : <Queue />}
    </div>
  )
}

function BeforeTheFirst() {
  return (
    <div className={styles.empty}>
      <ListMusic size={32} strokeWidth={1.5} aria-hidden="true" />
      <p>Play a song, and what goes with it lines up here.</p>
    </div>
  )
}

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

function Queue() {
  const queue = usePlayer((player) => player.queue)
  const refill = usePlayer((player) => player.refill)
  const { skipTo, remove } = usePlayer.getState()
  const { list, keepFocusAt } = useKeptFocus(queue)
  return (
    <div aria-busy={refill === 'loading'}>
      {queue.length > 0 && (
        <ol className={styles.songs} ref={list} aria-label="Songs up next">
          {queue.map((song, place) => (
            <li key={song.id}>
              <SongRow
                song={song}
                onPlay={() => {
                  keepFocusAt(0)
                  skipTo(song.id)
                }}
              >
                <WhyThis song={song} look="icon" />
                <IconButton
                  label={`Remove ${song.title} from up next`}
                  onClick={() => {
                    keepFocusAt(place)
                    remove(song.id)
                  }}
                >
                  <X size={18} aria-hidden="true" />
                </IconButton>
              </SongRow>
            </li>
          ))}
        </ol>
      )}
      {queue.length === 0 && refill === 'loading' && (
        <div className={styles.songs}>
          {SKELETONS.map((key) => (
            <SongRowSkeleton key={key} />
          ))}
        </div>
      )}
      {queue.length === 0 && refill === 'idle' && (
        <p className={styles.empty}>There is nothing else that goes with it.</p>
      )}
      {refill === 'failed' && <Failure />}
    </div>
  )
}

function Failure() {
  const { retry } = usePlayer.getState()
  return (
    <div className={styles.failure} role="alert">
      <p>What goes with it could not be loaded.</p>
      <Button onClick={retry}>Try again</Button>
    </div>
  )
}

/** The row with the focus may go; then the one that takes its place has it. */
function useKeptFocus(queue: readonly unknown[]) {
  const list = useRef<HTMLOListElement>(null)
  const place = useRef<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the queue that takes the focus away.
  useEffect(() => {
    if (place.current === null) return
    const rows = list.current?.children
    rows?.[Math.min(place.current, rows.length - 1)]?.querySelector('button')?.focus({ preventScroll: true })
    place.current = null
  }, [queue])
  return {
    list,
    keepFocusAt(at: number) {
      place.current = at
    },
  }
}
