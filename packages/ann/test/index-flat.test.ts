import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IndexFlatIP, IndexFlatL2, type SearchResult } from '../src/index.js'
import { anyCases, exactCases } from './arbitraries.js'
import { bruteForce } from './brute-force.js'
import { expectCode } from './expect-code.js'
import { expected, queries, vectors } from './fixtures.js'

const { d, n, nq, k } = expected
/** How far float32 sums in another order may lie apart, relative to max(1, |distance|). */
const TOLERANCE = 2e-6

function filled<Index extends IndexFlatL2 | IndexFlatIP>(index: Index, x: Float32Array): Index {
  index.add(x)
  return index
}

function expectNear(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(wanted)))
}

const row = (result: SearchResult, query: number, width: number) => ({
  distances: result.distances.slice(query * width, (query + 1) * width),
  labels: result.labels.slice(query * width, (query + 1) * width),
})

describe.each([
  { name: 'IndexFlatL2', file: 'flat_l2.index', makeIndex: () => new IndexFlatL2(d) },
  { name: 'IndexFlatIP', file: 'flat_ip.index', makeIndex: () => new IndexFlatIP(d) },
] as const)('$name against FAISS 1.15.1', ({ file, makeIndex }) => {
  const { ids, distances } = expected.indexes[file].searches[0]!
  const index = filled(makeIndex(), vectors)
  const result = index.search(queries, k)

  test('search gives the distances of FAISS', () => {
    for (let query = 0; query < nq; query++)
      for (let rank = 0; rank < k; rank++)
        expectNear(result.distances[query * k + rank]!, distances[query]![rank]!)
  })

  // Among equal distances FAISS puts the lower id first for L2 and the higher id first for inner product, where even
  // which of them survive the cut depends on its heap's history. Here the lower id always wins. So a group of equal
  // distances is compared as a set; one that the cut may have gone through, as members of the whole group.
  test('search gives the ids of FAISS, groups of equal distances taken as sets', () => {
    for (let query = 0; query < nq; query++) {
      const all = row(index.search(queries.subarray(query * d, (query + 1) * d), n), 0, n)
      const found = row(result, query, k)
      let start = 0
      while (start < k) {
        let end = start + 1
        while (end < k && distances[query]![end] === distances[query]![start]) end++
        const wanted = new Set(ids[query]!.slice(start, end))
        expect(wanted.size).toBe(end - start)
        if (end < k) expect(new Set(found.labels.slice(start, end))).toEqual(wanted)
        else {
          const tied = new Set(all.labels.filter((_, i) => all.distances[i] === found.distances[start]))
          expect([...wanted].every((id) => tied.has(id))).toBe(true)
          expect([...found.labels.slice(start)].every((id) => tied.has(id))).toBe(true)
        }
        start = end
      }
    }
  })
})

test('search gives the ids of FAISS in the same order for squared L2, where ties have the same rule', () => {
  const result = filled(new IndexFlatL2(d), vectors).search(queries, k)
  expect([...result.labels]).toEqual(expected.indexes['flat_l2.index'].searches[0]!.ids.flat())
})

