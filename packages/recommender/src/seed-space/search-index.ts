import type { IndexFlatIP } from '@redux/ann'
import type { Candidate } from './seed-space.js'

/** The `count` rows of an index with the largest inner products, or all there are; none excluded among them. */
export function searchIndex(
  index: IndexFlatIP,
  query: Float32Array,
  count: number,
  excluded: ReadonlySet<number>,
): Candidate[] {
  const { distances, labels } = index.search(query, count, { exclude: excluded })
  return Array.from(labels, (row, n) => ({ row, score: distances[n] })).filter(({ row }) => row >= 0)
}
