import type { Sound, SoundEvents } from './sound.js'

/** A recording from the net. */
export function recordedSound(url: string, startSeconds: number, events: SoundEvents): Sound {
  const audio = new Audio()
  const stop = new AbortController()
  const { signal } = stop
  audio.addEventListener('ended', events.onEnd, { signal })
  audio.addEventListener('durationchange', events.onDuration, { signal })
  audio.addEventListener('error', events.onFailure, { signal })
  audio.preload = 'metadata'
  audio.src = url
  audio.currentTime = startSeconds
  return {
    get durationSeconds() {
      return Number.isFinite(audio.duration) ? audio.duration : 0
    },
    positionSeconds: () => audio.currentTime,
    play() {
      audio.play().catch((error: unknown) => {
        if (!signal.aborted && error instanceof DOMException && error.name === 'NotAllowedError')
          events.onBlocked()
      })
    },
    pause: () => audio.pause(),
    seek(seconds) {
      audio.currentTime = Math.max(seconds, 0)
    },
    dispose() {
      stop.abort()
      audio.pause()
      audio.removeAttribute('src')
      audio.load()
    },
  }
}
