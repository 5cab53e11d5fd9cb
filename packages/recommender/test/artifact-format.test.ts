import { IndexFlatL2 } from '@redux/ann'
import { writeNpy } from '@redux/svd'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ArtifactContent } from '../src/artifact/artifact.js'
import { decodeArtifact } from '../src/artifact/decode-artifact.js'
import { encodeArtifact } from '../src/artifact/encode-artifact.js'
import { MANIFEST_FILE } from '../src/artifact/file-names.js'
import { readManifest, versionName, writeManifest } from '../src/artifact/manifest.js'
import { sha256 } from '../src/artifact/sha256.js'
import { anyContent } from './artifact-arbitraries.js'
import { indexFile, smallContent } from './artifact-small-content.js'

type Files = Map<string, Uint8Array>
const encode = async (content: ArtifactContent = smallContent()): Promise<Files> =>
  new Map((await encodeArtifact(content)).files)
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const manifestOf = (files: Files) => JSON.parse(new TextDecoder().decode(files.get(MANIFEST_FILE)))
const lines = (...rows: unknown[]) =>
  new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))

/** Brings sizes, hashes and the version's name up to date, so that only cross-checks can tell. */
async function rehash(files: Files): Promise<Files> {
  const manifest = readManifest(files.get(MANIFEST_FILE)!)
  for (const entry of manifest.files) {
    entry.bytes = files.get(entry.name)!.length
    entry.sha256 = await sha256(files.get(entry.name)!)
  }
  return files.set(MANIFEST_FILE, writeManifest({ ...manifest, version: await versionName(manifest) }))
}

/** An error that begins with the file's name and goes on with these words, perhaps after others. */
const refusal = (file: string, words = '') => {
  const [start, rest] = [`${file}: `, words].map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return expect.objectContaining({
    name: 'RecommenderError',
    code: 'BAD_ARTIFACT',
    message: expect.stringMatching(new RegExp(`^${start}.*${rest}`, 's')),
  })
}

describe('encodeArtifact', () => {
  it('writes the manifest last, listing every other file', async () => {
    const { version, files } = await encodeArtifact(smallContent())
    expect([...files.keys()].at(-1)).toBe(MANIFEST_FILE)
    const manifest = readManifest(files.get(MANIFEST_FILE)!)
    expect(manifest.files.map(({ name }) => name)).toEqual([...files.keys()].slice(0, -1))
    expect(manifest.version).toBe(version)
    expect(manifest.counts).toEqual({ users: 3, items: 4, nFactors: 2 })
    expect(version).toMatch(/^20261121T101500Z-[0-9a-f]{8}$/)
  })

  it('names different content differently', async () => {
    const content = smallContent()
    const { version } = await encodeArtifact(content)
    content.userBiases[0] = 0.75
    expect((await encodeArtifact(content)).version).not.toBe(version)
    const { metrics: _, ...manifest } = content.manifest
    const unmeasured = { ...smallContent(), manifest: { ...manifest, metrics: null } }
    expect((await encodeArtifact(unmeasured)).version).not.toBe(version)
  })

  it.each<[string, Partial<ArtifactContent>, string]>([
    ['a missing bias', { userBiases: new Float32Array(2) }, 'user_biases.npy'],
    ['a missing factor', { itemFactors: new Float32Array(7) }, 'item_factors.npy'],
    ['an infinite factor', { userFactors: new Float32Array(6).fill(Infinity) }, 'user_factors.npy'],
    ['another index', { index: indexFile(new Float32Array(6), 2) }, 'items.index'],
    [
      'a mean that is no number',
      { manifest: { ...smallContent().manifest, globalMean: Number.NaN } },
      'manifest.json',
    ],
    ['no songs', { catalogue: [] }, 'catalogue.ndjson'],
  ])('refuses content with %s', async (_, change, file) => {
    await expect(encodeArtifact({ ...smallContent(), ...change })).rejects.toThrow(refusal(file))
  })
})

