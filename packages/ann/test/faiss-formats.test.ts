import { describe, expect, test } from 'vitest'
import {
  type AnyIndex,
  IndexFlatIP,
  IndexFlatL2,
  IndexIDMap,
  IndexIVFFlat,
  IndexIVFPQ,
  IndexScalarQuantizer,
  readIndex,
  writeIndex,
} from '../src/index.js'
import { expectCode } from './expect-code.js'

/*
 * Small files of every kind but the flat one, whose fields are at known offsets, and what is refused in them. The header
 * is as in every file: fourcc 0, d 4, ntotal 8, is_trained 32, metric_type 33.
 */

const NTOTAL = 8
const IS_TRAINED = 32
const METRIC_TYPE = 33
/** Where what follows the header begins. */
const BODY = 37

function edited(bytes: Uint8Array, edit: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice()
  edit(new DataView(copy.buffer))
  return copy
}

function withFourcc(bytes: Uint8Array, fourcc: string, at = 0): Uint8Array {
  const copy = bytes.slice()
  copy.set(new TextEncoder().encode(fourcc), at)
  return copy
}

/** Writes an integer of 64 bits. */
const put = (offset: number, value: number | bigint) => (view: DataView) =>
  view.setBigInt64(offset, BigInt(value), true)

function refuses(bytes: Uint8Array, message: RegExp): void {
  expectCode(() => readIndex(bytes), 'BAD_FORMAT', message)
}

/** Refused with one of several values in a field of 64 bits. */
function refusesAt(
  bytes: Uint8Array,
  offset: number,
  values: readonly (number | bigint)[],
  message: RegExp,
): void {
  for (const value of values) refuses(edited(bytes, put(offset, value)), message)
}

const GIANT = [2n ** 31n, 2n ** 53n + 1n, 2n ** 63n - 1n, -1n]

describe('a scalar quantizer (IxSQ)', () => {
  const index = new IndexScalarQuantizer(2)
  const untrained = writeIndex(index)
  index.train(Float32Array.of(0, 0, 1, 1))
  index.add(Float32Array.of(0, 1, 1, 0, 0.5, 0.5))
  const bytes = writeIndex(index)
  const MINIMA = BODY + 36
  const RANGES = MINIMA + 8
  const CODES_COUNT = RANGES + 8

  test('is read trained and untrained', () => {
    expect(readIndex(bytes).search(Float32Array.of(1, 0), 3)).toEqual(index.search(Float32Array.of(1, 0), 3))
    expect(readIndex(untrained)).toMatchObject({ isTrained: false, ntotal: 0, d: 2, metric: 'l2' })
    expect(writeIndex(readIndex(untrained))).toEqual(untrained)
  })

  test('is refused with other codes, counts that contradict each other, and impossible ranges', () => {
    refuses(
      edited(bytes, (view) => view.setInt32(BODY, 1, true)),
      /qtype must be 0 .*got 1/,
    )
    refuses(
      edited(bytes, (view) => view.setInt32(BODY + 4, -1, true)),
      /rangestat must be in 0..3/,
    )
    refuses(
      edited(bytes, (view) => view.setFloat32(BODY + 8, NaN, true)),
      /rangestat_arg must be finite/,
    )
    refusesAt(bytes, BODY + 12, [1, ...GIANT], /d of the scalar quantizer must be d = 2/)
    refusesAt(bytes, BODY + 20, [1, ...GIANT], /code_size must be d = 2/)
    refusesAt(bytes, BODY + 28, [0, 3, ...GIANT], /count of trained values must be 2 d = 4/)
    refusesAt(bytes, CODES_COUNT, [5, ...GIANT], /count of code bytes must be ntotal \* d = 6/)
    refuses(
      edited(bytes, (view) => view.setFloat32(MINIMA, NaN, true)),
      /minima must be finite/,
    )
    refuses(
      edited(bytes, (view) => view.setFloat32(RANGES, -1, true)),
      /ranges must be at least 0/,
    )
    const wide = edited(bytes, (view) => {
      view.setFloat32(MINIMA + 4, 3e38, true)
      view.setFloat32(RANGES + 4, 3e38, true)
    })
    refuses(wide, /ranges must .*component 1/)
  })

  test('is refused when it is untrained but holds something', () => {
    refuses(
      edited(bytes, (view) => view.setUint8(IS_TRAINED, 0)),
      /trained values must be none yet = 0, got 4/,
    )
    refuses(edited(untrained, put(NTOTAL, 3)), /ntotal must be 0 as long as it is untrained/)
  })
})