describe('search', () => {
  test('answers the head of a full sort by (distance, label)', () => {
    fc.assert(
      fc.property(exactCases, ({ makeIndex, d, vectors, queries, k }) => {
        const index = filled(makeIndex(), vectors)
        expect(index.search(queries, k)).toEqual(bruteForce(index.metric, vectors, queries, d, k))
      }),
    )
  })

  test('answers the same when the excluded labels are left out of the sort', () => {
    fc.assert(
      fc.property(exactCases, fc.array(fc.integer({ min: -1, max: 50 })), (given, excluded) => {
        const { makeIndex, d, vectors, queries, k } = given
        const exclude = new Set(excluded)
        const index = filled(makeIndex(), vectors)
        const wanted = bruteForce(index.metric, vectors, queries, d, k, (label) => !exclude.has(label))
        expect(index.search(queries, k, { exclude })).toEqual(wanted)
        expect(exclude).toEqual(new Set(excluded))
      }),
    )
  })

  test('answers the same when only the included labels are in the sort, of many or of few', () => {
    const labels = fc.array(fc.integer({ min: -1, max: 50 }))
    fc.assert(
      fc.property(exactCases, labels, fc.option(labels), (given, include, exclude) => {
        const { makeIndex, d, vectors, queries, k } = given
        const index = filled(makeIndex(), vectors)
        const admits = (label: number) => include.includes(label) && !exclude?.includes(label)
        const wanted = bruteForce(index.metric, vectors, queries, d, k, admits)
        expect(index.search(queries, k, exclude ? { include, exclude } : { include })).toEqual(wanted)
        // The filter of one search is gone at the next.
        expect(index.search(queries, k)).toEqual(bruteForce(index.metric, vectors, queries, d, k))
      }),
    )
  })

  test('takes its own vectors as queries', () => {
    const index = filled(new IndexFlatL2(2), Float32Array.of(0, 0, 3, 4, 6, 8))
    expect(index.search(index.vectors, 1).labels).toEqual(Int32Array.of(0, 1, 2))
    expect(index.rangeSearch(index.vectors, 26).limits).toEqual(Int32Array.of(0, 2, 5, 7))
  })

  test('answers a batch as it answers its queries one by one, bit for bit', () => {
    fc.assert(
      fc.property(anyCases, ({ makeIndex, d, vectors, queries, k }) => {
        const index = filled(makeIndex(), vectors)
        const batch = index.search(queries, k)
        for (let query = 0; query < queries.length / d; query++)
          expect(index.search(queries.subarray(query * d, (query + 1) * d), k)).toEqual(row(batch, query, k))
      }),
    )
  })

  test('answers by the vectors alone, not by how many calls of add brought them', () => {
    fc.assert(
      fc.property(anyCases, ({ makeIndex, d, vectors, queries, k }) => {
        const oneByOne = makeIndex()
        for (let i = 0; i < vectors.length; i += d) oneByOne.add(vectors.subarray(i, i + d))
        expect(oneByOne.search(queries, k)).toEqual(filled(makeIndex(), vectors).search(queries, k))
      }),
    )
  })

  test('leaves queries and vectors unchanged and gives the same answer again', () => {
    fc.assert(
      fc.property(anyCases, ({ makeIndex, vectors, queries, k }) => {
        const before = [vectors.slice(), queries.slice()]
        const index = filled(makeIndex(), vectors)
        const first = index.search(queries, k)
        expect(index.search(queries, k)).toEqual(first)
        expect([vectors, queries]).toEqual(before)
        expect(index.vectors).toEqual(vectors)
      }),
    )
  })

  test('never answers NaN, and labels every stored vector once when k is at least ntotal', () => {
    fc.assert(
      fc.property(anyCases, ({ makeIndex, d, vectors, queries, k }) => {
        const index = filled(makeIndex(), vectors)
        const width = index.ntotal + k
        const { labels, distances } = index.search(queries, width)
        expect(distances.some(Number.isNaN)).toBe(false)
        for (let query = 0; query < queries.length / d; query++) {
          const found = labels.slice(query * width, (query + 1) * width)
          expect([...found.slice(0, index.ntotal)].sort((a, b) => a - b)).toEqual([
            ...Array(index.ntotal).keys(),
          ])
          expect(found.slice(index.ntotal).every((label) => label === -1)).toBe(true)
        }
      }),
    )
  })

  test('orders equal distances by lower label in both metrics', () => {
    const equal = Float32Array.of(1, 1, 1, 1, 1)
    for (const index of [new IndexFlatL2(1), new IndexFlatIP(1)])
      expect(filled(index, equal).search(Float32Array.of(2), 3).labels).toEqual(Int32Array.of(0, 1, 2))
  })

  test('finds vectors on both sides of the border between two blocks of a scan', () => {
    const index = filled(
      new IndexFlatL2(1),
      Float32Array.from({ length: 10_000 }, (_, i) => i),
    )
    expect(index.search(Float32Array.of(4095.5, 8191.75), 2).labels).toEqual(
      Int32Array.of(4095, 4096, 8192, 8191),
    )
  })

  test('pads with label -1 when fewer than k vectors are stored', () => {
    const query = Float32Array.of(2)
    expect(filled(new IndexFlatL2(1), Float32Array.of(5)).search(query, 2)).toEqual({
      distances: Float32Array.of(9, Infinity),
      labels: Int32Array.of(0, -1),
    })
    expect(filled(new IndexFlatIP(1), Float32Array.of(5)).search(query, 2)).toEqual({
      distances: Float32Array.of(10, -Infinity),
      labels: Int32Array.of(0, -1),
    })
  })

  test('pads everything when the index is empty, and answers nothing to no queries', () => {
    const index = new IndexFlatL2(3)
    expect(index.search(new Float32Array(3), 2).labels).toEqual(Int32Array.of(-1, -1))
    expect(index.search(new Float32Array(0), 2).labels).toHaveLength(0)
  })

  test('reports Infinity with the label of a vector whose distance exceeds float32', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(3e38, 1))
    expect(index.search(Float32Array.of(-3e38), 3)).toEqual({
      distances: Float32Array.of(Infinity, Infinity, Infinity),
      labels: Int32Array.of(0, 1, -1),
    })
  })

  test('refuses a k that is not an integer of at least 1', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(1))
    for (const bad of [0, -1, 1.5, NaN, Infinity, 2 ** 31])
      expectCode(() => index.search(Float32Array.of(1), bad), 'INVALID_OPTION', /^k must be/)
    expectCode(() => index.search(new Float32Array(4), 2 ** 30), 'INVALID_OPTION', /nq \* k/)
  })

  test('refuses queries of another dimension, with NaN or Infinity, or of another type', () => {
    const index = filled(new IndexFlatL2(2), Float32Array.of(1, 2))
    expectCode(() => index.search(new Float32Array(3), 1), 'DIMENSION_MISMATCH', /d = 2, got 3/)
    expectCode(() => index.search(Float32Array.of(0, 0, 0, NaN), 1), 'NOT_FINITE', /component 1 of vector 1/)
    expectCode(() => index.search(Float32Array.of(-Infinity, 0), 1), 'NOT_FINITE', /-Infinity/)
    // @ts-expect-error float64 numbers would be rounded behind the caller's back
    expectCode(() => index.search([0, 0], 1), 'INVALID_OPTION', /Float32Array, got Array/)
  })

  test('refuses unknown options and an exclude that holds no labels', () => {
    const index = new IndexFlatL2(1)
    // @ts-expect-error a typo
    expectCode(() => index.search(Float32Array.of(1), 1, { exclud: new Set() }), 'INVALID_OPTION', /"exclud"/)
    // @ts-expect-error one label is no list of labels
    expectCode(() => index.search(Float32Array.of(1), 1, { exclude: 0 }), 'INVALID_OPTION', /exclude.*number/)
    // @ts-expect-error null is no options object
    expectCode(() => index.search(Float32Array.of(1), 1, null), 'INVALID_OPTION', /null/)
  })
})

