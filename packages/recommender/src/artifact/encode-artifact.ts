import { writeNpy } from '@redux/svd'
import type { ArtifactContent, BilinearModel } from './artifact.js'
import { badArtifact } from './bad-artifact.js'
import { checkArtifact } from './check-artifact.js'
import type { ArtifactFile } from './file-names.js'
import { MANIFEST_FILE } from './file-names.js'
import type { Manifest } from './manifest.js'
import { FORMAT_VERSION, filesOf, versionName, writeManifest } from './manifest.js'
import { writeNdjson } from './ndjson.js'
import { sha256 } from './sha256.js'

/**
 * Writes the files of one version; the manifest, last, lists the others with their sizes and hashes. Equal
 * content gives equal bytes. What {@link decodeArtifact} would refuse is refused here already.
 *
 * @returns The files by name, in writing order, and the version's name.
 * @throws {@link RecommenderError} BAD_ARTIFACT naming the file that contradicts another.
 */
export async function encodeArtifact(
  content: ArtifactContent,
): Promise<{ readonly version: string; readonly files: ReadonlyMap<string, Uint8Array> }> {
  const encoded = encodeFiles(content)
  const files = new Map<string, Uint8Array>()
  const listed: Manifest['files'] = []
  for (const name of filesOf(content.manifest)) {
    const bytes = encoded[name]
    if (bytes === undefined) throw badArtifact(name, 'is needed by the model, and is not there')
    files.set(name, bytes)
    listed.push({ name, bytes: bytes.length, sha256: await sha256(bytes) })
  }
  const { libraryVersion, createdAt, model, data, scale, globalMean, ratings, tasteMap, run, metrics } =
    content.manifest
  const unnamed = {
    formatVersion: FORMAT_VERSION,
    ...{ libraryVersion, createdAt, model, data, scale, globalMean, ratings, tasteMap, run, metrics },
    counts: countsOf(content),
    files: listed,
  } as const
  const manifest = { ...unnamed, version: await versionName(unnamed) }
  checkArtifact({ ...content, manifest })
  files.set(MANIFEST_FILE, writeManifest(manifest))
  return { version: manifest.version, files }
}

function encodeFiles(content: ArtifactContent): Partial<Record<ArtifactFile, Uint8Array>> {
  const { users, items, nFactors } = countsOf(content)
  if (items === 0) throw badArtifact('catalogue.ndjson', 'expected at least 1 song, found 0')
  // First of all, for the number of factors is told by this one.
  const itemFactors = matrix('item_factors.npy', content.itemFactors, [items, nFactors])
  const vector = (file: ArtifactFile, array: Float32Array | Int32Array) => matrix(file, array, [array.length])
  return {
    'catalogue.ndjson': writeNdjson(content.catalogue),
    'users.ndjson': writeNdjson(content.userIds.map((userId) => ({ userId }))),
    'user_factors.npy': matrix('user_factors.npy', content.userFactors, [users, nFactors]),
    'item_factors.npy': itemFactors,
    'user_biases.npy': vector('user_biases.npy', content.userBiases),
    'item_biases.npy': vector('item_biases.npy', content.itemBiases),
    'history_offsets.npy': vector('history_offsets.npy', content.historyOffsets),
    'history_items.npy': vector('history_items.npy', content.historyItems),
    'items.index': content.index,
    ...(content.seedScales && { 'seed_scales.npy': vector('seed_scales.npy', content.seedScales) }),
    ...(content.ratings && encodeRatings(content.ratings, users, items)),
    ...(content.tasteMap && { 'taste_map.npy': matrix('taste_map.npy', content.tasteMap, [items, 2]) }),
  }
}

function encodeRatings(ratings: BilinearModel, users: number, items: number) {
  const nFactors = Math.floor(ratings.itemFactors.length / items)
  return {
    'rating_user_factors.npy': matrix('rating_user_factors.npy', ratings.userFactors, [users, nFactors]),
    'rating_item_factors.npy': matrix('rating_item_factors.npy', ratings.itemFactors, [items, nFactors]),
    'rating_user_biases.npy': matrix('rating_user_biases.npy', ratings.userBiases, [users]),
    'rating_item_biases.npy': matrix('rating_item_biases.npy', ratings.itemBiases, [items]),
  }
}

function countsOf({ userIds, catalogue, itemFactors }: ArtifactContent): Manifest['counts'] {
  const items = catalogue.length
  return { users: userIds.length, items, nFactors: items === 0 ? 0 : Math.floor(itemFactors.length / items) }
}

function matrix(file: ArtifactFile, array: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  const expected = shape.reduce((product, size) => product * size, 1)
  if (array.length !== expected)
    throw badArtifact(
      file,
      `expected ${expected} numbers for the shape (${shape.join(', ')}), found ${array.length}`,
    )
  return writeNpy(array, shape)
}
