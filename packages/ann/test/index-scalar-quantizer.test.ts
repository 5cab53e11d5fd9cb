import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IndexFlatIP, IndexFlatL2, IndexScalarQuantizer, type Metric } from '../src/index.js'
import { expectCode } from './expect-code.js'

const metrics = fc.constantFrom<Metric>('l2', 'innerProduct')

/** A trained and filled index, and queries; few values, so that many distances are equal. */
const cases = fc.integer({ min: 1, max: 6 }).chain((d) => {
  const rows = (maxLength: number, minLength = 0) =>
    fc
      .array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: d, maxLength: d }), {
        minLength,
        maxLength,
      })
      .map((all) => Float32Array.from(all.flat()))
  return fc.record({
    d: fc.constant(d),
    metric: metrics,
    sample: rows(5, 1),
    vectors: rows(40),
    queries: rows(4),
    k: fc.integer({ min: 1, max: 50 }),
  })
})

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never

function filled({ d, metric, sample, vectors }: Omit<Case, 'queries' | 'k'>): IndexScalarQuantizer {
  const index: IndexScalarQuantizer = new IndexScalarQuantizer(d, metric)
  index.train(sample)
  index.add(vectors)
  return index
}

function decoded(index: IndexScalarQuantizer): Float32Array {
  return Float32Array.from(Array.from({ length: index.ntotal }, (_, i) => [...index.reconstruct(i)]).flat())
}

const line = () =>
  filled({
    d: 1,
    metric: 'l2',
    sample: Float32Array.of(0, 255),
    vectors: Float32Array.of(0, 7.2, 255, 300, -9),
  })

describe('coding', () => {
  // FAISS 1.15.1 gives the same codes and components.
  test('puts a component into one of 255 cells, and decodes the middle of the cell', () => {
    const index = line()
    expect([...index.codes]).toEqual([0, 7, 255, 255, 0])
    expect([...decoded(index)]).toEqual([0.5, 7.5, 255.5, 255.5, 0.5])
  })

  test('decodes what was equal in the whole sample to that value', () => {
    const index = filled({
      d: 2,
      metric: 'l2',
      sample: Float32Array.of(1, 2, 1, 5),
      vectors: Float32Array.of(1, 2, 3, 9, -1, -1, 1, 3.5),
    })
    expect([...index.codes]).toEqual([0, 0, 0, 255, 0, 0, 0, 127])
    expect([...decoded(index)]).toEqual([
      1,
      Math.fround(2.0058823),
      1,
      Math.fround(5.0058823),
      1,
      Math.fround(2.0058823),
      1,
      3.5,
    ])
  })

  test('is off by no more than a 510th of the range, for what lies within it', () => {
    const range = fc.float({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 30 }), (values) => {
        const sample = Float32Array.from(values)
        const index = filled({ d: 1, metric: 'l2', sample, vectors: sample })
        const largest = Math.max(...sample.map(Math.abs))
        const most = (Math.max(...sample) - Math.min(...sample)) / 510 + largest * 2 ** -22
        for (const [i, value] of decoded(index).entries())
          expect(Math.abs(value - sample[i]!)).toBeLessThanOrEqual(most)
      }),
    )
  })
})

