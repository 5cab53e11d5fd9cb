import fc from 'fast-check'
import jsonwebtoken from 'jsonwebtoken'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ServedRecommender } from '../../src/index.js'
import { ARGON2_OPTIONS, DUMMY_HASH } from '../../src/passwords.js'
import { Client, runApp, SECRET } from '../running-app.js'
import { trainedArtifacts } from '../trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const PASSWORD = 'a good password'
const problem = (field: string, type: string) =>
  expect.objectContaining({ loc: ['body', field], msg: expect.any(String), type })

describe('POST /auth/signup', () => {
  test('answers 201 with a bearer token that is signed in', async () => {
    const { client, url } = await runApp({ recommender })
    const { status, json, headers } = await client.post('/auth/signup', {
      username: 'ada',
      password: PASSWORD,
    })
    expect(status).toBe(201)
    expect(json).toEqual({ access_token: expect.any(String), token_type: 'bearer' })
    expect(headers.get('cache-control')).toBe('no-store')
    expect((await new Client(url, json.access_token).get('/likes')).json).toEqual({ likes: [] })
  })

  test('makes a token of HS256 with sub and an exp 24 hours away', async () => {
    const { client } = await runApp({ recommender })
    const { token } = await client.newAccount('ada')
    const { header, payload } = jsonwebtoken.verify(token!, SECRET, { complete: true })
    expect(header.alg).toBe('HS256')
    expect(payload).toMatchObject({ sub: 'ada', exp: expect.any(Number) })
    const hours = ((payload as { exp: number }).exp - Date.now() / 1000) / 3600
    expect(hours).toBeGreaterThan(23.9)
    expect(hours).toBeLessThanOrEqual(24)
  })

  test('answers 400 "Username already exists" for a name that is taken', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada')
    const { status, json } = await client.post('/auth/signup', { username: 'ada', password: 'another one' })
    expect(status).toBe(400)
    expect(json).toEqual({ detail: 'Username already exists' })
  })

  test('tells names apart by case', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada')
    await client.newAccount('Ada')
  })

  test.each([2, 20])('gives the name to exactly one of %i racing sign-ups', async (racers) => {
    const { client } = await runApp({ recommender })
    const answers = await Promise.all(
      Array.from({ length: racers }, (_, i) =>
        client.post('/auth/signup', { username: 'ada', password: `password ${i}` }),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array(racers - 1).fill(400)])
    const winner = answers.findIndex(({ status }) => status === 201)
    expect((await client.logIn('ada', `password ${winner}`)).status).toBe(200)
  })

  test.each([
    ['a name of 2 characters', { username: 'ab', password: PASSWORD }, 'username', 'string_too_short'],
    ['a name of 51', { username: 'a'.repeat(51), password: PASSWORD }, 'username', 'string_too_long'],
    ['a password of 3', { username: 'ada', password: 'abc' }, 'password', 'string_too_short'],
    ['a password of 129', { username: 'ada', password: 'a'.repeat(129) }, 'password', 'string_too_long'],
    ['two emoji for a name', { username: '😀😀', password: PASSWORD }, 'username', 'string_too_short'],
    ['a NUL', { username: 'nul\0nul', password: PASSWORD }, 'username', 'string_nul'],
    ['half a surrogate pair', { username: 'ada\ud83d', password: PASSWORD }, 'username', 'string_unicode'],
    ['a name that is a number', { username: 12345, password: PASSWORD }, 'username', 'string_type'],
    ['a name that is null', { username: null, password: PASSWORD }, 'username', 'string_type'],
    ['no name', { password: PASSWORD }, 'username', 'missing'],
    ['no password', { username: 'ada' }, 'password', 'missing'],
  ])('answers 422 to %s', async (_, body, field, type) => {
    const { client } = await runApp({ recommender })
    const { status, json, text } = await client.post('/auth/signup', body)
    expect(status).toBe(422)
    expect(json).toEqual({ detail: [problem(field, type)] })
    expect(text).not.toContain(PASSWORD)
  })

  test('tells all fields that are wrong', async () => {
    const { client } = await runApp({ recommender })
    const { json } = await client.post('/auth/signup', {})
    expect(json.detail).toEqual([problem('username', 'missing'), problem('password', 'missing')])
  })

  test('accepts names of 3 to 50 and passwords of 4 to 128 characters, of whatever alphabet', async () => {
    const { client } = await runApp({ recommender })
    const characters = fc.constantFrom('a', 'Z', '7', ' ', 'é', '日', '😀', '"', '\\', '\n')
    const textOf = (minLength: number, maxLength: number) =>
      fc.array(characters, { minLength, maxLength }).map((list) => list.join(''))
    let accounts = 0
    const name = textOf(0, 44).map((text) => `${String(accounts++).padStart(5, '0')}:${text}`)
    await fc.assert(
      fc.asyncProperty(name, textOf(4, 128), async (username, password) => {
        expect((await client.post('/auth/signup', { username, password })).status).toBe(201)
        expect((await client.logIn(username, password)).status).toBe(200)
        expect((await client.logIn(username, `${password}x`)).status).toBe(400)
      }),
      { numRuns: 15 },
    )
  })
})

