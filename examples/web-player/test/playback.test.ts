import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { simulatedDuration, simulatedSound } from '../src/player/simulated-sound.js'
import { clockTime, spokenTime } from '../src/player/time.js'
import { songOfId } from '../src/songs/song.js'
import { stubStorage } from './local-service.js'

const ID = 'Artist - Song'
const songs = (...names: string[]) => names.map((name) => songOfId(`Artist - ${name}`))

beforeEach(() => {
  stubStorage()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('simulated playback', () => {
  test('lasts from 2:20 to 4:40, and always as long for the same song', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const duration = simulatedDuration(id)
        expect(duration).toBe(simulatedDuration(id))
        expect(duration).toBeGreaterThanOrEqual(140)
        expect(duration).toBeLessThanOrEqual(280)
      }),
    )
    expect(new Set(['a', 'b', 'c', 'd'].map(simulatedDuration)).size).toBeGreaterThan(1)
  })

  test('runs only while it plays', () => {
    const sound = simulatedSound(ID, 10, { onEnd: () => {} })
    vi.advanceTimersByTime(5000)
    expect(sound.positionSeconds()).toBe(10)
    sound.play()
    vi.advanceTimersByTime(5000)
    expect(sound.positionSeconds()).toBeCloseTo(15)
    sound.pause()
    vi.advanceTimersByTime(5000)
    expect(sound.positionSeconds()).toBeCloseTo(15)
  })

  test('ends once, also after jumps and pauses', () => {
    const onEnd = vi.fn()
    const sound = simulatedSound(ID, 0, { onEnd })
    sound.play()
    sound.seek(sound.durationSeconds - 3)
    sound.pause()
    vi.advanceTimersByTime(10_000)
    expect(onEnd).not.toHaveBeenCalled()
    sound.play()
    vi.advanceTimersByTime(10_000)
    expect(onEnd).toHaveBeenCalledTimes(1)
    expect(sound.positionSeconds()).toBe(sound.durationSeconds)
  })

  test('does not go beyond its ends', () => {
    const sound = simulatedSound(ID, 1e6, { onEnd: () => {} })
    expect(sound.positionSeconds()).toBe(sound.durationSeconds)
    sound.seek(-5)
    expect(sound.positionSeconds()).toBe(0)
  })

  test('does not end once it is let go', () => {
    const onEnd = vi.fn()
    const sound = simulatedSound(ID, 0, { onEnd })
    sound.play()
    sound.dispose()
    vi.advanceTimersByTime(1e6)
    expect(onEnd).not.toHaveBeenCalled()
  })
})

describe('what the player says is heard', () => {
  const listening = async () => {
    vi.stubGlobal('location', { origin: 'http://127.0.0.1:9' })
    const { usePlayer } = await import('../src/player/player.js')
    const playback = await import('../src/player/playback.js')
    // Long enough that nothing is looked for.
    const queue = songs('B', 'C', 'D', 'E', 'F', 'G', 'H')
    usePlayer.getState().restore({ current: songs('A')[0], history: [], queue, repeat: 'off' }, 30)
    return { usePlayer, ...playback, stop: playback.followPlayer() }
  }

  test('from where it was, once it is resumed, and then the next', async () => {
    const { usePlayer, positionSeconds, usePlayback, stop } = await listening()
    expect(positionSeconds()).toBe(30)
    usePlayer.getState().resume()
    vi.advanceTimersByTime(2000)
    expect(positionSeconds()).toBeCloseTo(32)
    vi.advanceTimersByTime((usePlayback.getState().durationSeconds - 32) * 1000 + 1)
    expect(usePlayer.getState().current?.title).toBe('B')
    expect(positionSeconds()).toBeLessThan(1)
    stop()
  })

  test('again from its start where it is repeated', async () => {
    const { usePlayer, positionSeconds, seek, usePlayback, stop } = await listening()
    usePlayer.getState().setRepeat('one')
    usePlayer.getState().resume()
    seek(usePlayback.getState().durationSeconds - 1)
    vi.advanceTimersByTime(1500)
    expect(usePlayer.getState()).toMatchObject({ isPlaying: true, history: [] })
    expect(usePlayer.getState().current?.title).toBe('A')
    expect(positionSeconds()).toBeCloseTo(0.5)
    stop()
  })

  test('goBack begins the song again, and within its first seconds goes to the one before', async () => {
    const { usePlayer, positionSeconds, goBack, seek, stop } = await listening()
    usePlayer.getState().next()
    seek(10)
    goBack()
    expect(usePlayer.getState().current?.title).toBe('B')
    expect(positionSeconds()).toBe(0)
    goBack()
    expect(usePlayer.getState().current?.title).toBe('A')
    stop()
  })
})

test('times are written and said as people do', () => {
  expect([0, 5, 65, 600, 3605].map(clockTime)).toEqual(['0:00', '0:05', '1:05', '10:00', '1:00:05'])
  expect([0, 1, 62, 121, 3600].map(spokenTime)).toEqual([
    '0 seconds',
    '1 second',
    '1 minute 2 seconds',
    '2 minutes 1 second',
    '1 hour',
  ])
})