describe('a map of ids (IxMp, IxM2)', () => {
  const map = new IndexIDMap(new IndexFlatL2(1))
  map.addWithIds(Float32Array.of(5, 6), [2n ** 62n, -2])
  const bytes = writeIndex(map)
  const IDS_COUNT = BODY + 45 + 8

  test('is read with either fourcc and written with the first', () => {
    for (const fourcc of ['IxMp', 'IxM2']) {
      const read = readIndex(withFourcc(bytes, fourcc))
      expect(read.search(Float32Array.of(6), 2).labels).toEqual(BigInt64Array.of(-2n, 2n ** 62n))
      expect(writeIndex(read)).toEqual(bytes)
    }
  })

  test('is read over an inverted file, also after vectors were removed', () => {
    const inner = new IndexIVFFlat(new IndexFlatL2(1), 1, 2)
    inner.train(Float32Array.of(0, 10))
    const ids = new IndexIDMap(inner)
    ids.addWithIds(Float32Array.of(0, 1, 9, 10), [40, 41, 42, 43])
    ids.remove([40, 42])
    ids.addWithIds(Float32Array.of(2), [44])
    inner.nprobe = 2
    const read = readIndex(writeIndex(ids))
    for (const index of [ids, read]) {
      const { labels, distances } = index.search(Float32Array.of(0), 4)
      expect([...labels]).toEqual([41n, 44n, 43n, -1n])
      expect([...distances]).toEqual([1, 4, 100, Infinity])
      expect(index.reconstruct(43)).toEqual(Float32Array.of(10))
    }
  })

  test('is refused when it contradicts the index within, or an id stands for nothing found', () => {
    refuses(
      edited(bytes, (view) => view.setInt32(4, 3, true)),
      /file's d must be 1, as that of the mapped index, got 3/,
    )
    refusesAt(bytes, NTOTAL, [1, 3], /file's ntotal must be 2, as that of the mapped/)
    refusesAt(bytes, NTOTAL, GIANT, /ntotal must be in/)
    refuses(
      edited(bytes, (view) => view.setUint8(IS_TRAINED, 0)),
      /is_trained must be true, as that of/,
    )
    refuses(
      edited(bytes, (view) => view.setInt32(METRIC_TYPE, 0, true)),
      /metric_type must be 1, as that of/,
    )
    refusesAt(bytes, IDS_COUNT, [1, 3, ...GIANT], /count of ids must be ntotal = 2/)
    refuses(edited(bytes, put(IDS_COUNT + 8, -1)), /ids must be other than -1/)
    refuses(
      edited(bytes, (view) => view.setInt32(BODY + 4, 0, true)),
      /file's d of the mapped index must be at least 1/,
    )
  })

  test('is refused around another map of ids', () => {
    const inMap = new Uint8Array(BODY + bytes.length)
    inMap.set(bytes.subarray(0, BODY))
    inMap.set(bytes, BODY)
    refuses(inMap, /fourcc of the mapped index must be one of IxF2, .*got "IxMp"/)
  })

  test('is refused around an inverted file whose labels are its own', () => {
    const inner = new IndexIVFFlat(new IndexFlatL2(1), 1, 1)
    inner.train(Float32Array.of(0))
    inner.addWithIds(Float32Array.of(1, 2), [0, 7])
    expectCode(() => new IndexIDMap(inner, [1, 2]), 'INVALID_OPTION', /labels 0 … ntotal - 1/)
    const innerBytes = writeIndex(inner)
    const ids = Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, ...Array(16).fill(3)])
    refuses(
      Uint8Array.of(...bytes.subarray(0, BODY), ...innerBytes, ...ids),
      /labels of the mapped index must be 0..1, each once/,
    )
  })
})

/** Vectors 0 … 9 of one component in two lists: 0 … 4 and 5 … 9. */
function line<I extends IndexIVFFlat | IndexIVFPQ>(index: I): I {
  index.quantizer.add(Float32Array.of(2, 7))
  const values = Float32Array.from({ length: 10 }, (_, i) => i)
  index.train(values)
  index.add(values)
  return index
}