describe('decodeArtifact', () => {
  it('gives back what was encoded, which encodes to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(anyContent, async (content) => {
        const { files } = await encodeArtifact(content)
        const artifact = await decodeArtifact(files)
        expect(artifact).toMatchObject(content)
        expect((await encodeArtifact(artifact)).files).toEqual(files)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a flipped bit anywhere, by the name of the file or of the manifest', async () => {
    const files = await encode()
    const names = fc.constantFrom(...files.keys())
    await fc.assert(
      fc.asyncProperty(names, fc.nat(), fc.nat(7), async (name, at, bit) => {
        const bytes = files.get(name)!.slice()
        bytes[at % bytes.length]! ^= 1 << bit
        const altered = new Map(files).set(name, bytes)
        // White space between the manifest's fields carries nothing, so it alone may change.
        if (name === MANIFEST_FILE && sameJson(bytes, files.get(name)!)) return
        await expect(decodeArtifact(altered)).rejects.toThrow(
          expect.objectContaining({ code: 'BAD_ARTIFACT', message: expect.stringMatching(/^[\w.]+: /) }),
        )
        if (name !== MANIFEST_FILE) await expect(decodeArtifact(altered)).rejects.toThrow(refusal(name))
      }),
      { numRuns: 300 },
    )
  })

  it('refuses every missing file by its name', async () => {
    const files = await encode()
    for (const name of files.keys()) {
      const rest = new Map(files)
      rest.delete(name)
      await expect(decodeArtifact(rest)).rejects.toThrow(refusal(name, 'is missing'))
    }
  })

  it('refuses every truncated or extended file by its name, with both sizes', async () => {
    const files = await encode()
    for (const [name, bytes] of files) {
      if (name === MANIFEST_FILE) continue
      for (const size of [0, bytes.length - 1, bytes.length + 1]) {
        const other = new Uint8Array(size)
        other.set(bytes.subarray(0, size))
        await expect(decodeArtifact(new Map(files).set(name, other))).rejects.toThrow(
          refusal(name, `expected ${bytes.length} bytes, found ${size}`),
        )
      }
    }
  })

  it('refuses two swapped files of equal size', async () => {
    const files = await encode(smallContent({ users: 4, items: 4 }))
    const [users, items] = [files.get('user_factors.npy')!, files.get('item_factors.npy')!]
    expect(users.length).toBe(items.length)
    files.set('user_factors.npy', items).set('item_factors.npy', users)
    await expect(decodeArtifact(files)).rejects.toThrow(refusal('user_factors.npy', 'expected SHA-256'))
  })

  it('refuses a wrong hash in the manifest by the name of its file', async () => {
    const files = await encode()
    const manifest = manifestOf(files)
    manifest.files[2].sha256 = '00'.repeat(32)
    files.set(MANIFEST_FILE, json(manifest))
    await expect(decodeArtifact(files)).rejects.toThrow(
      refusal('user_factors.npy', `expected SHA-256 ${'00'.repeat(32)}`),
    )
  })

  it('says of a newer format version that the library is too old, whatever else has changed', async () => {
    const newer = new Map([[MANIFEST_FILE, json({ formatVersion: 3, all: 'different' })]])
    await expect(decodeArtifact(newer)).rejects.toThrow(
      refusal(MANIFEST_FILE, 'has format version 3, newer than 2'),
    )
  })

  it.each<[string, (manifest: ReturnType<typeof manifestOf>) => void, string]>([
    [
      'an altered metric',
      (m) => {
        m.metrics.scores.svd.rmse = 0.01
      },
      'was altered',
    ],
    [
      'another name',
      (m) => {
        m.version = '20200101T000000Z-00000000'
      },
      'was altered',
    ],
    [
      'a path for a name',
      (m) => {
        m.version = '../20200101T000000Z-00000000'
      },
      'version: ',
    ],
    [
      'an unknown field',
      (m) => {
        m.extra = 1
      },
      'extra',
    ],
    [
      'no creation time',
      (m) => {
        delete m.createdAt
      },
      'createdAt: ',
    ],
    [
      'a file listed twice',
      (m) => {
        m.files.push(m.files[0])
      },
      'must list catalogue.ndjson once, lists it 2 times',
    ],
    [
      'a file not listed',
      (m) => {
        m.files.pop()
      },
      'must list items.index once, lists it 0 times',
    ],
    [
      'a file of another folder',
      (m) => {
        m.files[0].name = '../secret'
      },
      'files.0.name: ',
    ],
    [
      'data of other users',
      (m) => {
        m.data.users = 9
      },
      'expected 3 users in data, found 9',
    ],
    [
      'a scale upside down',
      (m) => {
        m.scale = [2, 1]
      },
      'expected lowest then highest',
    ],
  ])('refuses a manifest with %s', async (_, change, words) => {
    const files = await encode()
    const manifest = manifestOf(files)
    change(manifest)
    files.set(MANIFEST_FILE, json(manifest))
    await expect(decodeArtifact(files)).rejects.toThrow(refusal(MANIFEST_FILE, words))
  })

  it.each(['', '{', 'null', '[]', '"text"', '{"formatVersion": "1"}', '\ud800'])(
    'refuses %j for a manifest',
    async (text) => {
      const files = (await encode()).set(MANIFEST_FILE, new TextEncoder().encode(text))
      await expect(decodeArtifact(files)).rejects.toThrow(refusal(MANIFEST_FILE))
    },
  )

  const song = (i: number) => ({ songId: `${i}`, artist: 'A', title: 'T', plays: 1, listeners: 1 })
  // 3 users, 4 items, 2 factors, one listen per user.
  it.each<[string, string, Uint8Array, string]>([
    ['too few songs', 'catalogue.ndjson', lines(song(0), song(1), song(2)), 'expected 4 songs, found 3'],
    ['a song twice', 'catalogue.ndjson', lines(song(0), song(1), song(2), song(1)), 'on lines 2 and 4'],
    [
      'a song without plays',
      'catalogue.ndjson',
      lines(song(0), { ...song(1), plays: null }),
      'line 2: plays',
    ],
    ['a line cut short', 'catalogue.ndjson', new TextEncoder().encode('{"a": 1}'), 'line feed'],
    [
      'too many users',
      'users.ndjson',
      lines(...[1, 2, 3, 4].map((u) => ({ userId: `${u}` }))),
      'expected 3 users, found 4',
    ],
    ['numbers for users', 'users.ndjson', lines(1, 2, 3), 'line 1: row'],
    [
      'transposed factors',
      'user_factors.npy',
      writeNpy(new Float32Array(6), [2, 3]),
      'expected the shape (3, 2), found (2, 3)',
    ],
    [
      'one item fewer',
      'item_factors.npy',
      writeNpy(new Float32Array(6), [3, 2]),
      'expected the shape (4, 2), found (3, 2)',
    ],
    [
      'double factors',
      'item_factors.npy',
      writeNpy(new Float64Array(8), [4, 2]),
      "expected elements of type '<f4'",
    ],
    [
      'a factor NaN',
      'item_factors.npy',
      writeNpy(new Float32Array(8).fill(Number.NaN, 5, 6), [4, 2]),
      'found NaN at position 5',
    ],
    ['no array', 'user_biases.npy', new Uint8Array(9), 'does not begin as a .npy file'],
    [
      'too many user biases',
      'user_biases.npy',
      writeNpy(new Float32Array(4), [4]),
      'expected the shape (3), found (4)',
    ],
    [
      'an infinite bias',
      'item_biases.npy',
      writeNpy(Float32Array.of(0, 1, 2, Infinity), [4]),
      'found Infinity at position 3',
    ],
    [
      'too few offsets',
      'history_offsets.npy',
      writeNpy(Int32Array.of(0, 1, 3), [3]),
      'expected 4 offsets, found 3',
    ],
    [
      'offsets from 1',
      'history_offsets.npy',
      writeNpy(Int32Array.of(1, 1, 2, 3), [4]),
      'start at 0, found 1',
    ],
    [
      'descending offsets',
      'history_offsets.npy',
      writeNpy(Int32Array.of(0, 2, 1, 3), [4]),
      'found 1 after 2 at position 2',
    ],
    ['offsets beyond the items', 'history_offsets.npy', writeNpy(Int32Array.of(0, 1, 2, 4), [4]), 'items'],
    [
      'float offsets',
      'history_offsets.npy',
      writeNpy(Float32Array.of(0, 1, 2, 3), [4]),
      "expected elements of type '<i4'",
    ],
    ['an item too many', 'history_items.npy', writeNpy(Int32Array.of(0, 1, 2, 3), [4]), 'expected 3 items'],
    [
      'an item out of range',
      'history_items.npy',
      writeNpy(Int32Array.of(0, 1, 4), [3]),
      'expected items in 0..3, found 4',
    ],
    [
      'a negative item',
      'history_items.npy',
      writeNpy(Int32Array.of(0, -1, 2), [3]),
      'found -1 at position 1',
    ],
    [
      'a table of items',
      'history_items.npy',
      writeNpy(Int32Array.of(0, 1, 2), [3, 1]),
      'expected one dimension',
    ],
    [
      'an index of fewer vectors',
      'items.index',
      indexFile(new Float32Array(6), 2),
      'expected 4 vectors, found 3',
    ],
    [
      'an index of longer vectors',
      'items.index',
      indexFile(new Float32Array(12), 3),
      'expected 2 dimensions, found 3',
    ],
    [
      'an index of another metric',
      'items.index',
      indexFile(new Float32Array(8), 2, IndexFlatL2),
      'expected a flat inner-product index',
    ],
    ['no index', 'items.index', new Uint8Array(30), ''],
  ])('refuses %s even when %s has a fresh size and hash', async (_, name, bytes, words) => {
    const files = await rehash((await encode()).set(name, bytes))
    // Offsets and items contradict each other equally; the items are blamed.
    const blamed = words === 'items' ? 'history_items.npy' : name
    await expect(decodeArtifact(files)).rejects.toThrow(refusal(blamed, words))
  })

  it('leaves its input as it was', async () => {
    const files = await encode()
    const before = new Map([...files].map(([name, bytes]) => [name, bytes.slice()]))
    await decodeArtifact(files)
    expect(files).toEqual(before)
  })
})

function sameJson(a: Uint8Array, b: Uint8Array): boolean {
  try {
    return (
      JSON.stringify(JSON.parse(new TextDecoder().decode(a))) ===
      JSON.stringify(manifestOf(new Map([[MANIFEST_FILE, b]])))
    )
  } catch {
    return false
  }
}
