import { beforeEach, expect, test, vi } from 'vitest'

/** What the app follows of a tab: its window's events, and nothing of a page. */
async function follow() {
  const window = new EventTarget()
  vi.stubGlobal('window', window)
  vi.stubGlobal('location', { origin: 'http://localhost' })
  vi.resetModules()
  const { followSession } = await import('../src/session/follow-session.js')
  const { useSession } = await import('../src/session/session.js')
  const { queryClient } = await import('../src/queries/client.js')
  queryClient.setQueryData(['known'], 'of the account')
  return {
    stop: followSession(),
    session: useSession.getState,
    known: () => queryClient.getQueryData(['known']),
    state: () => queryClient.getQueryState(['known']),
    clearStorage: () =>
      window.dispatchEvent(Object.assign(new Event('storage'), { key: null, newValue: null })),
  }
}

beforeEach(() => () => vi.unstubAllGlobals())

test('what is known of an account is forgotten when it is left for another, or for none', async () => {
  for (const leave of ['signOut', 'signIn', 'clearStorage'] as const) {
    const { session, known, clearStorage, stop } = await follow()
    session().signIn('one', 'ada')
    expect(known()).toBe('of the account')
    if (leave === 'clearStorage') clearStorage()
    else if (leave === 'signIn') session().signIn('two', 'bob')
    else session().signOut()
    expect(known()).toBeUndefined()
    stop()
  }
})

test('what is known stays when the session ends by itself, and is asked for again after the next log-in', async () => {
  const { session, known, state, stop } = await follow()
  session().signIn('one', 'ada')
  session().expire('one')
  expect(known()).toBe('of the account')
  expect(state()?.isInvalidated).toBe(false)
  session().signIn('two', 'ada')
  expect(known()).toBe('of the account')
  expect(state()?.isInvalidated).toBe(true)
  stop()
})

test('a guest who stops is forgotten, and one who signs up goes on', async () => {
  const { session, known, stop } = await follow()
  session().beGuest(['A - B'])
  session().signIn('one', 'ada')
  session().forgetGuest()
  expect(known()).toBe('of the account')
  session().signOut()
  session().beGuest([])
  session().signOut()
  expect(known()).toBeUndefined()
  stop()
})
