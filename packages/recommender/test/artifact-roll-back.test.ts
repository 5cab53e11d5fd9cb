import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listVersions, publishArtifact, readCurrentVersion, rollBack } from '../src/index.js'
import { smallContent } from './artifact-small-content.js'

let folder = ''
/** Oldest first; the last is current. */
let versions: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redux-roll-back-'))
  versions = []
  for (const day of [1, 2, 3]) {
    const content = smallContent({ items: 4 + day, createdAt: `2026-11-0${day}T10:15:00Z` })
    versions.push((await publishArtifact(folder, content)).version)
  }
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const error = (code: string, words = '') =>
  expect.objectContaining({ name: 'RecommenderError', code, message: expect.stringContaining(words) })
const current = () => readCurrentVersion(folder)

describe('listVersions', () => {
  it('tells the newest first, what each is, and which is current', async () => {
    await writeFile(join(folder, 'notes.txt'), 'no version')
    const listed = await listVersions(folder)
    expect(listed.map(({ version }) => version)).toEqual(versions.toReversed())
    expect(listed.map(({ current }) => current)).toEqual([true, false, false])
    expect(listed[0]).toMatchObject({ model: 'svd', songs: 7, problem: null })
    expect(new Date(listed[0].createdAt as string)).toEqual(new Date('2026-11-03T10:15:00Z'))
  })

  it('orders versions of one second by the millisecond, whatever their names', async () => {
    const made: string[] = []
    for (const ms of ['100', '200', '300', '400', '500'])
      made.push(
        (await publishArtifact(folder, smallContent({ createdAt: `2026-11-05T10:15:00.${ms}Z` }))).version,
      )
    expect((await listVersions(folder)).slice(0, 5).map(({ version }) => version)).toEqual(made.toReversed())
    expect(await rollBack(folder)).toMatchObject({ from: made[4], version: made[3] })
  })

  it('says of a version without a readable manifest what is wrong with it', async () => {
    await truncate(join(folder, versions[1], 'manifest.json'), 20)
    await rm(join(folder, versions[0], 'manifest.json'))
    const problems = (await listVersions(folder)).map(({ problem }) => problem)
    expect(problems).toEqual([null, expect.stringContaining('manifest.json'), 'manifest.json: is missing'])
  })

  it('calls none current where CURRENT is lost, and refuses what is no folder', async () => {
    await rm(join(folder, 'CURRENT'))
    expect((await listVersions(folder)).some(({ current }) => current)).toBe(false)
    await expect(listVersions(join(folder, 'none'))).rejects.toThrow(error('NOT_FOUND'))
  })
})

describe('rollBack', () => {
  it('goes back version by version, and forward again to a named one', async () => {
    const [oldest, middle, newest] = versions
    expect(await rollBack(folder)).toEqual({ from: newest, version: middle, folder: join(folder, middle) })
    expect(await current()).toBe(middle)
    await rollBack(folder)
    expect(await current()).toBe(oldest)
    await expect(rollBack(folder)).rejects.toThrow(error('NOT_FOUND', 'no version older'))
    expect(await current()).toBe(oldest)
    await rollBack(folder, { to: newest })
    expect(await current()).toBe(newest)
    expect((await readdir(folder)).sort()).toEqual([...versions, 'CURRENT'])
  })

  it('names the versions there are when asked for another, or for a path', async () => {
    for (const to of ['20260101T000000Z-00000000', '../elsewhere', ''])
      await expect(rollBack(folder, { to })).rejects.toThrow(error('NOT_FOUND', versions[0]))
    expect(await current()).toBe(versions[2])
  })

  it('refuses a damaged version by the file at fault, and one under another name', async () => {
    await truncate(join(folder, versions[1], 'item_factors.npy'), 100)
    await expect(rollBack(folder)).rejects.toThrow(error('BAD_ARTIFACT', 'item_factors.npy'))
    const other = '20261101T000000Z-00000000'
    await rename(join(folder, versions[0]), join(folder, other))
    await expect(rollBack(folder, { to: other })).rejects.toThrow(error('BAD_ARTIFACT', other))
    expect(await current()).toBe(versions[2])
  })

  it('refuses a version that does not answer sensibly', async () => {
    const single = smallContent({ users: 1, items: 1, createdAt: '2026-11-02T20:00:00Z' })
    const { version } = await publishArtifact(folder, single)
    await rollBack(folder, { to: versions[2] })
    await expect(rollBack(folder)).rejects.toThrow(error('SMOKE_TEST_FAILED', version))
    expect(await current()).toBe(versions[2])
  })

  it('leaves alone what another process made current while it verified', async () => {
    const publication = publishArtifact(folder, smallContent({ items: 9, createdAt: '2026-11-04T10:15:00Z' }))
    const outcome = await rollBack(folder).then(
      ({ version }) => version,
      ({ code }) => code as string,
    )
    const { version } = await publication
    // Whoever came last, the other knew of it: a roll-back never undoes a publication that it did not see.
    if (outcome === 'CONFLICT') expect(await current()).toBe(version)
    else expect([versions[1], versions[2]]).toContain(outcome)
  })

  it('does nothing once its signal is aborted', async () => {
    await expect(rollBack(folder, { signal: AbortSignal.abort() })).rejects.toThrow(error('ABORTED'))
    expect(await current()).toBe(versions[2])
  })

  it('goes back from a version that somebody has deleted', async () => {
    await rm(join(folder, versions[2]), { recursive: true })
    expect(await rollBack(folder)).toMatchObject({ from: versions[2], version: versions[1] })
  })

  it('repairs a lost CURRENT when told where to go', async () => {
    await rm(join(folder, 'CURRENT'))
    await expect(rollBack(folder)).rejects.toThrow(error('NOT_FOUND', 'CURRENT'))
    expect(await rollBack(folder, { to: versions[1] })).toMatchObject({ from: null, version: versions[1] })
    expect(await readFile(join(folder, 'CURRENT'), 'utf8')).toBe(`${versions[1]}\n`)
  })
})
