import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IndexFlatIP, IndexFlatL2, IndexIVFFlat } from '../src/index.js'
import { bruteForce } from './brute-force.js'
import { expectCode } from './expect-code.js'
import { makeRandom } from './random.js'

const d = 6

/** Vectors around a few centres, of small integers, so that distances are exact and ties abound. */
function clustered(n: number, seed: number): Float32Array {
  const random = makeRandom(seed)
  const centres = Array.from({ length: 9 * d }, () => random.integer(41) - 20)
  return Float32Array.from(
    { length: n * d },
    (_, at) => centres[(Math.floor(at / d) % 9) * d + (at % d)]! + random.integer(5) - 2,
  )
}

const quantizers = { l2: IndexFlatL2, innerProduct: IndexFlatIP } as const
const metrics = ['l2', 'innerProduct'] as const

function trained(metric: 'l2' | 'innerProduct', nlist: number, x: Float32Array, options = {}): IndexIVFFlat {
  const index = new IndexIVFFlat(new quantizers[metric](d), d, nlist, metric, options)
  index.train(x)
  return index
}

function built(metric: 'l2' | 'innerProduct', nlist: number, x: Float32Array, options = {}): IndexIVFFlat {
  const index = trained(metric, nlist, x, options)
  index.add(x)
  return index
}

/** Labels of what lies in the lists that a query looks into. */
function probedLabels(index: IndexIVFFlat, query: Float32Array): Set<number> {
  const { labels } = index.quantizer.search(query, index.nprobe)
  return new Set([...labels].flatMap((list) => [...index.listLabels(list)]))
}

const problems = fc.record({
  metric: fc.constantFrom(...metrics),
  n: fc.integer({ min: 1, max: 400 }),
  nlist: fc.integer({ min: 1, max: 12 }),
  nprobe: fc.integer({ min: 1, max: 12 }),
  k: fc.integer({ min: 1, max: 30 }),
  seed: fc.nat(1000),
})

describe('search', () => {
  test('answers a full sort of what is in the lists it looks into', () => {
    fc.assert(
      fc.property(problems, ({ metric, n, nlist, nprobe, k, seed }) => {
        fc.pre(n >= nlist)
        const x = clustered(n, seed)
        const index = built(metric, nlist, x)
        index.nprobe = Math.min(nprobe, nlist)
        const queries = clustered(4, seed + 1)
        const found = index.search(queries, k)
        for (let q = 0; q < 4; q++) {
          const query = queries.subarray(q * d, (q + 1) * d)
          const probed = probedLabels(index, query)
          const wanted = bruteForce(metric, x, query, d, k, (label) => probed.has(label))
          expect(found.labels.slice(q * k, (q + 1) * k)).toEqual(wanted.labels)
          expect(found.distances.slice(q * k, (q + 1) * k)).toEqual(wanted.distances)
        }
      }),
    )
  })

  test.each(metrics)('answers as a flat index does when it looks into all lists, by %s', (metric) => {
    const x = clustered(700, 1)
    const index = built(metric, 20, x)
    index.nprobe = 20
    const flat = new quantizers[metric](d)
    flat.add(x)
    const queries = clustered(30, 2)
    expect(index.search(queries, 9)).toEqual(flat.search(queries, 9))
    const radius = flat.search(queries, 9).distances[4]!
    expect(index.rangeSearch(queries, radius)).toEqual(flat.rangeSearch(queries, radius))
    for (const options of [{ include: [3, 5, 699] }, { exclude: new Set([1, 2, 3]) }])
      expect(index.search(queries, 9, options)).toEqual(flat.search(queries, 9, options))
  })

  test('pads where the lists hold too few', () => {
    const index = built('l2', 3, clustered(9, 3))
    const { labels, distances } = index.search(clustered(1, 3), 50)
    expect(labels.at(-1)).toBe(-1)
    expect(distances.at(-1)).toBe(Infinity)
  })

  test('finds nothing in an index without vectors', () => {
    const index = trained('innerProduct', 3, clustered(9, 3))
    expect(index.search(clustered(1, 3), 2)).toEqual({
      labels: Int32Array.of(-1, -1),
      distances: Float32Array.of(-Infinity, -Infinity),
    })
    expect(index.rangeSearch(clustered(1, 3), 0).labels).toHaveLength(0)
  })
})

describe('what is learned', () => {
  const x = clustered(900, 5)
  const queries = clustered(40, 6)

  test('and answered does not depend on threads or on what computes', () => {
    const wanted = built('l2', 16, x).search(queries, 5)
    for (const options of [{ threads: 2 }, { backend: 'typescript' }])
      expect(built('l2', 16, x, options).search(queries, 5)).toEqual(wanted)
  })

  test('is the same for the same seed, and another for another', () => {
    const centroids = (seed: number) => built('l2', 16, x, { seed }).quantizer.vectors.slice()
    expect(centroids(3)).toEqual(centroids(3))
    expect(centroids(3)).not.toEqual(centroids(4))
  })

  test('is centroids of length 1 for inner product', () => {
    const { vectors } = built('innerProduct', 16, x).quantizer
    for (let c = 0; c < 16; c++) expect(Math.hypot(...vectors.subarray(c * d, (c + 1) * d))).toBeCloseTo(1, 6)
  })

  test('is left alone where the quantizer brought centroids along', () => {
    const quantizer = new IndexFlatL2(d)
    quantizer.add(x.subarray(0, 4 * d))
    const index = new IndexIVFFlat(quantizer, d, 4)
    expect(index.isTrained).toBe(true)
    index.train(x)
    expect(quantizer.vectors).toEqual(x.slice(0, 4 * d))
  })

  test('is complete also when all vectors are one', () => {
    const equal = new Float32Array(50 * d).fill(3)
    const index = built('l2', 5, equal)
    index.nprobe = 5
    expect([...index.search(equal.subarray(0, d), 50).labels].sort((a, b) => a - b)).toEqual([
      ...Array(50).keys(),
    ])
  })
})