describe('searchInto', () => {
  test('fills the arrays of the caller with what search returns', () => {
    fc.assert(
      fc.property(anyCases, ({ makeIndex, d, vectors, queries, k }) => {
        const index = filled(makeIndex(), vectors)
        const size = (queries.length / d) * k
        const result = { distances: new Float32Array(size).fill(7), labels: new Int32Array(size).fill(7) }
        index.searchInto(queries, k, result)
        expect(result).toEqual(index.search(queries, k))
      }),
    )
  })

  test('refuses arrays of another length', () => {
    const index = new IndexFlatL2(1)
    const result = { distances: new Float32Array(2), labels: new Int32Array(1) }
    expectCode(
      () => index.searchInto(Float32Array.of(1), 2, result),
      'DIMENSION_MISMATCH',
      /labels.*2, got 1/,
    )
  })
})

describe('add', () => {
  test('counts and keeps the vectors, and copies them', () => {
    const index = new IndexFlatIP(2)
    const x = Float32Array.of(1, 2, 3, 4)
    index.add(x)
    index.add(x.subarray(2))
    x.fill(0)
    expect(index.ntotal).toBe(3)
    expect(index.vectors).toEqual(Float32Array.of(1, 2, 3, 4, 3, 4))
    expect(index.reconstruct(1)).toEqual(Float32Array.of(3, 4))
  })

  test('appends a view of its own vectors', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(1, 2, 3))
    index.add(index.vectors)
    index.add(index.vectors.subarray(0, 1))
    expect(index.vectors).toEqual(Float32Array.of(1, 2, 3, 1, 2, 3, 1))
  })

  test('stores nothing of an array that it refuses', () => {
    const index = filled(new IndexFlatL2(2), Float32Array.of(1, 2))
    expectCode(() => index.add(Float32Array.of(1, 2, 3)), 'DIMENSION_MISMATCH', /got 3/)
    expectCode(() => index.add(Float32Array.of(1, 2, Infinity, 4)), 'NOT_FINITE', /component 0 of vector 1/)
    // @ts-expect-error
    expectCode(() => index.add(new Float64Array(2)), 'INVALID_OPTION', /Float64Array/)
    expect(index.ntotal).toBe(1)
  })
})

