import { readNpy } from '@redux/svd'
import { z } from 'zod'
import type { CatalogueSong } from '../catalogue.js'
import type { Artifact } from './artifact.js'
import { badArtifact, namingFile } from './bad-artifact.js'
import { checkArtifact } from './check-artifact.js'
import type { ArtifactFile } from './file-names.js'
import { MANIFEST_FILE } from './file-names.js'
import type { Manifest } from './manifest.js'
import { readManifest, versionName } from './manifest.js'
import { readNdjson } from './ndjson.js'
import { sha256 } from './sha256.js'

const songSchema: z.ZodType<CatalogueSong> = z.strictObject({
  songId: z.string(),
  artist: z.string(),
  title: z.string(),
  plays: z.int().nonnegative(),
  listeners: z.int().nonnegative(),
})
const userSchema = z.strictObject({ userId: z.string() })

/**
 * Reads the files of one version, trusting nothing: the manifest's shape and format version, the presence, size
 * and SHA-256 of every file, every count against every other, and that all numbers are finite and in range.
 *
 * @param files - File name to content. Arrays of the result may be views on it: leave it unchanged.
 *   Files that the manifest does not list are ignored.
 * @throws {@link RecommenderError} BAD_ARTIFACT naming the file, what was expected and what was found.
 */
export async function decodeArtifact(files: ReadonlyMap<string, Uint8Array>): Promise<Artifact> {
  const manifestBytes = files.get(MANIFEST_FILE)
  if (manifestBytes === undefined) throw badArtifact(MANIFEST_FILE, 'is missing')
  const manifest = readManifest(manifestBytes)
  const verified = await verifyFiles(manifest, files)
  const artifact = decodeFiles(manifest, verified)
  checkArtifact(artifact)
  const expected = await versionName(manifest)
  if (manifest.version !== expected)
    throw badArtifact(
      MANIFEST_FILE,
      `was altered: its content is version ${expected}, it says ${manifest.version}`,
    )
  return artifact
}

/** Gives access to the files once each has the size and hash that the manifest says. */
async function verifyFiles(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<(name: ArtifactFile) => Uint8Array> {
  const verified = new Map<ArtifactFile, Uint8Array>()
  for (const { name, bytes: expectedSize, sha256: expectedHash } of manifest.files) {
    const bytes = files.get(name)
    if (bytes === undefined) throw badArtifact(name, 'is missing')
    if (bytes.length !== expectedSize)
      throw badArtifact(name, `expected ${expectedSize} bytes, found ${bytes.length}`)
    const hash = await sha256(bytes)
    if (hash !== expectedHash) throw badArtifact(name, `expected SHA-256 ${expectedHash}, found ${hash}`)
    verified.set(name, bytes)
  }
  return (name) => {
    const bytes = verified.get(name)
    if (bytes === undefined) throw badArtifact(name, 'is missing')
    return bytes
  }
}

function decodeFiles(manifest: Manifest, bytesOf: (name: ArtifactFile) => Uint8Array): Artifact {
  const { users, items, nFactors } = manifest.counts
  const floats = (name: ArtifactFile, shape: readonly number[]) => {
    const { shape: found, data } = namingFile(name, () => readNpy(bytesOf(name)))
    if (!(data instanceof Float32Array)) throw badArtifact(name, "expected elements of type '<f4'")
    if (`${found}` !== `${shape}`)
      throw badArtifact(name, `expected the shape (${shape.join(', ')}), found (${found.join(', ')})`)
    return data
  }
  const integers = (name: ArtifactFile) => {
    const { shape: found, data } = namingFile(name, () => readNpy(bytesOf(name)))
    if (!(data instanceof Int32Array)) throw badArtifact(name, "expected elements of type '<i4'")
    if (found.length !== 1) throw badArtifact(name, `expected one dimension, found (${found.join(', ')})`)
    return data
  }
  const rows = <T>(name: ArtifactFile, schema: z.ZodType<T>) =>
    namingFile(name, () => readNdjson(bytesOf(name), schema))
  return {
    manifest,
    catalogue: rows('catalogue.ndjson', songSchema),
    userIds: rows('users.ndjson', userSchema).map(({ userId }) => userId),
    userFactors: floats('user_factors.npy', [users, nFactors]),
    itemFactors: floats('item_factors.npy', [items, nFactors]),
    userBiases: floats('user_biases.npy', [users]),
    itemBiases: floats('item_biases.npy', [items]),
    historyOffsets: integers('history_offsets.npy'),
    historyItems: integers('history_items.npy'),
    index: bytesOf('items.index'),
    ...(manifest.model.seeds === 'linear' && { seedScales: floats('seed_scales.npy', [items]) }),
    ...(manifest.ratings && {
      ratings: {
        userFactors: floats('rating_user_factors.npy', [users, manifest.ratings.nFactors]),
        itemFactors: floats('rating_item_factors.npy', [items, manifest.ratings.nFactors]),
        userBiases: floats('rating_user_biases.npy', [users]),
        itemBiases: floats('rating_item_biases.npy', [items]),
      },
    }),
    ...(manifest.tasteMap && { tasteMap: floats('taste_map.npy', [items, 2]) }),
  }
}
