import { IndexFlatIP, type IndexFlatL2, writeIndex } from '@redux/ann'
import type { ArtifactContent } from '../src/artifact/artifact.js'
import type { CatalogueSong } from '../src/catalogue.js'

/** The bytes of a flat index over these rows, inner product unless said otherwise. */
export function indexFile(
  vectors: Float32Array,
  d: number,
  Index = IndexFlatIP as typeof IndexFlatIP | typeof IndexFlatL2,
) {
  const index = new Index(d)
  index.add(vectors)
  return writeIndex(index)
}

/** Consistent content whose numbers tell where they belong: user and item counts may be chosen. */
export function smallContent({
  users = 3,
  items = 4,
  nFactors = 2,
  createdAt = '2026-11-21T10:15:00Z',
} = {}) {
  const catalogue = Array.from({ length: items }, (_, i) => song(`Artist ${i}`, `Title ${i}`, i + 1, 1))
  const itemFactors = Float32Array.from({ length: items * nFactors }, (_, i) => i / 8)
  const historyItems = Int32Array.from({ length: users }, (_, u) => u % items)
  return {
    manifest: description({ users, items, pairs: historyItems.length, createdAt }),
    catalogue,
    userIds: Array.from({ length: users }, (_, u) => `user ${u}`),
    userFactors: Float32Array.from({ length: users * nFactors }, (_, i) => -i / 8),
    itemFactors,
    userBiases: Float32Array.from({ length: users }, (_, u) => u / 4),
    itemBiases: Float32Array.from({ length: items }, (_, i) => -i / 4),
    historyOffsets: Int32Array.from({ length: users + 1 }, (_, u) => u),
    historyItems,
    index: indexFile(itemFactors, nFactors),
  } satisfies ArtifactContent
}

/** A manifest's description that fits content of these counts. */
export function description(data: { users: number; items: number; pairs: number; createdAt: string }) {
  const { createdAt, ...counts } = data
  return {
    libraryVersion: '0.1.0',
    createdAt,
    model: { kind: 'svd', hyperparameters: { nFactors: 2, learningRate: 0.005, biased: true } },
    data: { name: 'listens.csv.gz', kind: 'plays', rows: 12, ...counts, sha256: 'ab'.repeat(32) },
    scale: [0.30103, 2.5],
    globalMean: 0.55,
    metrics: { protocol: '3-fold, seed 0', scores: { svd: { rmse: 0.17, mae: 0.13 } } },
  } satisfies ArtifactContent['manifest']
}

function song(artist: string, title: string, plays: number, listeners: number): CatalogueSong {
  return { songId: `${artist} - ${title}`, artist, title, plays, listeners }
}
