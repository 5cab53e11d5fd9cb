import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { playInOneTab as PlayInOneTab } from '../src/player/one-tab.js'
import type { usePlayer as UsePlayer } from '../src/player/player.js'
import type { followListener as FollowListener } from '../src/player/saved-listening.js'
import type { useSession as UseSession } from '../src/session/session.js'
import { songOfId } from '../src/songs/song.js'
import { stubStorage } from './local-service.js'

// What is saved is there before the app is, as in a browser.
let storage: Map<string, string>
let usePlayer: typeof UsePlayer
let useSession: typeof UseSession
let followListener: typeof FollowListener
let playInOneTab: typeof PlayInOneTab
let stop = () => {}

const songs = 'ABCDEFGH'.split('').map((name) => songOfId(`Artist - ${name}`))
const title = () => usePlayer.getState().current?.title

beforeAll(async () => {
  storage = stubStorage()
  vi.stubGlobal('location', { origin: 'http://127.0.0.1:9' })
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', new EventTarget())
  ;({ usePlayer } = await import('../src/player/player.js'))
  ;({ useSession } = await import('../src/session/session.js'))
  ;({ followListener } = await import('../src/player/saved-listening.js'))
  ;({ playInOneTab } = await import('../src/player/one-tab.js'))
})

beforeEach(() => {
  storage.clear()
  useSession.getState().signOut()
  usePlayer.getState().clear()
})
afterEach(() => stop())

/** As after a reload: what is in memory is gone. */
function reload() {
  stop()
  usePlayer.getState().clear()
  stop = followListener()
}

describe('what plays', () => {
  test('is there after a reload, paused', () => {
    useSession.getState().signIn('token', 'anna')
    stop = followListener()
    usePlayer.getState().playAll(songs)
    usePlayer.getState().next()
    const { current, queue, history } = usePlayer.getState()
    reload()
    expect(usePlayer.getState()).toMatchObject({ current, queue, history, isPlaying: false })
  })

  test('belongs to an account', () => {
    useSession.getState().signIn('token', 'anna')
    stop = followListener()
    usePlayer.getState().playAll(songs)
    useSession.getState().signOut()
    expect(usePlayer.getState()).toMatchObject({ current: null, queue: [], isPlaying: false })
    useSession.getState().signIn('token', 'ben')
    expect(title()).toBeUndefined()
    useSession.getState().signIn('token', 'anna')
    expect(title()).toBe('A')
    expect(usePlayer.getState().isPlaying).toBe(false)
  })

  test('goes on when a session ends by itself', () => {
    useSession.getState().signIn('token', 'anna')
    stop = followListener()
    usePlayer.getState().playAll(songs)
    useSession.getState().expire('token')
    useSession.getState().signIn('another token', 'anna')
    expect(title()).toBe('A')
    expect(usePlayer.getState().isPlaying).toBe(true)
  })

  test('goes with a guest into their new account, and is not left for the next guest', () => {
    useSession.getState().beGuest([])
    stop = followListener()
    usePlayer.getState().playAll(songs)
    useSession.getState().signIn('token', 'anna')
    expect(title()).toBe('A')
    expect(usePlayer.getState().isPlaying).toBe(true)
    useSession.getState().signOut()
    useSession.getState().beGuest([])
    expect(title()).toBeUndefined()
  })

  const saved = (changes: object) =>
    JSON.stringify({
      version: 1,
      current: songs[0],
      history: [],
      queue: songs,
      repeat: 'off',
      seconds: 5,
      ...changes,
    })

  test.each([
    '{',
    'null',
    '[]',
    '{"version":0,"current":{}}',
    saved({ current: 'A' }),
    saved({ current: { ...songs[0], title: null } }),
    saved({ queue: 7 }),
    saved({ queue: [null] }),
    saved({ history: undefined }),
    saved({ current: { ...songs[0], because: [{}] } }),
    saved({ seconds: null }),
  ])('starts anew where %s is saved', (saved) => {
    storage.set('redux:listening:anna', saved)
    useSession.getState().signIn('token', 'anna')
    stop = followListener()
    expect(usePlayer.getState()).toMatchObject({ current: null, queue: [] })
  })
})

test('an account that takes the place of another in the same tab goes on with what it heard itself', async () => {
  const { followSession } = await import('../src/session/follow-session.js')
  const unfollow = followSession()
  useSession.getState().signIn('token', 'anna')
  stop = followListener()
  usePlayer.getState().playAll(songs)
  useSession.getState().signIn('token', 'ben')
  expect(title()).toBeUndefined()
  usePlayer.getState().playAll(songs.slice(1))
  useSession.getState().signIn('token', 'anna')
  expect(title()).toBe('A')
  useSession.getState().signIn('token', 'ben')
  expect(title()).toBe('B')
  unfollow()
})

describe('one tab', () => {
  test('stops when another one begins', async () => {
    stop = playInOneTab()
    const other = new BroadcastChannel('redux:playing')
    usePlayer.getState().playAll(songs)
    other.postMessage(null)
    await vi.waitFor(() => expect(usePlayer.getState().isPlaying).toBe(false))
    other.close()
  })

  test('tells the others when it begins, and not when it goes on', async () => {
    stop = playInOneTab()
    const told = vi.fn()
    const other = new BroadcastChannel('redux:playing')
    other.onmessage = told
    usePlayer.getState().playAll(songs)
    usePlayer.getState().next()
    await vi.waitFor(() => expect(told).toHaveBeenCalled())
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(told).toHaveBeenCalledTimes(1)
    other.close()
  })
})
