import { IndexFlatIP } from '@redux/ann'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../src/random.js'
import { SearchIndex, type Where } from '../src/seed-space/search-index.js'

const D = 8
const N = 12_000
const CLUSTERS = 60

/** Rows around some directions, as songs lie around artists, of all lengths. */
function clusteredRows(): Float32Array {
  const random = createRandom(1)
  const spread = () => random() + random() + random() - 1.5
  const centres = Array.from({ length: CLUSTERS * D }, spread)
  const rows = new Float32Array(N * D)
  for (let row = 0; row < N; row++) {
    const length = 0.2 + 0.8 * random()
    const cluster = row % CLUSTERS
    for (let f = 0; f < D; f++) rows[row * D + f] = length * (centres[cluster * D + f] + 0.3 * spread())
  }
  return rows
}

describe('SearchIndex', () => {
  const rows = clusteredRows()
  const flat = new IndexFlatIP(D)
  flat.add(rows)
  const exactly = (query: Float32Array, count: number) => [...flat.search(query, count).labels]
  const indexes = { everywhere: new SearchIndex(rows, D), nearby: new SearchIndex(rows, D, 'nearby') }
  const found = (where: Where, query: Float32Array, count: number) =>
    indexes[where].nearest(query, count, new Set()).map(({ row }) => row)
  const query = (row: number) => rows.slice(row * D, (row + 1) * D)

  test('everywhere answers as a flat index does', () => {
    for (const row of [0, 1, 77, N - 1])
      expect(found('everywhere', query(row), 240)).toEqual(exactly(query(row), 240))
  })

  test('nearby misses hardly anything', () => {
    let nFound = 0
    const asked = Array.from({ length: 20 }, (_, i) => i * 599)
    for (const row of asked) {
      const best = new Set(exactly(query(row), 100))
      const nearby = found('nearby', query(row), 100)
      expect(new Set(nearby).size).toBe(100)
      nFound += nearby.filter((label) => best.has(label)).length
    }
    expect(nFound / (100 * asked.length)).toBeGreaterThan(0.95)
  })

  test('nearby looks everywhere when so many are wanted that they may not all be near', () => {
    for (const count of [1000, N, N + 1])
      expect(found('nearby', query(5), count)).toEqual(exactly(query(5), Math.min(count, N)))
  })

  test('leaves out what is excluded, and gives what is left', () => {
    const excluded = new Set(exactly(query(3), 50))
    const nearby = indexes.nearby.nearest(query(3), 50, excluded)
    expect(nearby.some(({ row }) => excluded.has(row))).toBe(false)
    expect(nearby).toHaveLength(50)
  })
})