describe('add and remove', () => {
  test('give the index that the remaining vectors give', () => {
    fc.assert(
      fc.property(problems, fc.array(fc.integer({ min: -1, max: 450 })), (problem, labels) => {
        const { metric, n, nlist, k, seed } = problem
        fc.pre(n >= nlist)
        const x = clustered(n, seed)
        const index = trained(metric, nlist, x)
        for (let i = 0; i < n; i += 7) index.add(x.subarray(i * d, (i + 7) * d))
        const stored = new Set(labels.filter((label) => label >= 0 && label < n))
        expect(index.remove(labels)).toBe(stored.size)
        expect(index.ntotal).toBe(n - stored.size)
        index.nprobe = nlist
        const query = clustered(1, seed + 2)
        const wanted = bruteForce(metric, x, query, d, k, (label) => !stored.has(label))
        expect(index.search(query, k)).toEqual(wanted)
        const kept = [...Array(n).keys()].find((label) => !stored.has(label))
        if (kept !== undefined) expect(index.reconstruct(kept)).toEqual(x.slice(kept * d, (kept + 1) * d))
      }),
    )
  })

  test('reuse the room of what went', () => {
    const x = clustered(300, 8)
    const index = built('l2', 4, x)
    for (let round = 0; round < 20; round++) {
      index.remove(Array.from({ length: 300 }, (_, i) => round * 300 + i))
      expect(index.ntotal).toBe(0)
      index.addWithIds(
        x,
        Array.from({ length: 300 }, (_, i) => (round + 1) * 300 + i),
      )
    }
    index.nprobe = 4
    expect(index.search(x.subarray(0, d), 1).distances).toEqual(Float32Array.of(0))
  })

  test('take labels of the caller', () => {
    const index = trained('l2', 2, clustered(9, 3))
    index.addWithIds(clustered(2, 3), [7, 2 ** 31 - 1])
    index.nprobe = 2
    expect(new Set(index.search(clustered(1, 3), 2).labels)).toEqual(new Set([7, 2 ** 31 - 1]))
    expect(index.reconstruct(7)).toEqual(clustered(2, 3).slice(0, d))
    expectCode(() => index.addWithIds(clustered(1, 3), [-1]), 'OUT_OF_RANGE', /-1 at 0/)
    expectCode(() => index.addWithIds(clustered(2, 3), [1]), 'DIMENSION_MISMATCH', /2, got 1/)
    expect(index.ntotal).toBe(2)
  })

  test('forget all with reset, but not the centroids', () => {
    const index = built('l2', 3, clustered(30, 1))
    index.reset()
    expect(index).toMatchObject({ ntotal: 0, isTrained: true })
    index.add(clustered(1, 1))
    expect(index.search(clustered(1, 1), 1).labels).toEqual(Int32Array.of(0))
  })
})

describe('refuses', () => {
  test('to work untrained, and to be trained on too little', () => {
    const index = new IndexIVFFlat(new IndexFlatL2(d), d, 4)
    expectCode(() => index.add(clustered(1, 1)), 'NOT_TRAINED', /train/)
    expectCode(() => index.search(clustered(1, 1), 1), 'NOT_TRAINED')
    expectCode(() => index.train(clustered(3, 1)), 'INVALID_OPTION', /4 vectors, got 3/)
    expectCode(() => index.train(new Float32Array(5 * d).fill(NaN)), 'NOT_FINITE')
  })

  test('a quantizer of another kind, dimension or metric, and options out of range', () => {
    // @ts-expect-error no index
    expectCode(() => new IndexIVFFlat({}, d, 4, 'l2'), 'INVALID_OPTION', /quantizer/)
    expectCode(() => new IndexIVFFlat(new IndexFlatL2(5), d, 4), 'DIMENSION_MISMATCH', /d must be 5/)
    expectCode(() => new IndexIVFFlat(new IndexFlatL2(d), d, 4, 'innerProduct'), 'INVALID_OPTION', /metric/)
    expectCode(() => new IndexIVFFlat(new IndexFlatL2(d), d, 0), 'INVALID_OPTION', /nlist/)
    expectCode(
      () => new IndexIVFFlat(new IndexFlatL2(d), d, 1, 'l2', { nIter: 0 }),
      'INVALID_OPTION',
      /nIter/,
    )
    expectCode(
      // @ts-expect-error a typo
      () => new IndexIVFFlat(new IndexFlatL2(d), d, 1, 'l2', { iter: 1 }),
      'INVALID_OPTION',
      /"iter"/,
    )
    const index = new IndexIVFFlat(new IndexFlatL2(d), d, 4)
    for (const nprobe of [0, 5, 1.5])
      expectCode(
        () => {
          index.nprobe = nprobe
        },
        'INVALID_OPTION',
        /nprobe/,
      )
  })
})
