import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { skipWithout } from '../test/services/requirement.js'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Answer, Question } from './harness/ask.js'
import { newFolder, Replica } from './harness/replica.js'
import { Tally } from './harness/tally.js'

const HOUR_MS = 3_600_000
const ADDRESS_LIMIT = 20
/** Longer than the window of the limit of addresses, which is ten seconds. */
const WINDOW_MS = 11_000
const PASSWORD = 'a good password'

/** Where the multi-threaded variant of libfaketime is. */
const LIBRARY = ['/usr/lib', '/usr/local/lib']
  .flatMap((folder) => [folder, ...foldersOf(folder)])
  .map((folder) => join(folder, 'faketime', 'libfaketimeMT.so.1'))
  .find((path) => existsSync(path))

function foldersOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
}

skipWithout(LIBRARY === undefined ? 'No libfaketime here: install the package faketime.' : undefined)
const artifacts = useArtifacts()

/** A service whose clock can be set. */
class Clockwork {
  readonly #file = join(newFolder(), 'offset')
  readonly #settings: Readonly<Record<string, string>>
  replica!: Replica

  constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings
    writeFileSync(this.#file, '+0')
  }

  async start(): Promise<void> {
    this.replica = await Replica.start({
      ARTIFACTS_DIR: artifacts.folder,
      LD_PRELOAD: LIBRARY!,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      // Clocks that are set are those of the day; what measures time that passed goes on as ever.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      ...this.#settings,
    })
  }

  /** Sets the clock so many hours before or after the real one, and waits until the service tells that time. */
  async jump(hours: number): Promise<void> {
    writeFileSync(this.#file, `${hours < 0 ? '' : '+'}${hours * 3600}`)
    const isThere = ({ headers }: Answer) =>
      Math.abs(Date.parse(String(headers.date)) - (Date.now() + hours * HOUR_MS)) < 5000
    await this.replica.until(isThere, '/health/live')
  }
}

test('the clock jumps across the end of a token, back, and before its beginning', async () => {
  const tally = new Tally('The clock jumps by 25 hours forward, back, and 2 hours backward')
  const clock = new Clockwork({ TRUST_PROXY: '1', RATE_LIMIT_ADDRESS: String(ADDRESS_LIMIT) })
  await clock.start()
  const { replica } = clock
  /** Asks, and counts what no clock is a reason for. */
  const ask = async (path: string, question?: Question) => {
    const answer = await replica.ask(path, question)
    tally.count('requests')
    if (answer.status === 0 || answer.status >= 500) {
      tally.count('failed')
      tally.note('a failure', `${path}: ${answer.failure ?? answer.status} ${answer.text}`)
    }
    return answer
  }
  const signUp = async (username: string): Promise<string> => {
    const { json } = await ask('/auth/signup', { json: { username, password: PASSWORD } })
    return json.access_token
  }
  const like = (token: string, song: number) =>
    ask('/likes/toggle', { json: { song_id: ALL_SONGS[song] }, token })
  const song = { json: { song: ALL_SONGS[7], seed: 1 } }
  /** How many of twice as many requests as an address may make are let through. */
  const passed = async (address: string) => {
    const statuses: number[] = []
    for (let i = 0; i < 2 * ADDRESS_LIMIT; i++)
      statuses.push((await ask('/catalog/search?q=jazz', { headers: { 'X-Forwarded-For': address } })).status)
    return statuses.filter((status) => status === 200).length
  }

  const ada = await signUp('ada')
  await like(ada, 1)
  expect((await ask('/likes', { token: ada })).status).toBe(200)
  expect(await passed('192.0.2.1')).toBe(ADDRESS_LIMIT)
  const first = await ask('/recommendations/similar', song)

  await clock.jump(25)
  const expired = await ask('/likes', { token: ada })
  tally.note('token, 25 hours later', expired.status)
  const later = await signUp('bob')
  expect((await ask('/likes', { token: later })).status).toBe(200)
  expect((await ask('/recommendations/similar', song)).json).toEqual(first.json)
  expect(await passed('192.0.2.2')).toBe(ADDRESS_LIMIT)

  await clock.jump(0)
  const goodAgain = await ask('/likes', { token: ada })
  tally.note('token, back again', goodAgain.status)
  const refused = await ask('/catalog/search?q=jazz', { headers: { 'X-Forwarded-For': '192.0.2.2' } })
  tally.note('Retry-After then, in seconds', refused.headers['retry-after'] ?? 'none')
  // Of these the second used its window up 25 hours from now.
  await wait(WINDOW_MS)
  const unstuck = [await passed('192.0.2.1'), await passed('192.0.2.2'), await passed('192.0.2.3')]
  tally.note('let through by limits after the jump back', unstuck.join(', '))
  await like(ada, 2)

  await clock.jump(-2)
  await like(ada, 3)
  const early = await ask('/likes', { token: ada })
  tally.note('token, 2 hours before it was made', early.status)
  const carol = await signUp('carol')
  await like(carol, 4)
  expect((await ask('/recommendations/categories', { token: carol })).json.buckets.length).toBeGreaterThan(0)
  expect((await ask('/recommendations/similar', song)).json).toEqual(first.json)
  await clock.jump(0)
  await like(ada, 5)
  const { likes } = (await ask('/likes', { token: ada })).json
  tally.note('likes in the order of liking', likes.length)
  tally.count('failed', 0)
  tally.print()
  expect(expired.status).toBe(401)
  expect(goodAgain.status).toBe(200)
  expect(early.status).toBe(200)
  expect(unstuck).toEqual([ADDRESS_LIMIT, ADDRESS_LIMIT, ADDRESS_LIMIT])
  expect(likes).toEqual([1, 2, 3, 5].map((at) => ALL_SONGS[at]))
  expect(tally.of('failed')).toBe(0)
  expect(replica.crashes).toBe(0)
})
