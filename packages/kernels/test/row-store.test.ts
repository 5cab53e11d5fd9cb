import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRowStore, KernelError, type RowStore, type Runs } from '../src/index.js'

const d = 3
const perBlock = 16

function filled(
  backend: 'wasm' | 'typescript',
  rows: readonly number[],
  threads = 1,
  metric: 'l2' | 'innerProduct' = 'l2',
): RowStore {
  const options = { d, metric, rowsPerBlock: perBlock, hasLabels: true, backend, threads }
  const store = createRowStore(options)
  const n = rows.length / d
  store.resize(Math.ceil(n / perBlock))
  store.rows.set(rows)
  store.labels.set(Array.from({ length: n }, (_, row) => (row * 7919) % 1009))
  for (let block = 0; block < store.nBlocks; block++)
    store.encode(block, Math.min(perBlock, n - block * perBlock))
  return store
}

function stores(rows: readonly number[], metric: 'l2' | 'innerProduct'): [RowStore, RowStore] {
  return [filled('wasm', rows, 1, metric), filled('typescript', rows, 1, metric)]
}

const metric = fc.constantFrom('l2' as const, 'innerProduct' as const)
const exactly = (length: number) => ({ minLength: length, maxLength: length })
const component = fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)
const rowsOf = (min: number, max: number) =>
  fc.integer({ min, max }).chain((n) => fc.array(component, { minLength: n * d, maxLength: n * d }))

/** Runs of whole blocks for each of some queries. */
const runsFor = (nq: number, nBlocks: number): fc.Arbitrary<Runs> =>
  fc.array(fc.subarray([...Array(nBlocks).keys()]), { minLength: nq, maxLength: nq }).map((lists) => ({
    offsets: Int32Array.from([0, ...lists.map((_, q) => lists.slice(0, q + 1).flat().length)]),
    runs: Int32Array.from(lists.flat().flatMap((block) => [block, perBlock])),
  }))

function answer(store: RowStore, queries: Float32Array, k: number, place: Parameters<RowStore['search']>[3]) {
  const nq = queries.length / d
  const output = { distances: new Float32Array(nq * k), labels: new Int32Array(nq * k) }
  store.search(queries, nq, k, place, output)
  return output
}

describe('a row store', () => {
  test('gives the same bits on WebAssembly as in plain TypeScript, in runs and with filters', () => {
    const problem = fc.integer({ min: 1, max: 5 }).chain((nq) =>
      fc.record({
        rows: rowsOf(4 * perBlock, 4 * perBlock),
        queries: rowsOf(nq, nq),
        where: runsFor(nq, 4),
        k: fc.integer({ min: 1, max: 70 }),
        filter: fc.option(
          fc.record({
            rows: fc.uniqueArray(fc.nat(4 * perBlock - 1)).map((rows) => Int32Array.from(rows)),
            keeps: fc.boolean(),
          }),
          { nil: undefined },
        ),
      }),
    )
    fc.assert(
      fc.property(problem, ({ rows, queries, where, k, filter }) => {
        const [asked, place] = [Float32Array.from(queries), { where, filter }]
        const wanted = answer(filled('typescript', rows), asked, k, place)
        expect(answer(filled('wasm', rows), asked, k, place)).toEqual(wanted)
        expect(answer(filled('wasm', rows, 2), asked, k, place)).toEqual(wanted)
      }),
    )
  })

  test('gives the same bits for a query alone that wants many rows, in any order and with filters', () => {
    const problem = fc.integer({ min: 1, max: 70 }).chain((n) =>
      fc.record({
        rows: fc.oneof(rowsOf(n, n), fc.array(fc.integer({ min: -2, max: 2 }), exactly(n * d))),
        query: rowsOf(1, 1),
        k: fc.integer({ min: 32, max: 90 }),
        filter: fc.option(
          fc.record({
            rows: fc.uniqueArray(fc.nat(n - 1)).map((rows) => Int32Array.from(rows)),
            keeps: fc.boolean(),
          }),
          { nil: undefined },
        ),
      }),
    )
    fc.assert(
      fc.property(problem, metric, ({ rows, query, k, filter }, metric) => {
        const [asked, place] = [Float32Array.from(query), { where: rows.length / d, filter }]
        const [store, plain] = stores(rows, metric)
        expect(answer(store, asked, k, place)).toEqual(answer(plain, asked, k, place))
      }),
      { numRuns: 500 },
    )
  })

  test('gives the same bits when every row is nearer than all before it, and more come up than can be noted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 32, max: 40 }),
        fc.integer({ min: 500, max: 1500 }),
        metric,
        (k, n, metric) => {
          const rows = Array.from({ length: n * d }, (_, at) => (metric === 'l2' ? n - at / d : at / d) / 7)
          const [store, plain] = stores(rows, metric)
          const query = Float32Array.of(0.5, 0.25, 0.125)
          for (const filter of [undefined, { rows: Int32Array.of(n - 1, n - 3, 0), keeps: false }])
            expect(answer(store, query, k, { where: n, filter })).toEqual(
              answer(plain, query, k, { where: n, filter }),
            )
        },
      ),
      { numRuns: 30 },
    )
  })

  test('multiplies two rows, with the same bits on WebAssembly as in plain TypeScript', () => {
    fc.assert(
      fc.property(rowsOf(1, 20), fc.nat(), fc.nat(), (rows, first, second) => {
        const [a, b] = [first % (rows.length / d), second % (rows.length / d)]
        const [store, plain] = stores(rows, 'l2')
        expect(store.product(a, b)).toBe(plain.product(a, b))
        const at = (row: number, j: number) => Math.fround(rows[row * d + j]!)
        expect(plain.product(a, b)).toBe(
          at(a, 0) * at(b, 0) + at(a, 1) * at(b, 1) + (at(a, 2) * at(b, 2) + 0),
        )
      }),
    )
  })

  test('answers the same with a guess, good or bad', () => {
    fc.assert(
      fc.property(rowsOf(20, 60), rowsOf(1, 9), fc.nat(), (rows, queries, guess) => {
        const n = rows.length / d
        const asked = Float32Array.from(queries)
        const guesses = Int32Array.from({ length: asked.length / d }, (_, q) => (guess + q) % n)
        const store = filled('wasm', rows)
        expect(answer(store, asked, 1, { where: n, guesses })).toEqual(answer(store, asked, 1, { where: n }))
      }),
    )
  })

  test('keeps its rows when it grows', () => {
    const store = filled('wasm', [1, 2, 3, 4, 5, 6])
    store.resize(500)
    expect([...store.rows.subarray(0, 6)]).toEqual([1, 2, 3, 4, 5, 6])
    expect(answer(store, Float32Array.of(4, 5, 6), 1, { where: 2 }).distances).toEqual(Float32Array.of(0))
  })
})

