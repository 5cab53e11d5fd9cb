import { describe, expect, test } from 'vitest'
import { type AnyIndex, IndexIDMap, readIndex, writeIndex } from '../src/index.js'
import {
  type ExpectedSearch,
  expected,
  FIXTURE_NAMES,
  type FixtureName,
  fixtureFiles,
  queries,
} from './fixtures.js'

const { d, nq, k } = expected
/** How far float32 sums in another order may lie apart, relative to max(1, |distance|). */
const TOLERANCE = 2e-6

/** Ids as bigints, whatever kind of index answers. */
function search(index: AnyIndex, x: Float32Array, width: number) {
  const { distances, labels } = index.search(x, width)
  return { distances, ids: [...labels].map((label) => BigInt(label)) }
}

/** The number of vectors with a finite distance that FAISS found; what follows is padding. */
const foundOf = (ids: readonly (number | string)[]) => ids.filter((id) => Number(id) !== -1).length

describe.each(FIXTURE_NAMES)('%s of FAISS 1.15.1', (name) => {
  const searches: readonly ExpectedSearch<number | string>[] = expected.indexes[name].searches
  test.each([...searches])('is read and answers as in FAISS with $params', ({ params, ids, distances }) => {
    const index = readIndex(fixtureFiles[name])
    if ('nprobe' in index && params.nprobe !== undefined) index.nprobe = params.nprobe
    const found = search(index, queries, k)
    for (let query = 0; query < nq; query++) {
      const wantedIds = ids[query]!.map((id) => BigInt(id))
      const nFound = foundOf(ids[query]!)
      const foundIds = found.ids.slice(query * k, (query + 1) * k)
      const foundDistances = found.distances.subarray(query * k, (query + 1) * k)
      for (let rank = 0; rank < nFound; rank++) {
        const wanted = distances[query]![rank]!
        const difference = Math.abs(foundDistances[rank]! - wanted)
        expect(difference).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(wanted)))
      }
      expect(foundIds.slice(nFound)).toEqual(Array(k - nFound).fill(-1n))
      const wholeRow = queries.subarray(query * d, (query + 1) * d)
      expectSameUpToTies(index, wholeRow, foundDistances, foundIds, wantedIds, distances[query]!, nFound)
    }
  })
})

/**
 * Among equal distances FAISS puts the lower label first for L2 and the higher one first for inner product, where even
 * which of them survive the cut depends on its heap's history; here the lower label always wins. So a group of equal
 * distances is compared as a set; one that the cut may have gone through, as members of the whole group.
 */
function expectSameUpToTies(
  index: AnyIndex,
  query: Float32Array,
  foundDistances: Float32Array,
  foundIds: readonly bigint[],
  wantedIds: readonly bigint[],
  wantedDistances: readonly number[],
  nFound: number,
): void {
  for (let start = 0, end = 0; start < nFound; start = end) {
    for (end = start + 1; end < nFound && wantedDistances[end] === wantedDistances[start]; ) end++
    const wanted = new Set(wantedIds.slice(start, end))
    expect(wanted.size).toBe(end - start)
    if (end < k) expect(new Set(foundIds.slice(start, end))).toEqual(wanted)
    else {
      const all = search(index, query, index.ntotal)
      const tied = new Set(all.ids.filter((_, i) => all.distances[i] === foundDistances[start]))
      expect([...wanted].filter((id) => !tied.has(id))).toEqual([])
      expect(foundIds.slice(start).filter((id) => !tied.has(id))).toEqual([])
    }
  }
}

/** Files whose direct map we do not keep, and where it is: its type, its array, and the pairs of a hash table. */
const DIRECT_MAPS: Partial<Record<FixtureName, number>> = {
  'ivf_flat_directmap_l2.index': 8 * 10,
  'ivf_flat_hashmap_l2.index': 8 + 16 * 10,
}

test.each(FIXTURE_NAMES)('%s is written as it was read, but for a direct map', (name) => {
  const file = fixtureFiles[name]
  const bytes = writeIndex(readIndex(file))
  const mapBytes = DIRECT_MAPS[name]
  if (mapBytes === undefined) {
    expect(Buffer.compare(bytes, file)).toBe(0)
    return
  }
  // Behind the header, nlist, nprobe and a flat quantizer of 32 centroids.
  const at = 37 + 16 + 45 + 4 * d * 32
  const withoutMap = Buffer.concat([
    file.subarray(0, at),
    new Uint8Array(9),
    file.subarray(at + 9 + mapBytes),
  ])
  expect(Buffer.compare(bytes, withoutMap)).toBe(0)
})

test('an id map keeps negative ids and ids above 2^53', () => {
  const index = readIndex(fixtureFiles['idmap_flat_l2.index'])
  expect(index).toBeInstanceOf(IndexIDMap)
  if (index instanceof IndexIDMap)
    expect([...index.ids.slice(0, 3)]).toEqual([-5n, 2n ** 40n + 3n, 2n ** 53n + 1n])
})