/** The fields of an inverted file with two centroids of one component. */
const NLIST = BODY
const NPROBE = BODY + 8
const QUANTIZER = BODY + 16
const DIRECT_MAP = QUANTIZER + 45 + 8
const AFTER_DIRECT_MAP = DIRECT_MAP + 9

function withDirectMap(
  bytes: Uint8Array,
  type: number,
  array: readonly bigint[],
  pairs?: readonly bigint[],
): Uint8Array {
  const words = [BigInt(array.length), ...array, ...(pairs ? [BigInt(pairs.length / 2), ...pairs] : [])]
  return Uint8Array.of(
    ...bytes.subarray(0, DIRECT_MAP),
    type,
    ...new Uint8Array(BigInt64Array.from(words).buffer),
    ...bytes.subarray(AFTER_DIRECT_MAP),
  )
}

describe('an inverted file of vectors (IwFl)', () => {
  const index = line(new IndexIVFFlat(new IndexFlatL2(1), 1, 2))
  const bytes = writeIndex(index)
  const LISTS = AFTER_DIRECT_MAP
  const SIZES = LISTS + 24
  const FIRST_VECTOR = SIZES + 24
  const FIRST_LABEL = FIRST_VECTOR + 5 * 4
  const untrained = writeIndex(new IndexIVFFlat(new IndexFlatL2(1), 1, 2))

  test('keeps nprobe, and takes more than all lists for all', () => {
    index.nprobe = 2
    expect(readIndex(writeIndex(index))).toMatchObject({ nprobe: 2 })
    index.nprobe = 1
    expect(readIndex(edited(bytes, put(NPROBE, 7)))).toMatchObject({ nprobe: 2 })
    refusesAt(bytes, NPROBE, [0, ...GIANT], /nprobe must be in 1../)
  })

  test('is read untrained', () => {
    expect(readIndex(untrained)).toMatchObject({ isTrained: false, nlist: 2, ntotal: 0 })
    expect(writeIndex(readIndex(untrained))).toEqual(untrained)
    refuses(edited(untrained, put(NTOTAL, 1)), /ntotal must be 0 as long as it is untrained/)
    refusesAt(untrained, NLIST, [0, 2 ** 16 + 1, 2 ** 28], /nlist must be in 1..65536/)
  })

  test('is refused when nlist, d, metric and quantizer contradict each other', () => {
    refusesAt(bytes, NLIST, [1, 3], /nlist must be the number of centroids, 2/)
    refusesAt(bytes, NLIST, [0, ...GIANT], /nlist must be in 1../)
    refuses(
      edited(bytes, (view) => view.setInt32(4, 2, true)),
      /file's d must be 1, as that of the quantizer/,
    )
    refuses(
      edited(bytes, (view) => view.setInt32(METRIC_TYPE, 0, true)),
      /metric_type must be 1, as that of the quantizer/,
    )
    refuses(
      edited(bytes, (view) => view.setUint8(IS_TRAINED, 0)),
      /ntotal must be 0 as long as it is untrained/,
    )
    const empty = line(new IndexIVFFlat(new IndexFlatL2(1), 1, 2))
    empty.reset()
    refuses(
      edited(writeIndex(empty), (view) => view.setUint8(IS_TRAINED, 0)),
      /is_trained must be 1, for there are all/,
    )
    refuses(
      withFourcc(bytes, 'IxMp', QUANTIZER),
      /fourcc of the quantizer must be of a flat index .*got "IxMp"/,
    )
    refuses(withFourcc(bytes, 'IHNf', QUANTIZER), /fourcc of the quantizer/)
  })

  test('is refused when the lists contradict the header', () => {
    refuses(withFourcc(bytes, 'il00', LISTS), /fourcc of the inverted lists must be ilar, got "il00"/)
    refusesAt(bytes, LISTS + 4, [1, 3, ...GIANT], /nlist of the inverted lists must be that of the index = 2/)
    refusesAt(
      bytes,
      LISTS + 12,
      [8, ...GIANT],
      /code_size of the inverted lists must be that of the index = 4/,
    )
    refuses(withFourcc(bytes, 'many', LISTS + 20), /kind of sizes of the inverted lists must be full or sprs/)
    refusesAt(bytes, SIZES, [1, 3], /count of sizes of the inverted lists must be nlist = 2/)
    refusesAt(bytes, SIZES, GIANT, /count of sizes of the inverted lists must be at most/)
    refusesAt(bytes, SIZES + 8, [4, 6, 2 ** 30], /sizes of the inverted lists must be 10 in all/)
    refusesAt(bytes, SIZES + 8, GIANT, /sizes of the inverted lists must be in 0../)
    refusesAt(
      bytes,
      NTOTAL,
      [0, 9, 11],
      /sizes of the inverted lists must be (0|9|11) in all, as ntotal says, got 10/,
    )
  })

  test('is refused with sparse sizes that are out of order or empty', () => {
    const one = new IndexIVFFlat(new IndexFlatL2(1), 1, 2)
    one.quantizer.add(Float32Array.of(2, 7))
    one.add(Float32Array.of(8))
    const sparse = writeIndex(one)
    expect(readIndex(sparse).search(Float32Array.of(8), 1).labels).toEqual(Int32Array.of(0))
    refusesAt(sparse, SIZES, [1, 6], /list numbers and sizes of the inverted lists must be (even|at most)/)
    refusesAt(sparse, SIZES + 8, [2, -1, 2n ** 40n], /list numbers of the inverted lists must be in 0..1/)
    const two = new IndexIVFFlat(new IndexFlatL2(1), 1, 4)
    two.quantizer.add(Float32Array.of(2, 4, 6, 8))
    two.add(Float32Array.of(4, 6))
    // Two more centroids make all offsets 8 larger; the lists are 1 and 2, each with its size.
    const secondNumber = SIZES + 8 + 8 + 16
    refusesAt(writeIndex(two), secondNumber, [0, 1, 4], /list numbers of the inverted lists must be in 2..3/)
    refusesAt(sparse, SIZES + 16, [0, -1], /sizes of the inverted lists must be in 1../)
  })

  test('is refused with labels that int32 cannot hold, by name', () => {
    refusesAt(
      bytes,
      FIRST_LABEL,
      [-1, -5, 2n ** 31n, 2n ** 40n],
      /labels of the inverted lists must be in 0..2147483647, got (-1|-5|2147483648|1099511627776)/,
    )
  })

  test('is refused with vectors that are not finite', () => {
    refuses(
      edited(bytes, (view) => view.setFloat32(FIRST_VECTOR + 8, NaN, true)),
      /vectors of the inverted lists must be finite, got NaN as component 0 of vector 2/,
    )
  })

  const place = (label: number) => (label < 5 ? BigInt(label) : 2n ** 32n + BigInt(label - 5))
  const places = Array.from({ length: 10 }, (_, label) => place(label))
  const pairs = places.flatMap((at, label) => [BigInt(label), at])

  test('is read with a direct map of either type, which is not written again', () => {
    for (const file of [
      withDirectMap(bytes, 1, places),
      withDirectMap(
        bytes,
        2,
        [],
        pairs.toReversed().flatMap((_, i, all) => (i % 2 ? [] : [all[i + 1]!, all[i]!])),
      ),
    ])
      expect(writeIndex(readIndex(file))).toEqual(bytes)
  })

  test('is refused with a direct map that leads nowhere or to another label', () => {
    const wrong = (at: bigint) => places.with(3, at)
    for (const at of [-1n, 4n, 5n, 2n ** 32n + 9n, 2n ** 33n, 2n ** 63n - 1n])
      refuses(withDirectMap(bytes, 1, wrong(at)), /places of the direct map must be where the label 3 is/)
    refuses(
      withDirectMap(bytes, 1, places.slice(1)),
      /length of the array of the direct map must be ntotal = 10, got 9/,
    )
    refuses(
      withDirectMap(bytes, 0, places),
      /length of the array of the direct map must be nothing in this type = 0/,
    )
    refuses(withDirectMap(bytes, 3, []), /type of the direct map must be 0/)
    refuses(withDirectMap(bytes, 2, [], pairs.with(0, 77n)), /must be where the label 77 is/)
    refuses(
      withDirectMap(bytes, 2, [], [...pairs, 0n, 0n]),
      /count of pairs of the direct map must be at most ntotal = 10/,
    )
  })
})