describe('remove', () => {
  test('leaves an index as if the vectors had never been added', () => {
    fc.assert(
      fc.property(anyCases, fc.array(fc.integer({ min: -1, max: 50 })), (given, labels) => {
        const { makeIndex, d, vectors, queries, k } = given
        const index = filled(makeIndex(), vectors)
        const gone = new Set(labels.filter((label) => label >= 0 && label < index.ntotal))
        const kept = [...Array(index.ntotal).keys()].filter((label) => !gone.has(label))
        expect(index.remove(labels)).toBe(gone.size)
        const rest = Float32Array.from(kept.flatMap((i) => [...vectors.subarray(i * d, (i + 1) * d)]))
        expect(index.vectors).toEqual(rest)
        expect(index.search(queries, k)).toEqual(filled(makeIndex(), rest).search(queries, k))
      }),
    )
  })

  test('makes room for vectors to come', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(1, 2, 3))
    expect(index.remove(new Set([0, 2]))).toBe(2)
    index.add(Float32Array.of(4))
    expect(index.vectors).toEqual(Float32Array.of(2, 4))
  })
})

describe('rangeSearch', () => {
  test('answers what a search for all answers, cut at the radius', () => {
    fc.assert(
      fc.property(anyCases, fc.nat(), fc.array(fc.nat({ max: 40 })), (given, pick, exclude) => {
        const { makeIndex, d, vectors, queries } = given
        const index = filled(makeIndex(), vectors)
        const nq = queries.length / d
        const all = index.search(queries, Math.max(1, index.ntotal), { exclude })
        const radius = all.distances.length > 0 ? all.distances[pick % all.distances.length]! : 1
        const found = index.rangeSearch(queries, radius, { exclude })
        expect(found.limits).toHaveLength(nq + 1)
        for (let query = 0; query < nq; query++) {
          const { distances, labels } = row(all, query, Math.max(1, index.ntotal))
          const isNearer = (distance: number) =>
            index.metric === 'l2' ? distance < radius : distance > radius
          const nearer = [...labels.keys()].filter((i) => labels[i] !== -1 && isNearer(distances[i]!))
          const [from, to] = [found.limits[query], found.limits[query + 1]]
          expect([...found.labels.slice(from, to)]).toEqual(nearer.map((i) => labels[i]))
          expect([...found.distances.slice(from, to)]).toEqual(nearer.map((i) => distances[i]))
        }
      }),
    )
  })

  test('finds more than one block of answers at once', () => {
    const n = 40_000
    const x = Float32Array.from({ length: n }, (_, i) => i % 1000)
    const { labels, limits } = filled(new IndexFlatL2(1), x).rangeSearch(Float32Array.of(0), 4)
    expect(limits).toEqual(Int32Array.of(0, 80))
    expect([...labels.slice(0, 41)]).toEqual([...Array.from({ length: 40 }, (_, i) => i * 1000), 1])
  })

  test('takes an infinite radius, and refuses NaN', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(1, 2))
    expect(index.rangeSearch(Float32Array.of(1), Infinity).labels).toEqual(Int32Array.of(0, 1))
    expect(index.rangeSearch(Float32Array.of(1), -Infinity).labels).toHaveLength(0)
    expectCode(() => index.rangeSearch(Float32Array.of(1), NaN), 'INVALID_OPTION', /radius/)
  })
})

