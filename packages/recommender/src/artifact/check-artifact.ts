import { IndexFlatIP, readIndex } from '@redux/ann'
import type { Artifact } from './artifact.js'
import { badArtifact, namingFile } from './bad-artifact.js'
import type { ArtifactFile } from './file-names.js'
import { MANIFEST_FILE } from './file-names.js'

/**
 * Checks every count of an artifact against the manifest's and every value for its range. Each file may be as
 * it was written and yet come from another training run; only this tells.
 *
 * @throws {@link RecommenderError} BAD_ARTIFACT naming the file, what was expected and what was found.
 */
export function checkArtifact(artifact: Artifact): void {
  const { counts } = artifact.manifest
  checkManifest(artifact)
  expectCount('catalogue.ndjson', 'songs', counts.items, artifact.catalogue.length)
  expectDistinct(
    'catalogue.ndjson',
    'songId',
    artifact.catalogue.map((song) => song.songId),
  )
  expectCount('users.ndjson', 'users', counts.users, artifact.userIds.length)
  expectDistinct('users.ndjson', 'userId', artifact.userIds)

  checkFloats('user_factors.npy', artifact.userFactors, counts.users * counts.nFactors)
  checkFloats('item_factors.npy', artifact.itemFactors, counts.items * counts.nFactors)
  checkFloats('user_biases.npy', artifact.userBiases, counts.users)
  checkFloats('item_biases.npy', artifact.itemBiases, counts.items)
  if (artifact.seedScales) checkFloats('seed_scales.npy', artifact.seedScales, counts.items)
  checkRatings(artifact)
  checkTasteMap(artifact)
  checkHistories(artifact)
  checkIndex(artifact)
}

function checkManifest({ manifest }: Artifact): void {
  const { counts, data, scale } = manifest
  for (const [name, value] of Object.entries(counts))
    if (value < 1) throw badArtifact(MANIFEST_FILE, `counts.${name}: expected at least 1, found ${value}`)
  expectCount(MANIFEST_FILE, 'users in data', counts.users, data.users)
  expectCount(MANIFEST_FILE, 'items in data', counts.items, data.items)
  if (scale[0] > scale[1])
    throw badArtifact(MANIFEST_FILE, `scale: expected lowest then highest, found ${scale.join(', ')}`)
}

function checkFloats(file: ArtifactFile, values: Float32Array, length: number): void {
  expectCount(file, 'numbers', length, values.length)
  const position = values.findIndex((value) => !Number.isFinite(value))
  if (position >= 0)
    throw badArtifact(file, `expected finite numbers, found ${values[position]} at position ${position}`)
}

function checkRatings({ manifest, ratings }: Artifact): void {
  if (ratings === undefined || manifest.ratings === undefined) return
  const { counts } = manifest
  const { nFactors } = manifest.ratings
  checkFloats('rating_user_factors.npy', ratings.userFactors, counts.users * nFactors)
  checkFloats('rating_item_factors.npy', ratings.itemFactors, counts.items * nFactors)
  checkFloats('rating_user_biases.npy', ratings.userBiases, counts.users)
  checkFloats('rating_item_biases.npy', ratings.itemBiases, counts.items)
}

function checkTasteMap({ manifest, tasteMap }: Artifact): void {
  if (tasteMap === undefined) return
  const file = 'taste_map.npy'
  checkFloats(file, tasteMap, manifest.counts.items * 2)
  const position = tasteMap.findIndex((value) => value < 0 || value > 1)
  if (position >= 0)
    throw badArtifact(
      file,
      `expected numbers within 0..1, found ${tasteMap[position]} at position ${position}`,
    )
}

function checkHistories({ manifest, historyOffsets, historyItems }: Artifact): void {
  const { users, items } = manifest.counts
  const file = 'history_offsets.npy'
  expectCount(file, 'offsets', users + 1, historyOffsets.length)
  if (historyOffsets[0] !== 0) throw badArtifact(file, `expected to start at 0, found ${historyOffsets[0]}`)
  for (let u = 1; u <= users; u++)
    if (historyOffsets[u]! < historyOffsets[u - 1]!)
      throw badArtifact(
        file,
        `expected ascending offsets, found ${historyOffsets[u]} after ${historyOffsets[u - 1]} at position ${u}`,
      )
  expectCount('history_items.npy', 'items (the last offset)', historyOffsets[users]!, historyItems.length)
  expectCount('history_items.npy', 'items (the pairs in data)', manifest.data.pairs, historyItems.length)
  const position = historyItems.findIndex((item) => item < 0 || item >= items)
  if (position >= 0)
    throw badArtifact(
      'history_items.npy',
      `expected items in 0..${items - 1}, found ${historyItems[position]} at position ${position}`,
    )
}

function checkIndex({ manifest, index }: Artifact): void {
  const read = namingFile('items.index', () => readIndex(index))
  if (!(read instanceof IndexFlatIP))
    throw badArtifact(
      'items.index',
      `expected a flat inner-product index (IxFI), found ${read.constructor.name}`,
    )
  const { ntotal, d } = read
  expectCount('items.index', 'vectors', manifest.counts.items, ntotal)
  // The linear model has factors of its own there, and the intercepts behind them.
  if (manifest.model.seeds !== 'linear') expectCount('items.index', 'dimensions', manifest.counts.nFactors, d)
  else if (d < 2) throw badArtifact('items.index', `expected factors and an intercept, found ${d} dimension`)
}

function expectCount(file: string, what: string, expected: number, found: number): void {
  if (found !== expected) throw badArtifact(file, `expected ${expected} ${what}, found ${found}`)
}

function expectDistinct(file: ArtifactFile, what: string, ids: readonly string[]): void {
  const lineOf = new Map<string, number>()
  for (const [i, id] of ids.entries()) {
    const before = lineOf.get(id)
    if (before !== undefined)
      throw badArtifact(
        file,
        `expected distinct values of ${what}, found ${JSON.stringify(id)} on lines ${before} and ${i + 1}`,
      )
    lineOf.set(id, i + 1)
  }
}