describe('refuses, before a kernel runs,', () => {
  const store = filled('wasm', Array(20 * d).fill(1))
  const query = new Float32Array(d)
  const out = { distances: new Float32Array(2), labels: new Int32Array(2) }
  const runs = (...values: number[]) => ({ offsets: Int32Array.of(0, 1), runs: Int32Array.from(values) })
  const row = (...rows: number[]) => Int32Array.from(rows)
  test.each<[string, () => void]>([
    ['queries of another length', () => store.search(new Float32Array(4), 1, 1, { where: 1 }, out)],
    ['a negative k', () => store.search(query, 1, -1, { where: 1 }, out)],
    ['more rows than there are', () => store.search(query, 1, 1, { where: 33 }, out)],
    ['answers without a place', () => store.search(query, 1, 3, { where: 1 }, out)],
    ['a run behind the end', () => store.search(query, 1, 1, { where: runs(1, 17) }, out)],
    ['a run before the start', () => store.search(query, 1, 1, { where: runs(-1, 1) }, out)],
    ['offsets that end elsewhere', () => store.search(query, 1, 1, { where: runs(0, 1, 0, 1) }, out)],
    [
      'a filter of rows that are not there',
      () => store.search(query, 1, 1, { where: 1, filter: { rows: row(32), keeps: true } }, out),
    ],
    ['a guess that is not there', () => store.search(query, 1, 1, { where: 1, guesses: row(-1) }, out)],
    ['guesses for other queries', () => store.search(query, 1, 1, { where: 1, guesses: row(1, 2) }, out)],
    ['a product of a row that is not there', () => store.product(0, 32)],
    ['a block that is not there', () => store.encode(2, 1)],
    ['more rows than a block has', () => store.encode(0, 17)],
    ['a range search in more rows than there are', () => store.rangeSearch(query, 1, 1, { where: 33 })],
    [
      'blocks of another size',
      () => createRowStore({ d, metric: 'l2', rowsPerBlock: 20, hasLabels: false, backend: 'wasm' }),
    ],
  ])('%s', (_, work) => {
    let thrown: unknown
    try {
      work()
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(KernelError)
    expect((thrown as KernelError).code).toBe('OUT_OF_BOUNDS')
  })
})
