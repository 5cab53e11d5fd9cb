import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnnError, IndexFlatIP, IndexFlatL2, readIndex, writeIndex } from '../src/index.js'
import { anyCases } from './arbitraries.js'
import { expectCode } from './expect-code.js'
import { expected, flatIPFile, flatL2File, queries, vectors } from './fixtures.js'

const files = [
  {
    name: 'IxF2',
    file: flatL2File,
    makeIndex: () => new IndexFlatL2(expected.d),
    kind: IndexFlatL2,
  },
  {
    name: 'IxFI',
    file: flatIPFile,
    makeIndex: () => new IndexFlatIP(expected.d),
    kind: IndexFlatIP,
  },
]

/** Offsets of the fields, and the two that FAISS and we ignore. */
const METRIC_TYPE = 33
const IS_TRAINED = 32
const COUNT = 37
const VECTORS = 45
const isDummy = (offset: number) => offset >= 16 && offset < 32

function small(kind: typeof IndexFlatL2 | typeof IndexFlatIP = IndexFlatL2): Uint8Array {
  const index = new kind(2)
  index.add(Float32Array.of(1, 2, 3, 4, 5, 6))
  return writeIndex(index)
}

function readFlat(bytes: Uint8Array): IndexFlatL2 | IndexFlatIP {
  const index = readIndex(bytes)
  if (!(index instanceof IndexFlatL2 || index instanceof IndexFlatIP)) throw new Error('not a flat index')
  return index
}

function edited(edit: (view: DataView) => void): Uint8Array {
  const bytes = small()
  edit(new DataView(bytes.buffer))
  return bytes
}

describe.each(files)('a flat index file of FAISS 1.15.1, $name', ({ file, makeIndex, kind }) => {
  test('writeIndex gives the same bytes for the same vectors', () => {
    const index = makeIndex()
    index.add(vectors)
    expect(Buffer.compare(writeIndex(index), file)).toBe(0)
  })

  test('readIndex gives an index with these vectors that is written back byte for byte', () => {
    const index = readFlat(file)
    expect(index).toBeInstanceOf(kind)
    expect(index.d).toBe(expected.d)
    expect(index.ntotal).toBe(expected.n)
    expect(index.vectors).toEqual(vectors)
    expect(Buffer.compare(writeIndex(index), file)).toBe(0)
  })

  test('readIndex takes bytes at any offset of a larger buffer and keeps none of them', () => {
    for (let offset = 0; offset < 4; offset++) {
      const buffer = new Uint8Array(offset + file.length + 3).fill(255)
      buffer.set(file, offset)
      const index = readFlat(buffer.subarray(offset, offset + file.length))
      buffer.fill(0)
      expect(index.vectors).toEqual(vectors)
    }
  })

  test('readIndex leaves the bytes unchanged', () => {
    const before = file.slice()
    readIndex(file).search(queries, 1)
    expect(Buffer.compare(file, before)).toBe(0)
  })
})

test('an index survives writing and reading with the same bytes and the same answers', () => {
  fc.assert(
    fc.property(anyCases, ({ makeIndex, vectors, queries, k }) => {
      const index = makeIndex()
      index.add(vectors)
      const bytes = writeIndex(index)
      const copy = readFlat(bytes)
      expect(writeIndex(copy)).toEqual(bytes)
      expect(copy.metric).toBe(index.metric)
      expect(copy.search(queries, k)).toEqual(index.search(queries, k))
    }),
  )
})

test('an index that was read can be added to', () => {
  const index = readFlat(small())
  index.add(Float32Array.of(7, 8))
  expect(index.vectors).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8))
})

test('an empty index is 45 bytes', () => {
  const bytes = writeIndex(new IndexFlatL2(7))
  expect(bytes).toHaveLength(45)
  expect(readIndex(bytes)).toMatchObject({ d: 7, ntotal: 0 })
})