describe('POST /auth/login', () => {
  test('answers 200 with a bearer token for the right password', async () => {
    const { client, url } = await runApp({ recommender })
    await client.newAccount('ada', PASSWORD)
    const { status, json } = await client.logIn('ada', PASSWORD)
    expect(status).toBe(200)
    expect(json).toEqual({ access_token: expect.any(String), token_type: 'bearer' })
    expect((await new Client(url, json.access_token).get('/likes')).status).toBe(200)
  })

  test('takes the other fields OAuth2 clients send', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada', PASSWORD)
    const more = { grant_type: 'password', scope: 'a b', client_id: 'app', client_secret: '' }
    expect((await client.logIn('ada', PASSWORD, more)).status).toBe(200)
  })

  test('reads forms as browsers write them', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada & bob', 'p+w=% é😀&')
    expect((await client.logIn('ada & bob', 'p+w=% é😀&')).status).toBe(200)
  })

  test('answers an unknown user and a wrong password alike', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada', PASSWORD)
    const wrong = await client.logIn('ada', 'not the password')
    const unknown = await client.logIn('nobody', PASSWORD)
    expect(wrong.status).toBe(400)
    expect(wrong.text).toBe('{"detail":"Incorrect username or password"}')
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text])
    const names = (headers: Headers) => [...headers.keys()].sort()
    expect(names(unknown.headers)).toEqual(names(wrong.headers))
  })

  // Without the dummy verification an unknown user takes about 1 ms where a wrong password takes 20.
  test('takes as long for an unknown user as for a wrong password', async () => {
    const { client } = await runApp({ recommender })
    await client.newAccount('ada', PASSWORD)
    const fastest = { ada: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY }
    for (let repeat = 0; repeat < 8; repeat++) {
      for (const name of ['ada', 'nobody'] as const) {
        const startedAt = performance.now()
        await client.logIn(name, 'not the password')
        fastest[name] = Math.min(fastest[name], performance.now() - startedAt)
      }
    }
    expect(fastest.nobody).toBeGreaterThan(fastest.ada * 0.5)
  })

  test('verifies an unknown user against a hash of the strength all others have', () => {
    const { memoryCost, timeCost, parallelism } = ARGON2_OPTIONS
    expect(DUMMY_HASH).toMatch(
      new RegExp(`^\\$argon2id\\$v=19\\$m=${memoryCost},t=${timeCost},p=${parallelism}\\$`),
    )
  })

  test('stores passwords as argon2id hashes of that strength', async () => {
    const { client, store } = await runApp({ recommender })
    await client.newAccount('ada', PASSWORD)
    const { passwordHash } = (await store.findUser('ada'))!
    expect(passwordHash).toContain(DUMMY_HASH.slice(0, '$argon2id$v=19$m=19456,t=2,p=1$'.length))
    expect(passwordHash).not.toContain(PASSWORD)
  })

  test('answers 422 to a form without its fields, and to no form at all', async () => {
    const { client } = await runApp({ recommender })
    const both = { detail: [problem('username', 'missing'), problem('password', 'missing')] }
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    for (const answer of [
      await client.send('/auth/login', '', form),
      await client.send('/auth/login', 'user=ada', form),
      await client.post('/auth/login', { username: 'ada', password: PASSWORD }),
    ]) {
      expect(answer.status).toBe(422)
      expect(answer.json).toEqual(both)
    }
  })
})

describe('POST /auth/logout', () => {
  test('makes the token worthless, and no other token', async () => {
    const { client } = await runApp({ recommender })
    const here = await client.newAccount('ada', PASSWORD)
    const login = await client.logIn('ada', PASSWORD)
    const there = new Client(client.url, login.json.access_token)
    expect(await here.post('/auth/logout', undefined)).toMatchObject({
      status: 200,
      json: { logged_out: true },
    })
    expect((await here.get('/likes')).status).toBe(401)
    expect((await here.post('/auth/logout', undefined)).status).toBe(401)
    expect((await there.get('/likes')).status).toBe(200)
  })
})

