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

/** The inner products of a query with all rows of an index. O(ntotal d). */
export function products({ vectors, ntotal, d }: IndexFlatIP, query: Float32Array): Float64Array {
  const scores = new Float64Array(ntotal)
  for (let row = 0; row < ntotal; row++)
    for (let f = 0; f < d; f++) scores[row] += query[f] * vectors[row * d + f]
  return scores
}