describe('an inverted file with a product quantizer (IwPQ)', () => {
  const index = line(new IndexIVFPQ(new IndexFlatL2(1), 1, 2, 1, 2))
  const bytes = writeIndex(index)
  const BY_RESIDUAL = AFTER_DIRECT_MAP
  const PQ = BY_RESIDUAL + 9

  test('is read trained and untrained, and keeps nbits', () => {
    const read = readIndex(bytes)
    expect(read).toMatchObject({ M: 1, nbits: 2 })
    expect(read.search(Float32Array.of(8), 10)).toEqual(index.search(Float32Array.of(8), 10))
    const untrained = writeIndex(new IndexIVFPQ(new IndexFlatIP(4), 4, 9, 2, 5))
    expect(readIndex(untrained)).toMatchObject({ isTrained: false, nlist: 9, M: 2, nbits: 5 })
    expect(writeIndex(readIndex(untrained))).toEqual(untrained)
  })

  test('is read when there are centroids of lists, and none of sub-vectors yet', () => {
    const half = new IndexIVFPQ(new IndexFlatL2(1), 1, 2, 1, 2)
    half.quantizer.add(Float32Array.of(2, 7))
    const read = readIndex(writeIndex(half))
    expect(read.isTrained).toBe(false)
    if (!(read instanceof IndexIVFPQ)) throw new Error('not a product quantizer')
    read.train(Float32Array.of(1, 2, 7, 9))
    expect(read.quantizer.vectors).toEqual(Float32Array.of(2, 7))
  })

  test('is refused with codes of whole vectors, and with counts that contradict each other', () => {
    refuses(
      edited(bytes, (view) => view.setUint8(BY_RESIDUAL, 0)),
      /by_residual must be 1/,
    )
    refuses(
      edited(bytes, (view) => view.setUint8(BY_RESIDUAL, 2)),
      /by_residual must be 0 or 1/,
    )
    refusesAt(bytes, BY_RESIDUAL + 1, [0, 2, ...GIANT], /code_size must be M \* nbits bits = 1/)
    refusesAt(bytes, PQ, [2, ...GIANT], /d of the product quantizer must be that of the index = 1/)
    refusesAt(bytes, PQ + 8, [0, 2, ...GIANT], /M of the product quantizer must be in 1..1/)
    refusesAt(bytes, PQ + 16, [0, 9, 16, ...GIANT], /nbits of the product quantizer must be in 1..8/)
    refusesAt(
      bytes,
      PQ + 24,
      [3, ...GIANT],
      /count of centroid components of the product quantizer must be .* = 4/,
    )
    refuses(
      edited(bytes, (view) => view.setFloat32(PQ + 32, Infinity, true)),
      /centroids of the product quantizer must be finite/,
    )
    const twoParts = writeIndex(new IndexIVFPQ(new IndexFlatL2(4), 4, 2, 2))
    refusesAt(twoParts, PQ - 8 + 8, [3], /M of the product quantizer must be a divisor of d = 4/)
  })
})

