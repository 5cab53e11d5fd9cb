import { hashOf } from '../songs/hash.js'
import type { Sound, SoundEvents } from './sound.js'

const SHORTEST_SECONDS = 140
const LONGEST_SECONDS = 280

/** How long a song without a recording lasts, always the same: from 2:20 to 4:40. */
export function simulatedDuration(songId: string): number {
  return SHORTEST_SECONDS + (hashOf(songId) % (LONGEST_SECONDS - SHORTEST_SECONDS + 1))
}

/** A clock in place of a recording: it runs, stops and ends as one would, and nothing is heard. */
export function simulatedSound(
  songId: string,
  startSeconds: number,
  { onEnd }: Pick<SoundEvents, 'onEnd'>,
): Sound {
  const durationSeconds = simulatedDuration(songId)
  let position = Math.min(startSeconds, durationSeconds)
  /** When it began to run from `position`; null while it stands. */
  let runningSince: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const positionSeconds = () => {
    const ran = runningSince === null ? 0 : (performance.now() - runningSince) / 1000
    return Math.min(position + ran, durationSeconds)
  }
  const pause = () => {
    position = positionSeconds()
    runningSince = null
    clearTimeout(timer)
  }
  const play = () => {
    pause()
    runningSince = performance.now()
    timer = setTimeout(
      () => {
        pause()
        position = durationSeconds
        onEnd()
      },
      (durationSeconds - position) * 1000,
    )
  }
  return {
    durationSeconds,
    positionSeconds,
    play,
    pause,
    seek(seconds) {
      const isRunning = runningSince !== null
      pause()
      position = Math.min(Math.max(seconds, 0), durationSeconds)
      if (isRunning) play()
    },
    dispose: pause,
  }
}
