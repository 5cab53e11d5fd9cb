import type { FittedParameters } from '../factor-model.js'
import { requireInteger, withDefaults } from '../options.js'
import { createNormalSource } from './normal-source.js'
import type { Recorded } from './posterior-record.js'
import type { LearnedPosterior } from './rating-posterior.js'
import { symmetricEigen } from './symmetric-eigen.js'

/** How a posterior mean is distilled. */
export interface DistillOptions {
  /** Factors that are left, an integer >= 1. @defaultValue 32 */
  readonly rank?: number
  /** Of the random range that is looked for first. @defaultValue 0 */
  readonly seed?: number
}

/** The defaults of {@link DistillOptions}. */
export const DISTILL_DEFAULTS = Object.freeze({ rank: 32, seed: 0 })

/** Columns beyond the rank that the range finder takes along, and passes that sharpen what it finds. */
const OVERSAMPLING = 10
const POWER_ITERATIONS = 2

/** What {@link distill} needs of a model. */
type Distilled = LearnedPosterior & Omit<Recorded, 'targets'>

/**
 * The mean of all draws as one factor model: the matrix of all users' mean ratings, less the means of its rows and
 * columns, which become biases, cut to its largest singular values.
 *
 * Where the posterior mean of every rating is not kept, the mean of the S draws that are is itself a product of two thin
 * matrices, the draws' rows side by side, and is never written out: `2 (users + items) S width (rank + 10)` multiply-adds
 * a pass of nine.
 *
 * @throws {@link SvdError} INVALID_OPTION for a rank beyond users or items.
 * @see Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011, algorithms 4.4 and 5.1.
 */
export function distill(learned: Distilled, options: DistillOptions = {}): FittedParameters {
  const { rank, seed } = withDefaults(DISTILL_DEFAULTS, options)
  const { users, items, globalMean, scale } = learned
  requireInteger('rank', rank, 1, Math.min(users.size, items.size))
  const mean = meanOperator(learned)
  const userMeans = rowMeans(mean.times, items.size)
  const itemMeans = rowMeans(mean.transposedTimes, users.size)
  const grandMean = userMeans.reduce((sum, value) => sum + value, 0) / users.size
  const { left, right } = truncated(centred(mean), rank, seed)
  return {
    userIds: [...users.ids],
    itemIds: [...items.ids],
    userFactors: left,
    itemFactors: right,
    userBiases: Float32Array.from(userMeans, (value) => value - grandMean),
    itemBiases: Float32Array.from(itemMeans),
    globalMean,
    scale,
  }
}

/** A matrix that is known by what it does to vectors, several of which are the rows of an array. */
interface Operator {
  readonly rows: number
  readonly columns: number
  /** p x columns -> p x rows */
  readonly times: (vectors: Float64Array) => Float64Array
  /** p x rows -> p x columns */
  readonly transposedTimes: (vectors: Float64Array) => Float64Array
}

function meanOperator(learned: Distilled): Operator {
  const { users, items, nUserRows, nItemRows, nKept, width, userSamples, itemSamples, meanRatings } = learned
  const sizes = { rows: users.size, columns: items.size }
  if (meanRatings) return { ...sizes, ...denseProducts(meanRatings, sizes, nItemRows) }
  const left = { samples: userSamples, nRows: nUserRows, size: sizes.rows }
  const right = { samples: itemSamples, nRows: nItemRows, size: sizes.columns }
  return {
    ...sizes,
    times: (vectors) => stackedProduct(left, right, vectors, nKept, width),
    transposedTimes: (vectors) => stackedProduct(right, left, vectors, nKept, width),
  }
}

/** Products with a dense matrix whose rows are `stride` apart. */
function denseProducts(
  matrix: Float32Array,
  { rows, columns }: Pick<Operator, 'rows' | 'columns'>,
  stride: number,
): Pick<Operator, 'times' | 'transposedTimes'> {
  return {
    times(vectors) {
      const p = vectors.length / columns
      const product = new Float64Array(p * rows)
      for (let row = 0; row < rows; row++)
        for (let v = 0; v < p; v++) {
          let sum = 0
          for (let i = 0; i < columns; i++) sum += matrix[row * stride + i] * vectors[v * columns + i]
          product[v * rows + row] = sum
        }
      return product
    },
    transposedTimes(vectors) {
      const p = vectors.length / rows
      const product = new Float64Array(p * columns)
      for (let row = 0; row < rows; row++)
        for (let v = 0; v < p; v++) {
          const scale = vectors[v * rows + row]
          for (let i = 0; i < columns; i++) product[v * columns + i] += scale * matrix[row * stride + i]
        }
      return product
    },
  }
}

/** The rows of one side in all draws, of which the first `size` of every draw count. */
interface StackedRows {
  readonly samples: Float32Array
  readonly nRows: number
  readonly size: number
}

