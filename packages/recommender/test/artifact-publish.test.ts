import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ARTIFACT_FILES } from '../src/artifact/file-names.js'
import { loadArtifact, readCurrentVersion } from '../src/node/artifacts/load.js'
import { makeCurrent, publishArtifact, writeVersion } from '../src/node/artifacts/publish.js'
import { anyContent } from './artifact-arbitraries.js'
import { smallContent } from './artifact-small-content.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redux-artifacts-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const error = (code: string, words = '') =>
  expect.objectContaining({ name: 'RecommenderError', code, message: expect.stringContaining(words) })
const temporaries = async () => (await readdir(folder)).filter((name) => name.startsWith('.'))

describe('publishArtifact', () => {
  it('publishes what loadArtifact gives back, from the artifacts folder and from the version folder', async () => {
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const artifacts = await mkdtemp(join(folder, 'any-'))
        const published = await publishArtifact(artifacts, content)
        const loaded = await loadArtifact(artifacts)
        expect(loaded).toMatchObject(content)
        expect(loaded.manifest.version).toBe(published.version)
        expect(await loadArtifact(published.folder)).toEqual(loaded)
      }),
      { numRuns: 25 },
    )
  })

  it('creates the artifacts folder and leaves nothing temporary behind', async () => {
    folder = join(folder, 'not', 'yet')
    const { version } = await publishArtifact(folder, smallContent())
    expect((await readdir(folder)).sort()).toEqual([version, 'CURRENT'])
    expect((await readdir(join(folder, version))).sort()).toEqual([...ARTIFACT_FILES, 'manifest.json'].sort())
    expect(await readFile(join(folder, 'CURRENT'), 'utf8')).toBe(`${version}\n`)
  })

  it('writes nothing when the content contradicts itself', async () => {
    const content = { ...smallContent(), userBiases: new Float32Array(1) }
    await expect(publishArtifact(folder, content)).rejects.toThrow(error('BAD_ARTIFACT', 'user_biases.npy'))
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves CURRENT loadable whenever its process is killed', async () => {
    const script = join(folder, 'publish-loop.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('artifact-publish-loop.ts', import.meta.url))],
      outfile: script,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    })
    const artifacts = join(folder, 'artifacts')
    let loaded = 0
    for (let kill = 0; kill < 20; kill++) {
      const child = spawn(
        process.execPath,
        [script, artifacts, join(folder, 'rehearsal'), `${kill * 10_000}`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const exited = once(child, 'exit')
      // Half of the children die within their first publication, the others in a later one. The times differ
      // from kill to kill in steps of a few milliseconds, finer than one publication takes.
      await once(child.stdout, 'data')
      if (kill % 2 === 1) await once(child.stdout, 'data')
      await setTimeout(kill * 2)
      child.kill('SIGKILL')
      expect((await exited)[1]).toBe('SIGKILL')

      const names: string[] = await readdir(artifacts).catch(() => [])
      if (names.includes('CURRENT')) {
        const version = await readCurrentVersion(artifacts)
        expect((await loadArtifact(artifacts)).manifest.version).toBe(version)
        loaded++
      }
      const versions = names.filter((name) => /^\d/.test(name)).sort()
      if (versions.length > 0) await loadArtifact(join(artifacts, versions.at(-1)!))
    }
    expect(loaded).toBeGreaterThan(10)
    await publishArtifact(artifacts, smallContent())
    expect((await readdir(artifacts)).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe('writeVersion', () => {
  it('completes a version that is not current until makeCurrent', async () => {
    const first = await publishArtifact(folder, smallContent())
    const second = await writeVersion(folder, smallContent({ items: 5 }))
    expect(await readCurrentVersion(folder)).toBe(first.version)
    expect((await loadArtifact(second.folder)).catalogue).toHaveLength(5)
    await makeCurrent(folder, second.version)
    expect(await readCurrentVersion(folder)).toBe(second.version)
  })

  it('never overwrites a version', async () => {
    const { folder: existing } = await writeVersion(folder, smallContent())
    await writeFile(join(existing, 'users.ndjson'), 'as it was')
    await expect(writeVersion(folder, smallContent())).rejects.toThrow(error('INVALID_OPTION', existing))
    expect(await readFile(join(existing, 'users.ndjson'), 'utf8')).toBe('as it was')
    expect(await temporaries()).toEqual([])
  })

  it('sweeps what dead processes left, and spares the living and the unknown', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    const own = `.publishing-${process.pid}-${hostname()}-0123456789abcdef`
    const dead = `.publishing-${child.pid}-${hostname()}-0123456789abcdef`
    const elsewhere = `.publishing-${child.pid}-some-other-host-0123456789abcdef`
    const abandoned = `.publishing-1-some-other-host-fedcba9876543210`
    for (const name of [own, dead, elsewhere, abandoned]) await mkdir(join(folder, name))
    await writeFile(join(folder, dead, 'catalogue.ndjson'), 'half a li')
    await utimes(join(folder, abandoned), 0, 0)
    await writeVersion(folder, smallContent())
    expect((await temporaries()).sort()).toEqual([own, elsewhere].sort())
  })
})

describe('makeCurrent', () => {
  it.each(['20261121T101500Z-00000000', '..', 'a/b', ''])('refuses the version %j', async (version) => {
    const { version: before } = await publishArtifact(folder, smallContent())
    await expect(makeCurrent(folder, version)).rejects.toThrow(error('BAD_ARTIFACT', 'CURRENT: '))
    expect(await readCurrentVersion(folder)).toBe(before)
    expect(await temporaries()).toEqual([])
  })
})

describe('loadArtifact', () => {
  it('says that the folder does not exist', async () => {
    await expect(loadArtifact(join(folder, 'none'))).rejects.toThrow(error('NOT_FOUND', 'does not exist'))
  })

  it('says that a file is no folder', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(loadArtifact(join(folder, 'file'))).rejects.toThrow(error('NOT_A_FILE', 'is a file'))
  })

  it('says that a folder holds no CURRENT, even beside a complete version', async () => {
    await writeVersion(folder, smallContent())
    await expect(loadArtifact(folder)).rejects.toThrow(
      error('NOT_FOUND', 'neither CURRENT nor manifest.json'),
    )
    await expect(readCurrentVersion(folder)).rejects.toThrow(error('NOT_FOUND', 'holds no CURRENT'))
  })

  it.each([
    ['', 'expected a version name'],
    ['20261121T101500Z-00000000\n', 'does not exist'],
    ['../20261121T101500Z-00000000', 'expected a version name'],
    ['/etc', 'expected a version name'],
    ['..', 'expected a version name'],
    ['20261121T101500Z-00000000\n20261121T101500Z-00000001\n', 'expected a version name'],
  ])('refuses CURRENT holding %j', async (text, words) => {
    await writeVersion(folder, smallContent())
    await writeFile(join(folder, 'CURRENT'), text)
    await expect(loadArtifact(folder)).rejects.toThrow(error('BAD_ARTIFACT', 'CURRENT: '))
    await expect(loadArtifact(folder)).rejects.toThrow(error('BAD_ARTIFACT', words))
  })

  it('refuses a version under the name of another', async () => {
    const { folder: version } = await writeVersion(folder, smallContent())
    const other = '20261121T101500Z-00000000'
    await mkdir(join(folder, other))
    for (const name of await readdir(version))
      await writeFile(join(folder, other, name), await readFile(join(version, name)))
    await makeCurrent(folder, other)
    await expect(loadArtifact(folder)).rejects.toThrow(error('BAD_ARTIFACT', `expected version ${other}`))
  })

  it('refuses every missing file by its name', async () => {
    const { folder: version } = await publishArtifact(folder, smallContent())
    for (const name of await readdir(version)) {
      const bytes = await readFile(join(version, name))
      await rm(join(version, name))
      await expect(loadArtifact(folder)).rejects.toThrow(error('BAD_ARTIFACT', `${name}: is missing`))
      await writeFile(join(version, name), bytes)
    }
    await loadArtifact(folder)
  })

  it('refuses a file that was cut short, by its name', async () => {
    const { folder: version } = await publishArtifact(folder, smallContent())
    for (const name of ARTIFACT_FILES) {
      const bytes = await readFile(join(version, name))
      await writeFile(join(version, name), bytes.subarray(0, bytes.length >> 1))
      await expect(loadArtifact(folder)).rejects.toThrow(error('BAD_ARTIFACT', `${name}: expected`))
      await writeFile(join(version, name), bytes)
    }
  })

  it('ignores files that the manifest does not list', async () => {
    const { folder: version } = await publishArtifact(folder, smallContent())
    await writeFile(join(version, 'notes.txt'), 'keep this one')
    await loadArtifact(folder)
  })
})
