import { writeNpy } from '@redux/svd'
import { describe, expect, it } from 'vitest'
import type { ArtifactContent } from '../src/artifact/artifact.js'
import { decodeArtifact } from '../src/artifact/decode-artifact.js'
import { encodeArtifact } from '../src/artifact/encode-artifact.js'
import { MANIFEST_FILE } from '../src/artifact/file-names.js'
import { readManifest, versionName, writeManifest } from '../src/artifact/manifest.js'
import { sha256 } from '../src/artifact/sha256.js'
import { Recommender } from '../src/recommender.js'
import { indexFile, smallContent } from './artifact-small-content.js'

/** What `auto` makes of ratings: seeds by the linear model, users by iALS, ratings by a third. */
function autoContent(): ArtifactContent {
  const content = smallContent()
  const rows = Float32Array.from({ length: 4 * 3 }, (_, at) => at / 4)
  return {
    ...content,
    manifest: {
      ...content.manifest,
      model: { ...content.manifest.model, kind: 'auto', seeds: 'linear', listeners: 'ials' },
      ratings: { globalMean: 3.5, nFactors: 1 },
      run: '20261121T101500Z-00000000',
    },
    index: indexFile(rows, 3),
    seedScales: Float32Array.of(1, 2, 3, 4),
    ratings: {
      userFactors: Float32Array.of(1, 2, 3),
      itemFactors: Float32Array.of(1, 2, 3, 4),
      userBiases: Float32Array.of(0.1, 0.2, 0.3),
      itemBiases: Float32Array.of(1, 0, -1, 0),
    },
  }
}

/** Four songs on a map. */
function mappedContent(): ArtifactContent {
  const content = smallContent()
  return {
    ...content,
    manifest: { ...content.manifest, tasteMap: { neighbours: 15, epochs: 200 } },
    tasteMap: Float32Array.of(0, 0.5, 1, 0.25, 0.5, 0.75, 0.125, 0.5),
  }
}

/** The files with one replaced, sizes and hashes brought up to date. */
async function withFile(
  name: string,
  bytes: Uint8Array,
  content = autoContent(),
): Promise<Map<string, Uint8Array>> {
  const files = new Map((await encodeArtifact(content)).files).set(name, bytes)
  const manifest = readManifest(files.get(MANIFEST_FILE)!)
  const entry = manifest.files.find((file) => file.name === name)!
  entry.bytes = bytes.length
  entry.sha256 = await sha256(bytes)
  return files.set(MANIFEST_FILE, writeManifest({ ...manifest, version: await versionName(manifest) }))
}

describe('an artifact of several models', () => {
  it('comes back as it was written', async () => {
    const { files } = await encodeArtifact(autoContent())
    const { manifest, ...decoded } = await decodeArtifact(files)
    const { manifest: _, ...content } = autoContent()
    expect(decoded).toEqual(content)
    expect(manifest).toMatchObject(autoContent().manifest)
  })

  it.each(['seedScales', 'ratings'] as const)('is not written without its %s', async (part) => {
    const { [part]: _, ...rest } = autoContent()
    await expect(encodeArtifact(rest as ArtifactContent)).rejects.toThrow(
      expect.objectContaining({ code: 'BAD_ARTIFACT', message: expect.stringContaining('is needed') }),
    )
  })

  it('is refused where a file of a model is missing, of another shape, or not finite', async () => {
    const { files } = await encodeArtifact(autoContent())
    const without = new Map(files)
    without.delete('seed_scales.npy')
    await expect(decodeArtifact(without)).rejects.toThrow('seed_scales.npy: is missing')
    const short = await withFile('seed_scales.npy', writeNpy(Float32Array.of(1, 2, 3), [3]))
    await expect(decodeArtifact(short)).rejects.toThrow('seed_scales.npy: expected the shape (4), found (3)')
    const wide = await withFile('rating_item_factors.npy', writeNpy(new Float32Array(8), [4, 2]))
    await expect(decodeArtifact(wide)).rejects.toThrow('rating_item_factors.npy: expected the shape (4, 1)')
    const broken = await withFile('rating_user_biases.npy', writeNpy(Float32Array.of(0, Number.NaN, 0), [3]))
    await expect(decodeArtifact(broken)).rejects.toThrow('rating_user_biases.npy: expected finite numbers')
  })

  it('may hold an index of another width than the factors for users', async () => {
    const { index } = await decodeArtifact((await encodeArtifact(autoContent())).files)
    expect(index).toEqual(autoContent().index)
    const narrow = { ...autoContent(), index: indexFile(new Float32Array(4), 1) }
    await expect(encodeArtifact(narrow)).rejects.toThrow('items.index: expected factors and an intercept')
  })

  it('of version 1 is read as one of svd', async () => {
    const { files } = await encodeArtifact(smallContent())
    const { version: _, ...manifest } = readManifest(files.get(MANIFEST_FILE)!)
    const old = { ...manifest, formatVersion: 1 as const }
    const bytes = writeManifest({ ...old, version: await versionName(old) })
    const artifact = await decodeArtifact(new Map(files).set(MANIFEST_FILE, bytes))
    expect(artifact.manifest.formatVersion).toBe(1)
    expect(artifact.itemFactors).toEqual(smallContent().itemFactors)
  })
})

describe('an artifact with a taste map', () => {
  it('comes back as it was written, and the recommender has it in columns', async () => {
    const { files } = await encodeArtifact(mappedContent())
    const artifact = await decodeArtifact(files)
    expect(artifact.tasteMap).toEqual(mappedContent().tasteMap)
    expect(artifact.manifest.tasteMap).toEqual({ neighbours: 15, epochs: 200 })
    expect(new Recommender(artifact).tasteMap).toEqual({
      songIds: mappedContent().catalogue.map(({ songId }) => songId),
      x: Float32Array.of(0, 1, 0.5, 0.125),
      y: Float32Array.of(0.5, 0.25, 0.75, 0.5),
      listeners: Int32Array.from(mappedContent().catalogue, ({ listeners }) => listeners),
    })
  })

  it('may be without one, as those of former releases are', async () => {
    const { files } = await encodeArtifact(smallContent())
    expect([...files.keys()]).not.toContain('taste_map.npy')
    expect((await Recommender.fromFiles(files)).tasteMap).toBeUndefined()
  })

  it('is not written without the file that its manifest tells of', async () => {
    const { tasteMap: _, ...rest } = mappedContent()
    await expect(encodeArtifact(rest)).rejects.toThrow('taste_map.npy: is needed')
  })

  it('is refused where the map is missing, of another shape, not finite or outside the square', async () => {
    const without = new Map((await encodeArtifact(mappedContent())).files)
    without.delete('taste_map.npy')
    await expect(decodeArtifact(without)).rejects.toThrow('taste_map.npy: is missing')
    const refused = async (values: number[], shape: number[], message: string) => {
      const bytes = writeNpy(Float32Array.from(values), shape)
      const files = await withFile('taste_map.npy', bytes, mappedContent())
      await expect(decodeArtifact(files)).rejects.toThrow(`taste_map.npy: ${message}`)
    }
    const filled = Array<number>(7).fill(0.5)
    await refused([...filled, 0.5], [8], 'expected the shape (4, 2), found (8)')
    await refused([...filled, Number.NaN], [4, 2], 'expected finite numbers')
    await refused([...filled, 1.5], [4, 2], 'expected numbers within 0..1, found 1.5 at position 7')
    await refused([...filled, -0.5], [4, 2], 'expected numbers within 0..1, found -0.5 at position 7')
  })
})
