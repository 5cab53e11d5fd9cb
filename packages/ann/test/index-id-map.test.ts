import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Id,
  IndexFlatIP,
  IndexFlatL2,
  IndexIDMap,
  IndexIVFFlat,
  IndexIVFPQ,
  IndexScalarQuantizer,
  type VectorIndex,
} from '../src/index.js'
import { IndexIVF } from '../src/index-ivf.js'
import { expectCode } from './expect-code.js'

const DISTANT = 2n ** 62n

/** Vectors 0, 1, 2 … of one component. */
function line(ids: readonly Id[]): IndexIDMap<IndexFlatL2> {
  const index = new IndexIDMap(new IndexFlatL2(1))
  index.addWithIds(
    Float32Array.from(ids, (_, i) => i),
    ids,
  )
  return index
}

describe('search', () => {
  test('answers what the index within does, by id', () => {
    const ids = fc.array(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), { maxLength: 20 })
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 25 }), (given, k) => {
        const index = line(given)
        const queries = Float32Array.of(3.2, 0)
        const { labels, distances } = index.search(queries, k)
        const within = index.index.search(queries, k)
        expect(distances).toEqual(within.distances)
        expect([...labels]).toEqual([...within.labels].map((row) => (row < 0 ? -1n : given[row])))
      }),
    )
  })

  test('includes and excludes by id, all vectors of an id', () => {
    const index = line([5n, DISTANT, 5, -7n])
    const labels = (options: object) => [...index.search(Float32Array.of(0), 4, options).labels]
    expect(labels({ include: [5, 99n] })).toEqual([5n, 5n, -1n, -1n])
    expect(labels({ exclude: new Set([5n]) })).toEqual([DISTANT, -7n, -1n, -1n])
    expect(labels({ include: [5n, -7], exclude: [5n] })).toEqual([-7n, -1n, -1n, -1n])
    expectCode(() => labels({ includ: [] }), 'INVALID_OPTION', /"includ"/)
    expectCode(() => labels({ include: ['5'] }), 'INVALID_OPTION', /include must be int64.*string/)
  })

  test('reports inner products, and negative ids as they are', () => {
    const index = new IndexIDMap(new IndexFlatIP(1))
    index.addWithIds(Float32Array.of(1, 2), [-9, -(2n ** 63n)])
    expect(index.metric).toBe('innerProduct')
    expect(index.search(Float32Array.of(3), 3)).toEqual({
      distances: Float32Array.of(6, 3, -Infinity),
      labels: BigInt64Array.of(-(2n ** 63n), -9n, -1n),
    })
  })
})

test('rangeSearch answers by id', () => {
  expect(line([10, 11, 12]).rangeSearch(Float32Array.of(1, 9), 1.5)).toEqual({
    limits: Int32Array.of(0, 3, 3),
    distances: Float32Array.of(0, 1, 1),
    labels: BigInt64Array.of(11n, 10n, 12n),
  })
})

describe('addWithIds', () => {
  test('copies the ids and takes them as numbers and bigints', () => {
    const ids = BigInt64Array.of(7n, 8n)
    const index = new IndexIDMap(new IndexFlatL2(1))
    index.addWithIds(Float32Array.of(1, 2), ids)
    ids.fill(0n)
    for (let i = 0; i < 5; i++) index.addWithIds(Float32Array.of(3), [Number.MAX_SAFE_INTEGER - i])
    expect([...index.ids.slice(0, 3)]).toEqual([7n, 8n, 2n ** 53n - 1n])
    expect(index.ntotal).toBe(7)
  })

  test('adds nothing when an id or a vector is refused', () => {
    const index = line([1])
    const two = Float32Array.of(1, 2)
    expectCode(() => index.addWithIds(two, [1]), 'DIMENSION_MISMATCH', /vectors = 2, got 1/)
    for (const bad of [0.5, 2 ** 53, NaN, 2n ** 63n, -(2n ** 63n) - 1n, -1, -1n])
      expectCode(() => index.addWithIds(two, [1, bad]), 'INVALID_OPTION', /^ids must/)
    // @ts-expect-error
    expectCode(() => index.addWithIds(two, ['1', '2']), 'INVALID_OPTION', /string/)
    // @ts-expect-error
    expectCode(() => index.addWithIds(two, new Set([1, 2])), 'INVALID_OPTION', /Set/)
    expectCode(() => index.addWithIds(Float32Array.of(NaN), [1]), 'NOT_FINITE')
    expect([index.ntotal, index.ids.length]).toEqual([1, 1])
  })
})

