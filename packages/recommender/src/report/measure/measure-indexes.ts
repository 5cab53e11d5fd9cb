import {
  IndexFlatIP,
  IndexIVFFlat,
  IndexIVFPQ,
  IndexScalarQuantizer,
  type VectorIndex,
  writeIndex,
} from '@redux/ann'
import { createRandom } from '../../random.js'

/** How well and how fast one setting of an index finds what an exact search finds. */
export interface IndexMeasurement {
  readonly kind: string
  /** Lists that are looked into; absent for indexes without lists. */
  readonly nprobe?: number
  /** Share of the exact ten nearest that are found. */
  readonly recall: number
  /** Median of single queries. */
  readonly microseconds: number
  /** Of the index as a file, for each vector. */
  readonly bytes: number
}

/** With fewer vectors there is nothing to choose: an exact search takes no time. */
const FEWEST_VECTORS = 256
const MOST_VECTORS = 40_000
const QUERIES = 150
const K = 10
/** Components of a vector that product quantization turns into one byte. */
const SUB_VECTOR = 4
const TRAINING = { nIter: 6, maxPointsPerCentroid: 64, seed: 0 } as const

/**
 * Measures the kinds of indexes on vectors, by inner product, with some of these as queries. All but the times is the
 * same whenever it is measured.
 *
 * @param vectors - n x d, row-major.
 * @returns None for fewer than 256 vectors.
 */
export function measureIndexes(vectors: Float32Array, d: number): IndexMeasurement[] {
  const n = Math.min(vectors.length / d, MOST_VECTORS)
  if (n < FEWEST_VECTORS) return []
  const padded = withPadding(vectors.subarray(0, n * d), d)
  const width = padded.length / n
  const queries = sampleOf(padded, width)
  const exact = new IndexFlatIP(width)
  exact.add(padded)
  const truth = exact.search(queries, K).labels
  const measure = (kind: string, index: VectorIndex<'innerProduct'>, bytes: number, nprobe?: number) => ({
    kind,
    ...(nprobe !== undefined && { nprobe }),
    ...answersOf(index, queries, truth),
    bytes: bytes / n,
  })
  const scalar = new IndexScalarQuantizer(width, 'innerProduct')
  scalar.train(padded)
  scalar.add(padded)
  return [
    measure('exact', exact, writeIndex(exact).length),
    measure('scalar quantizer', scalar, writeIndex(scalar).length),
    ...invertedFiles(padded, width).flatMap(({ kind, index }) => {
      const bytes = writeIndex(index).length
      return probesOf(index.nlist).map((nprobe) => {
        index.nprobe = nprobe
        return measure(kind, index, bytes, nprobe)
      })
    }),
  ]
}

function invertedFiles(vectors: Float32Array, d: number) {
  const nlist = Math.max(4, Math.round(2 * Math.sqrt(vectors.length / d)))
  const flat = new IndexIVFFlat(new IndexFlatIP(d), d, nlist, 'innerProduct', TRAINING)
  const coded = new IndexIVFPQ(
    new IndexFlatIP(d),
    d,
    nlist,
    d / SUB_VECTOR,
    vectors.length / d < 2048 ? 6 : 8,
    'innerProduct',
    TRAINING,
  )
  for (const index of [flat, coded]) {
    index.train(vectors)
    index.add(vectors)
  }
  return [
    { kind: 'IVFFlat', index: flat },
    { kind: 'IVFPQ', index: coded },
  ]
}

/** 1, 4, 16 and so on, up to half of the lists. */
function probesOf(nlist: number): number[] {
  const probes: number[] = []
  for (let nprobe = 1; nprobe <= nlist / 2; nprobe *= 4) probes.push(nprobe)
  return probes
}

function answersOf(index: VectorIndex<'innerProduct'>, queries: Float32Array, truth: Int32Array) {
  const { d } = index
  const times: number[] = []
  let found = 0
  // The first answers build what later ones use.
  index.search(queries.subarray(0, 4 * d), K)
  for (let q = 0; q * d < queries.length; q++) {
    const start = performance.now()
    const { labels } = index.search(queries.subarray(q * d, (q + 1) * d), K)
    times.push(performance.now() - start)
    const wanted = new Set(truth.subarray(q * K, (q + 1) * K))
    for (const label of labels) if (wanted.has(label)) found++
  }
  return { recall: found / truth.length, microseconds: 1000 * median(times) }
}

/** Every row with zeros behind it, which change no inner product, so that product quantization can part it. */
function withPadding(vectors: Float32Array, d: number): Float32Array {
  const n = vectors.length / d
  const width = Math.ceil(d / SUB_VECTOR) * SUB_VECTOR
  const padded = new Float32Array(n * width)
  for (let row = 0; row < n; row++) padded.set(vectors.subarray(row * d, (row + 1) * d), row * width)
  return padded
}

/** Some of the rows, chosen by chance with a fixed seed. */
function sampleOf(vectors: Float32Array, d: number): Float32Array {
  const n = vectors.length / d
  const random = createRandom(0)
  const sample = new Float32Array(QUERIES * d)
  for (let q = 0; q < QUERIES; q++) {
    const row = Math.floor(random() * n)
    sample.set(vectors.subarray(row * d, (row + 1) * d), q * d)
  }
  return sample
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