test('every kind of index answers the same once it was written and read', () => {
  const sample = Float32Array.from({ length: 100 }, (_, i) => Math.sin(i))
  const scalar = new IndexScalarQuantizer(2, 'innerProduct')
  const ivf = new IndexIVFFlat(new IndexFlatIP(2), 2, 3)
  const pq = new IndexIVFPQ(new IndexFlatL2(2), 2, 3, 2, 3)
  for (const index of [scalar, ivf, pq]) {
    index.train(sample)
    index.add(sample)
  }
  const indexes: AnyIndex[] = [
    scalar,
    ivf,
    pq,
    new IndexIDMap(
      pq,
      Array.from({ length: 50 }, (_, i) => i * 3),
    ),
  ]
  for (const index of indexes) {
    const copy = readIndex(writeIndex(index))
    expect(copy.constructor).toBe(index.constructor)
    expect(copy.search(sample, 5)).toEqual(index.search(sample, 5))
    expect(copy.rangeSearch(sample, 0.5)).toEqual(index.rangeSearch(sample, 0.5))
  }
})

test('readIndex takes the options of the index that it makes', () => {
  const flat = new IndexFlatL2(1)
  flat.add(Float32Array.of(1, 2, 3))
  const read = readIndex(writeIndex(flat), { backend: 'typescript', threads: 2 })
  expect(read.search(Float32Array.of(2), 1).labels).toEqual(Int32Array.of(1))
  expectCode(() => readIndex(writeIndex(flat), { threads: 0 }), 'INVALID_OPTION', /threads/)
})