describe('remove', () => {
  test('leaves what a map made without these ids would hold', () => {
    const ids = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 })
    fc.assert(
      fc.property(ids, fc.array(fc.integer({ min: 0, max: 12 })), (given, removed) => {
        const index = line(given)
        const kept = [...given.keys()].filter((row) => !removed.includes(given[row]!))
        expect(index.remove(removed)).toBe(given.length - kept.length)
        index.addWithIds(Float32Array.of(50), [99])
        const { labels, distances } = index.search(Float32Array.of(-1), 30)
        const wanted = [...kept.map((row) => [(row + 1) ** 2, given[row]]), [51 ** 2, 99]]
        const found = Array.from(labels.subarray(0, index.ntotal), (id, i) => [distances[i], Number(id)])
        expect(found).toEqual(wanted)
      }),
    )
  })

  const kinds: Readonly<Record<string, () => VectorIndex>> = {
    'a flat index': () => new IndexFlatL2(2),
    'a scalar quantizer': () => new IndexScalarQuantizer(2),
    'an inverted file': () => new IndexIVFFlat(new IndexFlatL2(2), 2, 3),
    'an inverted file with a product quantizer': () => new IndexIVFPQ(new IndexFlatL2(2), 2, 3, 2, 3),
  }
  test.each(Object.keys(kinds))('takes some answers away and changes no other, over %s', (name) => {
    const vectors = Float32Array.from({ length: 120 }, (_, i) => Math.sin(i) * 9)
    const index = new IndexIDMap(kinds[name]!())
    index.train(vectors)
    const ids = Array.from({ length: 60 }, (_, i) => DISTANT - BigInt(i * i))
    index.addWithIds(vectors, ids)
    if (index.index instanceof IndexIVF) index.index.nprobe = 3
    const query = Float32Array.of(1, 2)
    let wanted = [...index.search(query, 60).labels]
    for (const removed of [ids.slice(10, 20), [ids[0]!, ids[59]!], ids.slice(25, 50)]) {
      expect(index.remove(removed)).toBe(removed.length)
      wanted = wanted.filter((id) => !removed.includes(id))
      expect([...index.search(query, wanted.length).labels]).toEqual(wanted)
    }
    const vector = index.reconstruct(ids[52]!)
    index.addWithIds(vectors.subarray(104, 106), [5])
    expect(index.reconstruct(5)).toEqual(vector)
    expect(index.ids.at(-1)).toBe(5n)
  })

  test('refuses what can be no id', () => {
    expectCode(() => line([1]).remove([0.5]), 'INVALID_OPTION', /ids must be int64.*0\.5/)
  })
})

describe('reconstruct', () => {
  test('gives the vector of an id, the one added last where there are several', () => {
    const index = line([5, DISTANT, 5])
    expect(index.reconstruct(5)).toEqual(Float32Array.of(2))
    expect(index.reconstruct(DISTANT)).toEqual(Float32Array.of(1))
    index.addWithIds(Float32Array.of(30), [DISTANT])
    expect(index.reconstruct(DISTANT)).toEqual(Float32Array.of(30))
  })

  test('refuses ids that are not there', () => {
    const index = line([5])
    expectCode(() => index.reconstruct(6), 'OUT_OF_RANGE', /got 6/)
    index.reset()
    expectCode(() => index.reconstruct(5), 'OUT_OF_RANGE')
    expect(index.ntotal).toBe(0)
  })
})

test('an index that holds vectors already is given ids for them', () => {
  const flat = new IndexFlatL2(1)
  flat.add(Float32Array.of(4, 5))
  expect(new IndexIDMap(flat, [40, 50]).search(Float32Array.of(6), 1).labels).toEqual(BigInt64Array.of(50n))
  expectCode(() => new IndexIDMap(flat), 'DIMENSION_MISMATCH', /vectors = 2, got 0/)
})
