import { QueryObserver } from '@tanstack/react-query'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type * as Likes from '../src/queries/likes.js'
import type { useSession as UseSession } from '../src/session/session.js'
import { LocalService, stubStorage } from './local-service.js'

let service: LocalService
let likes: typeof Likes
let useSession: typeof UseSession
let liked: Set<string>
/** What an answer to a toggle waits for. */
let gate: Promise<unknown>

const SONG = 'Artist - Song'

beforeAll(async () => {
  stubStorage()
  service = await LocalService.start()
  likes = await import('../src/queries/likes.js')
  ;({ useSession } = await import('../src/session/session.js'))
})
afterAll(() => service.stop())

beforeEach(async () => {
  const { queryClient } = await import('../src/queries/client.js')
  queryClient.clear()
  useSession.getState().signIn('a.token.of-it', 'anna')
  liked = new Set()
  gate = Promise.resolve()
  service.calls.length = 0
  service.respond = async ({ path, body }) => {
    if (path === '/likes') return { body: { likes: [...liked] } }
    await gate
    const id = (body as { song_id: string }).song_id
    if (!liked.delete(id)) liked.add(id)
    return { body: { liked: liked.has(id) } }
  }
})

const toggles = () => service.calls.filter((path) => path === '/likes/toggle').length

test('a like shows at once, and stays when the service took it', async () => {
  const done = likes.setLiked(SONG, true)
  expect(likes.isLiked(SONG)).toBe(true)
  await done
  expect(liked).toContain(SONG)
})

test('a like that the service does not take is taken back', async () => {
  service.respond = () => ({ status: 400, body: { detail: 'Song not in catalogue' } })
  const done = likes.setLiked(SONG, true)
  expect(likes.isLiked(SONG)).toBe(true)
  await expect(done).rejects.toMatchObject({ kind: 'refused', message: 'Song not in catalogue' })
  expect(likes.isLiked(SONG)).toBe(false)
})

test('two quick taps leave a song as it was', async () => {
  let open = () => {}
  gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const done = likes.setLiked(SONG, true)
  await likes.setLiked(SONG, false)
  expect(likes.isLiked(SONG)).toBe(false)
  open()
  await done
  expect(liked).not.toContain(SONG)
  expect(likes.isLiked(SONG)).toBe(false)
})

test('three quick taps need one call', async () => {
  const done = likes.setLiked(SONG, true)
  await likes.setLiked(SONG, false)
  await likes.setLiked(SONG, true)
  await done
  expect(liked).toContain(SONG)
  expect(toggles()).toBe(1)
})

test('a song that was liked elsewhere meanwhile stays liked', async () => {
  liked.add(SONG)
  await likes.setLiked(SONG, true)
  expect(liked).toContain(SONG)
  expect(toggles()).toBe(2)
})

test('a service that never does what is asked is not asked for ever', async () => {
  service.respond = ({ path }) => ({ body: path === '/likes' ? { likes: [] } : { liked: false } })
  await likes.setLiked(SONG, true)
  expect(toggles()).toBe(4)
  expect(likes.isLiked(SONG)).toBe(false)
})

test('a wish that was on its way when its account was left is nothing to the next one', async () => {
  let open = () => {}
  gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const done = likes.setLiked(SONG, true)
  await likes.setLiked(SONG, false)
  useSession.getState().signIn('another.token.of-it', 'ben')
  expect(likes.isLiked(SONG)).toBe(false)
  const own = likes.setLiked(SONG, true)
  expect(likes.isLiked(SONG)).toBe(true)
  open()
  await Promise.all([done, own])
  // One call for each; none more in the name of the second for the first.
  expect(toggles()).toBeLessThanOrEqual(3)
  expect(liked).toContain(SONG)
})

test('likes of other songs go on beside', async () => {
  await Promise.all(['A - 1', 'B - 2', 'C - 3'].map((id) => likes.setLiked(id, true)))
  expect([...liked].sort()).toEqual(['A - 1', 'B - 2', 'C - 3'])
})

test('a list that is shown gets the new like without asking for it again', async () => {
  const { queryClient } = await import('../src/queries/client.js')
  liked.add('B - 2')
  const options = {
    queryKey: ['likes', useSession.getState().username],
    queryFn: async () => (await (await fetch(`${location.origin}/likes`)).json()).likes as string[],
    staleTime: 60_000,
  }
  const observer = new QueryObserver(queryClient, options)
  const stop = observer.subscribe(() => {})
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual(['B - 2']))
  await likes.setLiked(SONG, true)
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual(['B - 2', SONG]))
  expect(service.calls.filter((path) => path === '/likes')).toHaveLength(1)
  stop()
})