describe('threads', () => {
  test('change no answer', () => {
    const x = Float32Array.from({ length: 3000 * 8 }, (_, i) => Math.sin(i * i))
    const asked = x.subarray(0, 101 * 8)
    for (const Index of [IndexFlatL2, IndexFlatIP])
      expect(filled(new Index(8, { threads: 2 }), x).search(asked, 7)).toEqual(
        filled(new Index(8), x).search(asked, 7),
      )
  })

  test('are refused when they are none', () => {
    expectCode(() => new IndexFlatL2(1, { threads: 0 }), 'INVALID_OPTION', /threads/)
    // @ts-expect-error a typo
    expectCode(() => new IndexFlatL2(1, { thread: 2 }), 'INVALID_OPTION', /"thread"/)
  })
})

describe('the rest of an index', () => {
  test('says what it is', () => {
    expect(new IndexFlatL2(3)).toMatchObject({ d: 3, metric: 'l2', isTrained: true, ntotal: 0 })
    expect(new IndexFlatIP(3)).toMatchObject({ d: 3, metric: 'innerProduct', isTrained: true, ntotal: 0 })
  })

  test('refuses a dimension that is not an integer of at least 1', () => {
    for (const bad of [0, -1, 1.5, NaN, 2 ** 31])
      expectCode(() => new IndexFlatL2(bad), 'INVALID_OPTION', /^d must be/)
  })

  test('train changes nothing but refuses what could not be trained on', () => {
    const index = filled(new IndexFlatL2(2), Float32Array.of(1, 2))
    index.train(Float32Array.of(3, 4))
    expect(index.vectors).toEqual(Float32Array.of(1, 2))
    expectCode(() => index.train(new Float32Array(3)), 'DIMENSION_MISMATCH')
    expectCode(() => index.train(Float32Array.of(NaN, 0)), 'NOT_FINITE')
  })

  test('reconstruct gives a copy, and refuses a label that is not stored', () => {
    const index = filled(new IndexFlatL2(2), Float32Array.of(1, 2))
    index.reconstruct(0).fill(0)
    expect(index.vectors).toEqual(Float32Array.of(1, 2))
    for (const bad of [-1, 1, 0.5, NaN]) expectCode(() => index.reconstruct(bad), 'OUT_OF_RANGE')
  })

  test('reset forgets all vectors and starts labels anew', () => {
    const index = filled(new IndexFlatL2(1), Float32Array.of(1, 2))
    index.reset()
    expect(index.ntotal).toBe(0)
    index.add(Float32Array.of(5))
    expect(index.search(Float32Array.of(5), 1).labels).toEqual(Int32Array.of(0))
  })
})
