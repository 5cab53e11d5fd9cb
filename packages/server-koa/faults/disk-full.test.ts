import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Answer } from './harness/ask.js'
import { compareOverHttp, compareStored, LOSSES } from './harness/compare.js'
import { Ledger } from './harness/ledger.js'
import { newFolder, Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { storedInSqlite } from './harness/stored-accounts.js'
import { Tally } from './harness/tally.js'

/** Refused writes to see before there is room again. */
const REFUSALS = 30
const MAX_WRITES = 5000
const LISTENERS = 5
const DISK_BYTES = 8 * 1024 * 1024
const PASSWORD = 'a good password'

const artifacts = useArtifacts()

interface Disk {
  readonly folder: string
  /** Leaves no room for another byte. */
  fill(replica: Replica): void
  free(replica: Replica): void
}

/** Listeners write before, while and after there is no room for it. */
async function fillUnderLoad(disk: Disk, tally: Tally): Promise<void> {
  const path = join(disk.folder, 'redux.db')
  const replica = await Replica.start({ ARTIFACTS_DIR: artifacts.folder, DATABASE_URL: `sqlite:///${path}` })
  const ledger = new Ledger()
  const client = { random: new SeededRandom(5), tally, ask: replica.ask.bind(replica) }
  const live = async () => {
    for (let i = 0; i < LISTENERS; i++) await ledger.live(client)
  }
  await live()
  const { json } = await replica.ask('/auth/signup', { json: { username: 'writer', password: PASSWORD } })
  const token: string = json.access_token

  disk.fill(replica)
  const refusals: Answer[] = []
  for (let i = 0; refusals.length < REFUSALS && i < MAX_WRITES; i++) {
    const song = ALL_SONGS[i % ALL_SONGS.length]
    const answer = await replica.ask('/likes/toggle', { json: { song_id: song }, token })
    tally.count('requests')
    if (answer.status === 503) refusals.push(answer)
    else if (answer.status !== 200) tally.count(`wrong: a write answered ${answer.failure ?? answer.status}`)
  }
  const inWords = refusals.filter(({ headers, json }) => json?.detail && Number(headers['retry-after']) > 0)
  tally.count('writes refused in words, 503', inWords.length)
  tally.note('the words', refusals[0]?.json.detail)
  await live()
  for (const path of ['/likes', '/me/seeds', '/recommendations/categories', '/catalog/search?q=jazz']) {
    const { status } = await replica.ask(path, { token })
    tally.count('requests')
    tally.count(status === 200 ? 'reads answered on the full disk' : 'reads failed')
  }

  disk.free(replica)
  const before = tally.of('likes acknowledged')
  await live()
  const afterwards = tally.of('likes acknowledged') - before
  tally.note('likes acknowledged with room again', afterwards)
  await compareOverHttp(ledger.entries, client.ask, tally)
  await replica.stop()
  const stored = await storedInSqlite(path)
  compareStored(
    ledger.entries,
    stored.filter(({ username }) => username !== 'writer'),
    tally,
  )
  for (const loss of LOSSES) tally.count(loss, 0)
  tally.count('reads failed', 0)
  tally.print()
  expect(refusals).toHaveLength(REFUSALS)
  expect(inWords).toHaveLength(REFUSALS)
  expect(tally.of('reads failed')).toBe(0)
  expect(afterwards).toBe(LISTENERS * 6)
  for (const loss of LOSSES) expect(tally.of(loss), loss).toBe(0)
  expect(replica.crashes).toBe(0)
}

/** A small disk of its own; undefined where this user may not have one. */
function smallDisk(): string | undefined {
  const folder = join(newFolder(), 'disk')
  mkdirSync(folder)
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder])
  if (status !== 0) return undefined
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

/** Writes until the system says that there is no room. */
function fillUp(file: string): void {
  for (const size of [64 * 1024, 4096, 1]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
}

test('a full disk: writes are refused in words, reads go on, nothing acknowledged is lost', async ({
  skip,
}) => {
  const folder = smallDisk()
  if (folder === undefined) return skip('This user may not mount a disk of its own.')
  const filler = join(folder, 'filler')
  const disk = { folder, fill: () => fillUp(filler), free: () => rmSync(filler) }
  await fillUnderLoad(disk, new Tally('SQLite on a full disk'))
})

test('a file that may not grow: the same', async () => {
  const folder = newFolder()
  const limit = (replica: Replica, bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(replica.pid), `--fsize=${bytes}:unlimited`])
  const disk = {
    folder,
    fill: (replica: Replica) => limit(replica, statSync(join(folder, 'redux.db-wal')).size),
    free: (replica: Replica) => limit(replica, 'unlimited'),
  }
  await fillUnderLoad(disk, new Tally('SQLite with a limit on the size of files'))
})
