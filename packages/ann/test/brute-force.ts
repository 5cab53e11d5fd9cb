import type { Metric, SearchResult } from '../src/index.js'

/**
 * What a search has to answer, by another road: components summed one by one in float64, everything sorted. The
 * sums round elsewhere than the kernels' do, so use components whose products and sums are exact.
 */
export function bruteForce(
  metric: Metric,
  vectors: Float32Array,
  queries: Float32Array,
  d: number,
  k: number,
  admits: (label: number) => boolean = () => true,
): SearchResult {
  const nq = queries.length / d
  const result = {
    distances: new Float32Array(nq * k).fill(metric === 'l2' ? Infinity : -Infinity),
    labels: new Int32Array(nq * k).fill(-1),
  }
  for (let query = 0; query < nq; query++) {
    const found: { distance: number; label: number }[] = []
    for (let label = 0; label < vectors.length / d; label++) {
      let distance = 0
      for (let j = 0; j < d; j++) {
        const q = queries[query * d + j]!
        const x = vectors[label * d + j]!
        distance += metric === 'l2' ? (q - x) ** 2 : q * x
      }
      if (admits(label)) found.push({ distance, label })
    }
    found.sort(
      (a, b) => (metric === 'l2' ? a.distance - b.distance : b.distance - a.distance) || a.label - b.label,
    )
    for (const [rank, { distance, label }] of found.slice(0, k).entries()) {
      result.distances[query * k + rank] = distance
      result.labels[query * k + rank] = label
    }
  }
  return result
}
