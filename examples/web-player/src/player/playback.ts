import { useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { usePlayer } from './player.js'
import { recordedSound } from './recorded-sound.js'
import { simulatedSound } from './simulated-sound.js'
import type { Sound } from './sound.js'

interface Playback {
  /** How long the current song is; 0 as long as that is not known. */
  readonly durationSeconds: number
  /** Whether nothing is heard, for there is no recording. */
  readonly isSimulated: boolean
  /** Counts the jumps, so that who shows the position shows it at once. */
  readonly jumps: number
}

/** How the current song is heard. Where it is, {@link positionSeconds} and {@link usePosition} say. */
export const usePlayback = create<Playback>()(() => ({ durationSeconds: 0, isSimulated: true, jumps: 0 }))

let sound: Sound | null = null

/** How far the current song is. */
export function positionSeconds(): number {
  return sound?.positionSeconds() ?? 0
}

export function seek(seconds: number): void {
  sound?.seek(Math.min(seconds, sound.durationSeconds || Number.POSITIVE_INFINITY))
  usePlayback.setState(({ jumps }) => ({ jumps: jumps + 1 }))
}

/** Begins the song again; within its first seconds, goes back to the one before. */
export function goBack(): void {
  const { history, previous } = usePlayer.getState()
  if (positionSeconds() > FIRST_SECONDS || history.length === 0) seek(0)
  else previous()
}

const FIRST_SECONDS = 3

/** Lets be heard what the player says. Returns what stops it. */
export function followPlayer(): () => void {
  load()
  const unsubscribe = usePlayer.subscribe((player, before) => {
    if (player.starts !== before.starts) load()
    else if (player.isPlaying !== before.isPlaying) run()
  })
  return () => {
    unsubscribe()
    sound?.dispose()
    sound = null
  }
}

function load(): void {
  const { current, startSeconds } = usePlayer.getState()
  sound?.dispose()
  sound = null
  if (current === null) show(true)
  else if (current.previewUrl === null) simulate(current.id, startSeconds)
  else record(current.id, current.previewUrl, startSeconds)
}

function record(songId: string, url: string, startSeconds: number): void {
  const recording = recordedSound(url, startSeconds, {
    onEnd: () => usePlayer.getState().ended(),
    onDuration: () => show(false),
    onBlocked: () => usePlayer.getState().pause(),
    onFailure: () => {
      const position = recording.positionSeconds()
      recording.dispose()
      simulate(songId, position)
    },
  })
  sound = recording
  show(false)
  run()
}

function simulate(songId: string, startSeconds: number): void {
  sound = simulatedSound(songId, startSeconds, { onEnd: () => usePlayer.getState().ended() })
  show(true)
  run()
}

function run(): void {
  if (usePlayer.getState().isPlaying) sound?.play()
  else sound?.pause()
}

function show(isSimulated: boolean): void {
  usePlayback.setState(({ jumps }) => ({
    durationSeconds: sound?.durationSeconds ?? 0,
    isSimulated,
    jumps: jumps + 1,
  }))
}

const STEPS_PER_SECOND = 4

/** How far the current song is, in steps of a quarter of a second. Re-renders at every step who calls it. */
export function usePosition(): number {
  return useSyncExternalStore(followPosition, steppedPosition)
}

function steppedPosition(): number {
  return Math.floor(positionSeconds() * STEPS_PER_SECOND) / STEPS_PER_SECOND
}

function followPosition(onStep: () => void): () => void {
  const timer = setInterval(onStep, 1000 / STEPS_PER_SECOND)
  const unsubscribe = usePlayback.subscribe(onStep)
  return () => {
    clearInterval(timer)
    unsubscribe()
  }
}
