import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeCurrent, readCurrentVersion } from '@redux/recommender'
import { expect, onTestFinished, test } from 'vitest'
import { ALL_SONGS } from '../test/trained-artifacts.js'
import { useArtifacts } from './harness/artifacts.js'
import type { Json, Question } from './harness/ask.js'
import { keepDoing } from './harness/load.js'
import { megabytes } from './harness/quantile.js'
import { Replica } from './harness/replica.js'
import { SeededRandom } from './harness/seeded-random.js'
import { Tally } from './harness/tally.js'

const COMMAND = fileURLToPath(new URL('../../recommender/dist/cli.js', import.meta.url))
const SWAPS = 20
const HEAP_LIMIT_BYTES = 8 * 1024 * 1024

const artifacts = useArtifacts()

/** Runs the command as an operator does, beside the service. */
async function redux(...args: readonly string[]): Promise<Json> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args, '--json'])
  return JSON.parse(stdout)
}

/** A copy of a version with one byte changed, whose name comes after it. */
function damagedCopy(folder: string, version: string): string {
  const copy = `${version.slice(0, -8)}ffffffff`
  cpSync(join(folder, version), join(folder, copy), { recursive: true })
  const file = readdirSync(join(folder, copy)).find((name) => name.endsWith('.npy'))!
  const path = join(folder, copy, file)
  const bytes = readFileSync(path)
  bytes[bytes.length - 1] ^= 1
  writeFileSync(path, bytes)
  return copy
}

test('versions change under load: published, damaged, rolled back, and twenty times to and fro', async () => {
  const tally = new Tally('Versions of the artifacts change under load')
  // A folder of its own, for versions are published into it.
  const root = mkdtempSync(join(tmpdir(), 'redux-hot-swap-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder = join(root, 'artifacts')
  cpSync(artifacts.folder, folder, { recursive: true })
  const first = await readCurrentVersion(folder)
  const replica = await Replica.start({ ARTIFACTS_DIR: folder, ARTIFACTS_POLL_MS: '100' })
  const { json } = await replica.ask('/auth/signup', {
    json: { username: 'ada', password: 'a good password' },
  })
  const token: string = json.access_token
  const seeds = ALL_SONGS.slice(0, 3)
  await replica.ask('/recommendations/cold-start', { json: { seeds }, token })

  const random = new SeededRandom(3)
  const steps: (() => [string, Question])[] = [
    () => ['/recommendations/similar', { json: { song: random.pick(ALL_SONGS) } }],
    () => ['/recommendations/similar', { json: { song: random.pick(ALL_SONGS) }, token }],
    () => ['/recommendations/categories', { token }],
    () => ['/recommendations/cold-start', { json: { seeds: random.sample(ALL_SONGS, 2) } }],
    () => ['/catalog/search?q=folk', {}],
    () => ['/likes/toggle', { json: { song_id: random.pick(ALL_SONGS) }, token }],
  ]
  const load = keepDoing(2, async () => {
    const [path, question] = random.pick(steps)()
    const { status, failure, text } = await replica.ask(path, question)
    tally.count('requests')
    if (status !== 200) {
      tally.count('failed')
      tally.note('a failure', `${path}: ${failure ?? status} ${text}`)
    }
    await wait(5)
  })
  const untilServed = (version: string) => replica.until(({ json }) => json?.version === version, '/health')
  const upNext = async () =>
    (await replica.ask('/recommendations/similar', { json: { song: ALL_SONGS[7], seed: 1 } })).json.results
  const swaps = (outcome: string) => replica.metric('redux_artifact_swaps_total', `outcome="${outcome}"`)

  const before = await upNext()
  const data = join(dirname(artifacts.folder), 'listens.csv')
  const options = ['--model', 'svd', '--factors', '8', '--epochs', '30', '--folds', '0', '--seed', '8']
  await redux('train', data, '--out', folder, ...options)
  const second = await readCurrentVersion(folder)
  await untilServed(second)
  tally.count('versions published and served')
  expect(second).not.toBe(first)
  expect(await upNext()).not.toEqual(before)

  const damaged = damagedCopy(folder, second)
  const refusedBefore = await swaps('refused')
  await makeCurrent(folder, damaged)
  while ((await swaps('refused')) === refusedBefore) await wait(20)
  await wait(500)
  tally.note('damaged versions refused, by the metric', (await swaps('refused')) - refusedBefore)
  const meanwhile = (await replica.ask('/health')).json
  expect(meanwhile.version).toBe(second)
  expect(await swaps('refused')).toBe(refusedBefore + 1)
  expect(replica.errors.join()).toContain(damaged)

  await redux('rollback', '--artifacts', folder)
  const rolledBack = await readCurrentVersion(folder)
  tally.note('rolled back to', rolledBack === second ? 'the version before the damaged one' : rolledBack)
  await untilServed(rolledBack)
  await makeCurrent(folder, first)
  await untilServed(first)
  expect(await upNext()).toEqual(before)

  const heapBefore = await replica.heapBytes()
  const residentBefore = replica.residentBytes()
  for (let swap = 1; swap <= SWAPS; swap++) {
    const version = swap % 2 === 0 ? first : second
    await makeCurrent(folder, version)
    await untilServed(version)
    tally.count('swaps')
  }
  await load.end()
  const heapAfter = await replica.heapBytes()
  tally.note('heap before the swaps', megabytes(heapBefore))
  tally.note(`heap after ${SWAPS}`, megabytes(heapAfter))
  tally.note('resident before the swaps', megabytes(residentBefore))
  tally.note(`resident after ${SWAPS}`, megabytes(replica.residentBytes()))
  tally.count('failed', 0)
  tally.print()
  expect(tally.of('failed')).toBe(0)
  expect(tally.of('swaps')).toBe(SWAPS)
  expect(rolledBack).toBe(second)
  expect(heapAfter - heapBefore).toBeLessThan(HEAP_LIMIT_BYTES)
  expect(replica.crashes).toBe(0)
})
