import { beforeEach, expect, test, vi } from 'vitest'

class Storage {
  readonly #items = new Map<string, string>()
  getItem = (name: string) => this.#items.get(name) ?? null
  setItem = (name: string, value: string) => void this.#items.set(name, value)
  removeItem = (name: string) => void this.#items.delete(name)
}

beforeEach(() => {
  vi.stubGlobal('localStorage', new Storage())
  return () => vi.unstubAllGlobals()
})

/** A tab of the same browser. */
async function newTab() {
  vi.resetModules()
  const { useSession, readSession, goodToken } = await import('../src/session/session.js')
  return { session: useSession.getState, readSession, goodToken }
}

test('a session is there in the next tab', async () => {
  ;(await newTab()).session().signIn('token', 'ada')
  expect((await newTab()).session()).toMatchObject({ token: 'token', username: 'ada', hasExpired: false })
})

test('a session that ended keeps its name, and another log-in goes on with it', async () => {
  const { session, goodToken } = await newTab()
  session().signIn('old', 'ada')
  session().expire('old')
  expect(session()).toMatchObject({ username: 'ada', hasExpired: true })
  expect(goodToken()).toBeNull()
  session().signIn('new', 'ada')
  expect(session().hasExpired).toBe(false)
  expect(goodToken()).toBe('new')
})

test('the end of an old token does not end the session that another tab has begun since', async () => {
  const one = await newTab()
  one.session().signIn('old', 'ada')
  const two = await newTab()
  one.session().signIn('new', 'ada')
  two.session().expire('old')
  expect(two.session()).toMatchObject({ token: 'new', hasExpired: false })
  one.readSession()
  expect(one.session()).toMatchObject({ token: 'new', hasExpired: false })
})

test('nothing is left after a sign-out, in no tab', async () => {
  const one = await newTab()
  one.session().beGuest(['A - B'])
  one.session().signIn('token', 'ada')
  const two = await newTab()
  one.session().signOut()
  two.readSession()
  expect(two.session()).toMatchObject({ token: null, username: null, hasExpired: false, guestSeeds: null })
})

test("a guest's songs outlast the sign-up until the account has them", async () => {
  const { session } = await newTab()
  session().beGuest(['A - B'])
  session().signIn('token', 'ada')
  expect(session().guestSeeds).toEqual(['A - B'])
  session().forgetGuest()
  expect(session()).toMatchObject({ guestSeeds: null, username: 'ada' })
})

test('a token whose time is over is not used', async () => {
  const claims = Buffer.from(JSON.stringify({ iat: 0, exp: 60 })).toString('base64url')
  const { session, goodToken } = await newTab()
  vi.useFakeTimers()
  try {
    session().signIn(`a.${claims}.b`, 'ada')
    expect(goodToken()).not.toBeNull()
    vi.setSystemTime(Date.now() + 60_000)
    expect(goodToken()).toBeNull()
    expect(session().hasExpired).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

test.each([
  '{',
  '[]',
  '7',
  '{"state":null,"version":0}',
  '{"state":{"token":7,"username":"ada"},"version":0}',
  '{"state":{"token":"token"},"version":0}',
  '{"state":{"guestSeeds":"A - B"},"version":0}',
  '{"state":{"token":"token","username":"ada","expiresAtMs":"never"},"version":0}',
])('nobody is signed in where %s is stored', async (stored) => {
  localStorage.setItem('redux:session', stored)
  const { session, goodToken } = await newTab()
  expect(session()).toMatchObject({ token: null, username: null, hasExpired: false, guestSeeds: null })
  expect(goodToken()).toBeNull()
})

test('a session that an older version stored is taken over', async () => {
  localStorage.setItem('redux:session', '{"state":{"token":"token","username":"ada"},"version":0}')
  expect((await newTab()).session()).toMatchObject({ token: 'token', username: 'ada', expiresAtMs: null })
})

test('where storage is blocked, the session lasts as long as the page', async () => {
  vi.stubGlobal('localStorage', undefined)
  const { session } = await newTab()
  session().signIn('token', 'ada')
  expect(session().username).toBe('ada')
})