describe('readIndex refuses', () => {
  test('every truncation', () => {
    const bytes = small()
    for (let length = 0; length < bytes.length; length++)
      expectCode(() => readIndex(bytes.subarray(0, length)), 'BAD_FORMAT', /must be \d+ bytes at offset/)
  })

  test('bytes after the end', () => {
    const bytes = small()
    const longer = new Uint8Array(bytes.length + 1)
    longer.set(bytes)
    expectCode(() => readIndex(longer), 'BAD_FORMAT', /must end after 69 bytes, got 70/)
  })

  test('any other value of any header byte, except in the two dummy fields and for the fourcc IxFl', () => {
    for (const file of [small(IndexFlatL2), small(IndexFlatIP)])
      for (let offset = 0; offset < VECTORS; offset++)
        for (let flip = 1; flip < 256; flip++) {
          const bytes = file.slice()
          bytes[offset]! ^= flip
          // IxFl says nothing of the metric, so it may stand for either of the others.
          const isAnyMetric = offset === 3 && bytes[3] === 'l'.charCodeAt(0)
          if (isDummy(offset) || isAnyMetric)
            expect(readIndex(bytes, { backend: 'typescript' }).ntotal).toBe(3)
          else expectCode(() => readIndex(bytes), 'BAD_FORMAT')
        }
  })

  test('random bytes behind a right fourcc, never with an error of another type', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('IxF2', 'IxFI', 'IHNf', ''),
        fc.uint8Array({ maxLength: 80 }),
        (fourcc, tail) => {
          const bytes = Uint8Array.of(...new TextEncoder().encode(fourcc), ...tail)
          try {
            readIndex(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(AnnError)
            expect(error).toMatchObject({ code: 'BAD_FORMAT' })
          }
        },
      ),
    )
  })

  test('a fourcc of another kind of index, by name', () => {
    const bytes = small()
    bytes.set(new TextEncoder().encode('IHNf'))
    expectCode(
      () => readIndex(bytes),
      'BAD_FORMAT',
      /fourcc must be one of IxF2, .*got "IHNf", HNSW over flat vectors, which is not/,
    )
  })

  test('a metric that contradicts the fourcc', () => {
    const bytes = edited((view) => view.setInt32(METRIC_TYPE, 0, true))
    expectCode(() => readIndex(bytes), 'BAD_FORMAT', /metric_type must be 1, as its fourcc is IxF2, got 0/)
  })

  test('a dimension below 1', () => {
    for (const d of [0, -2, -(2 ** 31)])
      expectCode(() => readIndex(edited((view) => view.setInt32(4, d, true))), 'BAD_FORMAT', /file's d must/)
  })

  test('a negative ntotal, and one that labels cannot name', () => {
    for (const ntotal of [-1n, 2n ** 31n, 2n ** 62n, -(2n ** 63n)])
      expectCode(
        () => readIndex(edited((view) => view.setBigInt64(8, ntotal, true))),
        'BAD_FORMAT',
        /ntotal must be in 0\.\.2147483647/,
      )
  })

  test('an is_trained that is neither 0 nor 1, and one that says no', () => {
    for (const value of [0, 2, 255])
      expectCode(
        () => readIndex(edited((view) => view.setUint8(IS_TRAINED, value))),
        'BAD_FORMAT',
        /is_trained/,
      )
  })

  test('a count that is not ntotal * d, however large', () => {
    for (const count of [5n, 7n, 0n, 2n ** 40n, 2n ** 63n, 2n ** 64n - 1n])
      expectCode(
        () => readIndex(edited((view) => view.setBigUint64(COUNT, count, true))),
        'BAD_FORMAT',
        /count of vector components must be ntotal \* d = 6/,
      )
  })

  test('consistent lengths that exceed the bytes there are, without asking for memory', () => {
    const bytes = edited((view) => {
      view.setInt32(4, 2 ** 31 - 1, true)
      view.setBigInt64(8, 2n ** 31n - 1n, true)
      view.setBigUint64(COUNT, (2n ** 31n - 1n) ** 2n, true)
    })
    expectCode(() => readIndex(bytes), 'BAD_FORMAT', /vectors must be \d+ bytes/)
  })

  test('vectors that are not finite', () => {
    for (const value of [NaN, Infinity, -Infinity])
      expectCode(
        () => readIndex(edited((view) => view.setFloat32(VECTORS + 12, value, true))),
        'BAD_FORMAT',
        /vectors must be finite.*component 1 of vector 1/,
      )
  })

  test('what is no Uint8Array', () => {
    // @ts-expect-error an ArrayBuffer is not bytes yet
    expectCode(() => readIndex(new ArrayBuffer(45)), 'INVALID_OPTION', /ArrayBuffer/)
  })
})

test('writeIndex refuses what is no index', () => {
  // @ts-expect-error
  expectCode(() => writeIndex({ d: 2 }), 'INVALID_OPTION', /got Object/)
})