/** Vectors times the mean over draws of left times right transposed. */
function stackedProduct(
  left: StackedRows,
  right: StackedRows,
  vectors: Float64Array,
  nKept: number,
  width: number,
): Float64Array {
  const p = vectors.length / right.size
  const product = new Float64Array(p * left.size)
  const between = new Float64Array(width)
  for (let sample = 0; sample < nKept; sample++)
    for (let v = 0; v < p; v++) {
      between.fill(0)
      for (let row = 0, at = sample * right.nRows * width; row < right.size; row++)
        for (let f = 0; f < width; f++) between[f] += vectors[v * right.size + row] * right.samples[at++]
      for (let row = 0, at = sample * left.nRows * width; row < left.size; row++) {
        let sum = 0
        for (let f = 0; f < width; f++) sum += between[f] * left.samples[at++]
        product[v * left.size + row] += sum / nKept
      }
    }
  return product
}

/** The mean of every row. */
function rowMeans(times: Operator['times'], columns: number): Float64Array {
  return times(new Float64Array(columns).fill(1 / columns))
}

/** The same matrix less the means of its rows and columns. */
function centred({ rows, columns, times, transposedTimes }: Operator): Operator {
  return {
    rows,
    columns,
    times: (vectors) => centreRows(times(centreRows(vectors.slice(), columns)), rows),
    transposedTimes: (vectors) => centreRows(transposedTimes(centreRows(vectors.slice(), rows)), columns),
  }
}

/** Takes its mean from every row of n, in place. */
function centreRows(vectors: Float64Array, n: number): Float64Array {
  for (let at = 0; at < vectors.length; at += n) {
    const row = vectors.subarray(at, at + n)
    const mean = row.reduce((sum, value) => sum + value, 0) / n
    for (let i = 0; i < n; i++) row[i] -= mean
  }
  return vectors
}

/** Factors of the best approximation of a rank, each side scaled by the roots of the singular values. */
function truncated({ rows, columns, times, transposedTimes }: Operator, rank: number, seed: number) {
  const p = Math.min(rank + OVERSAMPLING, rows, columns)
  let range = times(createNormalSource(seed).fill(new Float64Array(p * columns)))
  for (let pass = 0; pass < POWER_ITERATIONS; pass++)
    range = times(orthonormal(transposedTimes(orthonormal(range, p)), p))
  const basis = orthonormal(range, p)
  // Rows of B = Q'A, whose left singular vectors turn Q into those of A.
  const projected = transposedTimes(basis)
  const { values, vectors } = symmetricEigen(gram(projected, p), p)
  const left = new Float32Array(rows * rank)
  const right = new Float32Array(columns * rank)
  for (let f = 0; f < rank; f++) {
    const singular = Math.sqrt(Math.max(0, values[f] ?? 0))
    if (singular === 0) continue
    const turn = vectors.subarray(f * p, (f + 1) * p)
    addColumn(left, rank, f, basis, turn, Math.sqrt(singular))
    addColumn(right, rank, f, projected, turn, 1 / Math.sqrt(singular))
  }
  return { left, right }
}

/** Column f of factors: the sum of some rows, each times its weight and all times `scale`. */
function addColumn(
  factors: Float32Array,
  rank: number,
  f: number,
  rows: Float64Array,
  weights: Float64Array,
  scale: number,
): void {
  const n = factors.length / rank
  for (let row = 0; row < n; row++) {
    let sum = 0
    for (let v = 0; v < weights.length; v++) sum += weights[v] * rows[v * n + row]
    factors[row * rank + f] = scale * sum
  }
}

/** Rows made orthonormal, in place, by Gram and Schmidt, twice; what is left of dependent ones becomes 0. */
function orthonormal(vectors: Float64Array, p: number): Float64Array {
  const n = vectors.length / p
  for (let v = 0; v < p; v++) {
    const own = vectors.subarray(v * n, (v + 1) * n)
    const length = Math.sqrt(dot(own, own))
    for (let turn = 0; turn < 2; turn++)
      for (let before = 0; before < v; before++) {
        const other = vectors.subarray(before * n, (before + 1) * n)
        const share = dot(own, other)
        for (let i = 0; i < n; i++) own[i] -= share * other[i]
      }
    const rest = Math.sqrt(dot(own, own))
    const scale = rest > 1e-10 * length ? 1 / rest : 0
    for (let i = 0; i < n; i++) own[i] *= scale
  }
  return vectors
}

function gram(vectors: Float64Array, p: number): Float64Array {
  const n = vectors.length / p
  const rows = Array.from({ length: p }, (_, v) => vectors.subarray(v * n, (v + 1) * n))
  return Float64Array.from({ length: p * p }, (_, at) => dot(rows[Math.floor(at / p)], rows[at % p]))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
