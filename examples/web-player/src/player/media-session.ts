import { artworkOf } from '../songs/artwork.js'
import { goBack, positionSeconds, seek, usePlayback } from './playback.js'
import { usePlayer } from './player.js'

const STEP_SECONDS = 10

/** Shows what plays on lock screens and headsets, and obeys their buttons. Returns what stops it. */
export function followMediaSession(): () => void {
  if (!('mediaSession' in navigator)) return () => {}
  const actions = mediaActions()
  for (const [action, handler] of actions) handle(action, handler)
  showSong()
  showState()
  const unfollowPlayer = usePlayer.subscribe((player, before) => {
    if (player.current !== before.current) showSong()
    showState()
  })
  const unfollowPlayback = usePlayback.subscribe(showState)
  return () => {
    unfollowPlayer()
    unfollowPlayback()
    for (const [action] of actions) handle(action, null)
  }
}

function mediaActions(): [MediaSessionAction, MediaSessionActionHandler][] {
  const { resume, pause, next } = usePlayer.getState()
  return [
    ['play', resume],
    ['pause', pause],
    ['stop', pause],
    ['nexttrack', next],
    ['previoustrack', goBack],
    ['seekbackward', ({ seekOffset }) => seek(positionSeconds() - (seekOffset ?? STEP_SECONDS))],
    ['seekforward', ({ seekOffset }) => seek(positionSeconds() + (seekOffset ?? STEP_SECONDS))],
    ['seekto', ({ seekTime }) => seek(seekTime ?? 0)],
  ]
}

function handle(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
  try {
    navigator.mediaSession.setActionHandler(action, handler)
  } catch {
    // A browser that does not know this action has no button for it.
  }
}

function showSong(): void {
  const { current } = usePlayer.getState()
  navigator.mediaSession.metadata =
    current === null
      ? null
      : new MediaMetadata({
          title: current.title,
          artist: current.artist,
          artwork: [{ src: current.coverUrl ?? artworkOf(current.id) }],
        })
}

function showState(): void {
  const { current, isPlaying } = usePlayer.getState()
  const { durationSeconds } = usePlayback.getState()
  navigator.mediaSession.playbackState = current === null ? 'none' : isPlaying ? 'playing' : 'paused'
  if (durationSeconds > 0)
    navigator.mediaSession.setPositionState?.({
      duration: durationSeconds,
      position: Math.min(positionSeconds(), durationSeconds),
    })
  else navigator.mediaSession.setPositionState?.()
}
