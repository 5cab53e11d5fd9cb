import { useSession } from '../session/session.js'
import { stored } from '../session/stored.js'
import type { Reason, RecommendedSong, Song } from '../songs/song.js'
import { positionSeconds } from './playback.js'
import { type Listening, usePlayer } from './player.js'

/** Keeps what an account or a guest hears over a reload, and for its next visit. */

interface Saved extends Listening {
  readonly version: typeof VERSION
  readonly seconds: number
}

/** Another one makes what older pages have saved worthless. */
const VERSION = 1
const GUEST = 'redux:listening'

/**
 * Takes up where the listener left off, saves what they do from now on, and changes with them at a sign-in or a
 * sign-out. Returns what stops it.
 */
export function followListener(): () => void {
  let key = keyOfListener()
  restore(key)
  const save = () => write(key)
  const unfollowSession = useSession.subscribe(() => {
    const next = keyOfListener()
    if (next === key) return
    write(key)
    const before = key
    key = next
    // Who tried things as a guest goes on listening once they have an account.
    if (before === GUEST && next !== null && usePlayer.getState().current !== null) save()
    else restore(next)
    if (before === GUEST) stored.removeItem(GUEST)
  })
  const unfollowPlayer = usePlayer.subscribe((player, before) => {
    const { current, history, queue, repeat, isPlaying } = player
    const isSame =
      current === before.current &&
      history === before.history &&
      queue === before.queue &&
      repeat === before.repeat &&
      isPlaying === before.isPlaying
    if (!isSame) save()
  })
  window.addEventListener('pagehide', save)
  document.addEventListener('visibilitychange', save)
  return () => {
    unfollowSession()
    unfollowPlayer()
    window.removeEventListener('pagehide', save)
    document.removeEventListener('visibilitychange', save)
  }
}

/** Where the listener's things are; null where nobody listens. */
function keyOfListener(): string | null {
  const { username, guestSeeds } = useSession.getState()
  if (username !== null) return `${GUEST}:${username}`
  return guestSeeds === null ? null : GUEST
}

function restore(key: string | null): void {
  const saved = key === null ? null : read(key)
  if (saved === null) usePlayer.getState().clear()
  else {
    const { current, history, queue, repeat, seconds } = saved
    usePlayer.getState().restore({ current, history, queue, repeat }, seconds)
  }
}

function write(key: string | null): void {
  const { current, history, queue, repeat } = usePlayer.getState()
  if (key === null || current === null) return
  const saved: Saved = { version: VERSION, current, history, queue, repeat, seconds: positionSeconds() }
  stored.setItem(key, JSON.stringify(saved))
}

function read(key: string): Saved | null {
  try {
    const saved: unknown = JSON.parse(stored.getItem(key) ?? 'null')
    return isSaved(saved) ? saved : null
  } catch {
    return null
  }
}

/** Anybody can write into the storage of their browser; what is not as it was saved would break every page. */
function isSaved(value: unknown): value is Saved {
  const { version, current, history, queue, repeat, seconds } = (value ?? {}) as Partial<Saved>
  return (
    version === VERSION &&
    isSong(current) &&
    Array.isArray(history) &&
    history.every(isSong) &&
    Array.isArray(queue) &&
    queue.every(isSong) &&
    (repeat === 'off' || repeat === 'one') &&
    typeof seconds === 'number'
  )
}

function isSong(value: unknown): value is Song | RecommendedSong {
  const { id, title, artist, coverUrl, previewUrl, because } = (value ?? {}) as Partial<RecommendedSong>
  const areTexts = [id, title, artist].every((text) => typeof text === 'string')
  const areAddresses = [coverUrl, previewUrl].every((url) => url === null || typeof url === 'string')
  return (
    areTexts && areAddresses && (because === undefined || (Array.isArray(because) && because.every(isReason)))
  )
}

function isReason(value: unknown): value is Reason {
  const { songId, share } = (value ?? {}) as Partial<Reason>
  return typeof songId === 'string' && typeof share === 'number'
}
