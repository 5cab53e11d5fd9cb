import {
  type BackendOption,
  createRowStore,
  keySignOf,
  nearestCentre,
  type RowStore,
  type SearchOutput,
} from '@redux/kernels'
import { AnnError } from './errors.js'
import { withAnnErrors } from './kernel-errors.js'
import type { Metric } from './metric.js'
import { createRandom, takeSample } from './random.js'

/** How {@link kMeans} learns. */
export interface KMeansOptions {
  /** Passes over the points, an integer >= 1. @defaultValue 10 */
  readonly nIter?: number
  /** At most this many points for each centroid are looked at, a sample. @defaultValue 256 */
  readonly maxPointsPerCentroid?: number
  /** Seed of the sample and of the first centroids. @defaultValue 0 */
  readonly seed?: number
  /** `innerProduct` is spherical k-means: centroids of length 1, each point goes to the largest product. @defaultValue 'l2' */
  readonly metric?: Metric
  /** @defaultValue 1 */
  readonly threads?: number
  /** @defaultValue 'auto' */
  readonly backend?: BackendOption
}

/** Rows that share a scale of their codes. */
const ROWS_PER_BLOCK = 64
/**
 * Points per centroid among which the first centroids are picked, and points for few centroids; to look at all would
 * cost as much as some passes.
 */
const START_POINTS = 2
const MIN_START_POINTS = 8192

/**
 * Finds k centroids, such that points are near to the nearest: Lloyd's algorithm from k-means++ (Arthur and
 * Vassilvitskii 2007). A cluster that runs empty takes the outermost point of the largest one. Points are assigned
 * exactly, so the same points, options and seed give the same bits on any number of threads and with either backend.
 *
 * Cost: `nIter * n * k` dot products of d 8-bit codes.
 *
 * @param x - n x d, row-major, all finite, n >= k.
 * @param k - At least 1.
 * @returns The centroids, k x d, row-major.
 * @throws {@link AnnError} INVALID_OPTION for fewer points than centroids.
 */
export function kMeans(x: Float32Array, d: number, k: number, options: KMeansOptions = {}): Float32Array {
  const { nIter = 10, maxPointsPerCentroid = 256, seed = 0, metric = 'l2', threads, backend } = options
  const n = x.length / d
  if (n < k)
    throw new AnnError('INVALID_OPTION', `training ${k} centroids takes at least ${k} vectors, got ${n}`)
  const random = createRandom(seed)
  const points = takeSample(x, d, k * maxPointsPerCentroid, random)
  const centroids = startCentroids(points, d, k, random, backend)
  if (metric === 'innerProduct') normalizeRows(centroids, d)
  const store = createStore({ d, metric, threads, backend }, k)
  let before: Int32Array | undefined
  for (let iteration = 0; iteration < nIter; iteration++) {
    const assigned = assign(points, d, centroids, store, before)
    if (before !== undefined && equal(assigned.labels, before)) break
    before = assigned.labels
    moveCentroids(points, d, assigned, centroids, metric)
    if (metric === 'innerProduct') normalizeRows(centroids, d)
  }
  return centroids
}

/** k-means++: each centroid is a point, drawn with a chance that grows as its squared distance to those before. */
function startCentroids(
  points: Float32Array,
  d: number,
  k: number,
  random: () => number,
  backend: BackendOption | undefined,
): Float32Array {
  const candidates = takeSample(points, d, Math.max(k * START_POINTS, MIN_START_POINTS), random)
  const centroids = new Float32Array(k * d)
  const { distances, addCentre } = withAnnErrors(() => nearestCentre(candidates, d, backend))
  let chosen = Math.floor(random() * distances.length)
  for (let c = 0; ; c++) {
    centroids.set(candidates.subarray(chosen * d, (chosen + 1) * d), c * d)
    if (c === k - 1) return centroids
    addCentre(chosen)
    chosen = draw(distances, random)
  }
}

/** An index, drawn in proportion to its weight; any index if all weights are 0, or their sum is infinite. */
function draw(weights: Float32Array, random: () => number): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  let left = random() * total
  if (left > 0 && left < Infinity)
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i]!
      if (left < 0) return i
    }
  return Math.floor(random() * weights.length)
}

function createStore(
  options: { d: number; metric: Metric; threads: number | undefined; backend: BackendOption | undefined },
  k: number,
): RowStore {
  const { threads = 1, backend = 'auto', ...rest } = options
  return withAnnErrors(() => {
    const store = createRowStore({
      ...rest,
      threads,
      backend,
      rowsPerBlock: ROWS_PER_BLOCK,
      hasLabels: false,
    })
    store.resize(Math.ceil(k / ROWS_PER_BLOCK))
    return store
  })
}

/** The nearest centroid of each point, and how near it is. */
function assign(
  points: Float32Array,
  d: number,
  centroids: Float32Array,
  store: RowStore,
  guesses: Int32Array | undefined,
): SearchOutput {
  const k = centroids.length / d
  const n = points.length / d
  store.rows.set(centroids)
  for (let block = 0; block * ROWS_PER_BLOCK < k; block++)
    store.encode(block, Math.min(ROWS_PER_BLOCK, k - block * ROWS_PER_BLOCK))
  const output = { distances: new Float32Array(n), labels: new Int32Array(n) }
  withAnnErrors(() => store.search(points, n, 1, { where: k, guesses }, output))
  return output
}

/** Moves each centroid to the mean of its points. */
function moveCentroids(
  points: Float32Array,
  d: number,
  assigned: SearchOutput,
  centroids: Float32Array,
  metric: Metric,
): void {
  const { labels } = assigned
  const k = centroids.length / d
  const sums = new Float64Array(k * d)
  const counts = new Int32Array(k)
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i]!
    counts[c]!++
    const at = c * d
    const from = i * d
    for (let j = 0; j < d; j++) sums[at + j]! += points[from + j]!
  }
  for (let c = 0; c < k; c++)
    if (counts[c]! > 0) for (let j = 0; j < d; j++) centroids[c * d + j] = sums[c * d + j]! / counts[c]!
  const taken = new Set<number>()
  for (let c = 0; c < k; c++) {
    if (counts[c]! > 0) continue
    const point = outermost(assigned, counts, taken, keySignOf(metric))
    if (point < 0) return
    taken.add(point)
    counts[labels[point]!]!--
    counts[c] = 1
    centroids.set(points.subarray(point * d, (point + 1) * d), c * d)
  }
}

/**
 * The point farthest from its centroid, in the largest cluster; where all of that are on the centroid, in any.
 *
 * @returns -1 if there is none that is away from its centroid.
 */
function outermost(
  { labels, distances }: SearchOutput,
  counts: Int32Array,
  taken: ReadonlySet<number>,
  keySign: 1 | -1,
): number {
  const largest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)))
  let inLargest = -1
  let inAny = -1
  for (let i = 0; i < labels.length; i++) {
    const key = keySign * distances[i]!
    if (key === 0 || taken.has(i)) continue
    if (inAny < 0 || key > keySign * distances[inAny]!) inAny = i
    if (labels[i] === largest && (inLargest < 0 || key > keySign * distances[inLargest]!)) inLargest = i
  }
  return inLargest >= 0 ? inLargest : inAny
}

/** Gives each row length 1, if it has any. */
function normalizeRows(rows: Float32Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    let squares = 0
    for (let j = start; j < start + d; j++) squares += rows[j]! * rows[j]!
    const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0
    for (let j = start; j < start + d; j++) rows[j]! *= factor
  }
}

function equal(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