describe('a token', () => {
  const inHours = (hours: number) => Math.floor(Date.now() / 1000 + hours * 3600)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (claims: object, secret = SECRET, algorithm: jsonwebtoken.Algorithm = 'HS256') =>
    jsonwebtoken.sign(claims, secret, { algorithm, noTimestamp: true })

  const claims = { sub: 'ada', exp: inHours(1) }
  const [header, , signature] = sign(claims).split('.')
  const bad: [string, string][] = [
    ['expired', sign({ ...claims, exp: inHours(-1) })],
    ['signed with another secret', sign(claims, 'another secret that is long enough too')],
    ['signed with HS512', sign(claims, SECRET, 'HS512')],
    ['of algorithm none', `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`],
    ['of algorithm None with a signature', `${part({ alg: 'None' })}.${part(claims)}.${signature}`],
    ['tampered with', `${header}.${part({ ...claims, exp: inHours(99) })}.${signature}`],
    ['cut short', sign(claims).slice(0, -3)],
    ['without a signature', sign(claims).split('.').slice(0, 2).join('.')],
    ['without exp', sign({ sub: 'ada' })],
    ['without sub', sign({ exp: claims.exp })],
    ['whose sub is no text', sign({ sub: { $ne: null } as unknown as string, exp: claims.exp }, SECRET)],
    ['of a user who does not exist', sign({ ...claims, sub: 'nobody' })],
    ['that is no token', 'nonsense'],
  ].map(([name, token]) => [name, token])

  test('with nothing wrong is signed in', async () => {
    const { client, url } = await runApp({ recommender })
    await client.newAccount('ada')
    expect((await new Client(url, sign(claims)).get('/likes')).status).toBe(200)
  })

  test.each(bad)('%s is refused where signing in is required', async (_, token) => {
    const { client, url } = await runApp({ recommender })
    await client.newAccount('ada')
    const stranger = new Client(url, token)
    for (const answer of [
      await stranger.get('/likes'),
      await stranger.post('/likes/toggle', { song_id: 'Jazz Band 1 - Jazz Song 11' }),
    ]) {
      expect(answer.status).toBe(401)
      expect(answer.json).toEqual({ detail: 'Authentication required' })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  test.each(bad)('%s counts as anonymous where signing in is optional', async (_, token) => {
    const { client, url } = await runApp({ recommender })
    const ada = await client.newAccount('ada')
    await ada.post('/recommendations/cold-start', { seeds: ['Metal Band 1 - Metal Song 11'] })
    const stranger = new Client(url, token)
    const seeds = ['Jazz Band 1 - Jazz Song 11']
    expect((await stranger.get('/me/seeds')).json).toEqual({ seeds: null })
    const calls = (caller: Client) =>
      Promise.all([
        caller.post('/recommendations/cold-start', { seeds }),
        caller.post('/recommendations/similar', { song: seeds[0], seed: 1 }),
        caller.get('/recommendations/categories'),
      ])
    const answers = await calls(stranger)
    const anonymous = await calls(client)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers.map(({ json }) => json)).toEqual(anonymous.map(({ json }) => json))
    expect((await client.logIn('ada', 'a good password')).status).toBe(200)
  })

  test.each(['Basic YWRhOmFkYQ==', 'Bearer', 'Bearer  ', 'a b c', sign(claims)])(
    'is not found in "Authorization: %s"',
    async (authorization) => {
      const { client } = await runApp({ recommender })
      await client.newAccount('ada')
      expect((await client.get('/likes', { Authorization: authorization })).status).toBe(401)
      expect((await client.get('/me/seeds', { Authorization: authorization })).status).toBe(200)
    },
  )

  test('lives as long as TOKEN_EXPIRE_HOURS says', async () => {
    const { client } = await runApp({ recommender, env: { TOKEN_EXPIRE_HOURS: '0.5' } })
    const { token } = await client.newAccount('ada')
    const { exp } = jsonwebtoken.decode(token!) as { exp: number }
    expect(exp - Date.now() / 1000).toBeGreaterThan(1790)
    expect(exp - Date.now() / 1000).toBeLessThanOrEqual(1800)
  })
})
