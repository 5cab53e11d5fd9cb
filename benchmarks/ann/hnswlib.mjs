// The exact search of hnswlib-node, which is asked for one query at a time.
import { medianSeconds } from '../lib/in-turns.mjs'

const SPACES = { l2: 'l2', innerProduct: 'ip' }

export function hnswlibIndex({ library }, metric, { n, d, vectors }) {
  const index = new library.BruteforceSearch(SPACES[metric], d)
  index.initIndex(n)
  for (let i = 0; i < n; i++) index.addPoint(Array.from(vectors.subarray(i * d, (i + 1) * d)), i)
  return index
}

/** As `searchTurn`; it takes arrays, which are made before. */
export function hnswlibTurn(index, queries, d, k, seconds) {
  const points = Array.from({ length: queries.length / d }, (_, i) =>
    Array.from(queries.subarray(i * d, (i + 1) * d)),
  )
  return () => medianSeconds((call) => index.searchKnn(points[call % points.length], k), seconds)
}