describe('search', () => {
  test('answers what a flat index that holds the decoded vectors does, to the last bit', () => {
    fc.assert(
      fc.property(cases, ({ queries, k, ...rest }) => {
        const index = filled(rest)
        const flat = rest.metric === 'l2' ? new IndexFlatL2(rest.d) : new IndexFlatIP(rest.d)
        flat.add(decoded(index))
        expect(index.search(queries, k)).toEqual(flat.search(queries, k))
        expect(index.rangeSearch(queries, 9)).toEqual(flat.rangeSearch(queries, 9))
      }),
    )
  })

  test('answers a batch as it answers its queries one by one, bit for bit', () => {
    fc.assert(
      fc.property(cases, ({ queries, k, ...rest }) => {
        const index = filled(rest)
        const batch = index.search(queries, k)
        for (let q = 0; q < queries.length / rest.d; q++) {
          const one = index.search(queries.subarray(q * rest.d, (q + 1) * rest.d), k)
          expect(one.labels).toEqual(batch.labels.slice(q * k, (q + 1) * k))
          expect(one.distances).toEqual(batch.distances.slice(q * k, (q + 1) * k))
        }
      }),
    )
  })

  test('finds vectors on both sides of the border between two blocks that are decoded together', () => {
    const index = filled({
      d: 1,
      metric: 'l2',
      sample: Float32Array.of(0, 255),
      vectors: Float32Array.from({ length: 40_000 }, (_, i) => (i === 16_383 ? 9 : i === 16_384 ? 10 : 200)),
    })
    expect(index.search(Float32Array.of(9), 3).labels).toEqual(Int32Array.of(16_383, 16_384, 0))
  })

  test('answers only with what is included and not excluded', () => {
    const index = line()
    const labels = (options: object) => [...index.search(Float32Array.of(0), 5, options).labels]
    expect(labels({})).toEqual([0, 4, 1, 2, 3])
    expect(labels({ include: [1, 4, 9] })).toEqual([4, 1, -1, -1, -1])
    expect(labels({ exclude: new Set([4, 0]) })).toEqual([1, 2, 3, -1, -1])
    expect(labels({ include: [1, 4], exclude: [4] })).toEqual([1, -1, -1, -1, -1])
  })

  test('refuses to search, add and reconstruct before training', () => {
    const index = new IndexScalarQuantizer(1)
    expect(index.isTrained).toBe(false)
    expectCode(() => index.search(Float32Array.of(1), 1), 'NOT_TRAINED')
    expectCode(() => index.rangeSearch(Float32Array.of(1), 1), 'NOT_TRAINED')
    expectCode(() => index.add(Float32Array.of(1)), 'NOT_TRAINED')
    expectCode(() => index.reconstruct(0), 'OUT_OF_RANGE')
  })
})

describe('rangeSearch', () => {
  test('answers what search does, down to the radius', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -20, max: 60 }), ({ queries, ...rest }, radius) => {
        const index = filled(rest)
        const { limits, distances, labels } = index.rangeSearch(queries, radius)
        const width = index.ntotal + 1
        const all = index.search(queries, width)
        const isWithin = (distance: number) => (rest.metric === 'l2' ? distance < radius : distance > radius)
        for (let q = 0; q < queries.length / rest.d; q++) {
          const found = [...all.distances.slice(q * width, q * width + index.ntotal)].filter(isWithin)
          expect([...distances.slice(limits[q], limits[q + 1])]).toEqual(found)
          expect([...labels.slice(limits[q], limits[q + 1])]).toEqual([
            ...all.labels.slice(q * width, q * width + found.length),
          ])
        }
        expect(limits).toHaveLength(queries.length / rest.d + 1)
        expect(limits.at(-1)).toBe(labels.length)
      }),
    )
  })
})

describe('the rest of the index', () => {
  test('remove moves the vectors behind up, as in FAISS', () => {
    const index = line()
    expect(index.remove([1, 1, 3, 77, -1])).toBe(2)
    expect([...index.codes]).toEqual([0, 255, 0])
    index.add(Float32Array.of(100))
    expect([...index.codes]).toEqual([0, 255, 0, 100])
  })

  test('reset forgets the vectors and keeps what was learned', () => {
    const index = line()
    index.reset()
    expect(index.ntotal).toBe(0)
    expect(index.isTrained).toBe(true)
    index.add(Float32Array.of(7))
    expect([...index.codes]).toEqual([7])
  })

  test('train refuses an empty sample, a range beyond float32, and to come after add', () => {
    const index = new IndexScalarQuantizer(1)
    expectCode(() => index.train(new Float32Array(0)), 'INVALID_OPTION', /at least one/)
    expectCode(() => index.train(Float32Array.of(-3e38, 3e38)), 'OUT_OF_RANGE', /component 0/)
    expect(index.isTrained).toBe(false)
    expectCode(() => line().train(Float32Array.of(1)), 'INVALID_OPTION', /before add, got 5/)
  })

  test('reconstruct refuses labels that are not stored', () => {
    for (const label of [-1, 5, 0.5, NaN]) expectCode(() => line().reconstruct(label), 'OUT_OF_RANGE')
  })

  test('adopt refuses arrays that do not fit', () => {
    const { quantizer } = line()
    expectCode(() => new IndexScalarQuantizer(2).adopt(quantizer!, new Uint8Array(2)), 'DIMENSION_MISMATCH')
  })
})
