import { solvePositiveDefinite } from './cholesky.js'

/** One positive, or one dislike, of somebody. */
export interface FoldInEntry {
  /** nFactors long: the item's. */
  readonly factors: Float32Array
  /** > 0 */
  readonly confidence: number
  /** 1 for a positive, 0 for a dislike. */
  readonly target: number
}

/** What a row is drawn to beside its entries, in a basis where all of it is diagonal. */
export interface FoldInPenalty {
  /** nFactors long: the weight of each factor towards 0. */
  readonly unobserved: Float64Array
  /** > 0: the weight of each factor towards `prior`. */
  readonly regularization: number
  /** nFactors long. */
  readonly prior: Float64Array
}

/**
 * The row w that minimises
 *
 *     sum over entries of confidence (target - w . factors)^2  +  sum over factors of unobserved w^2
 *       + regularization |w - prior|^2
 *
 * With D = unobserved + regularization and no entries it is w0 = D^-1 regularization prior; n entries move it by
 * D^-1 Y' (C^-1 + Y D^-1 Y')^-1 (t - Y w0), by the identity of Woodbury. Doubles; about `n^2 nFactors / 2 + n^3 / 6`
 * multiply-adds for n up to nFactors, `n nFactors^2 / 2 + nFactors^3 / 6` above.
 *
 * @see Golub, Van Loan, "Matrix Computations", 4th edition, section 2.1.4.
 */
export function foldInRow(entries: readonly FoldInEntry[], penalty: FoldInPenalty): Float64Array {
  const { unobserved, regularization, prior } = penalty
  const diagonal = unobserved.map((value) => value + regularization)
  const row = prior.map((value, f) => (regularization * value) / diagonal[f])
  if (entries.length === 0) return row
  const left = Float64Array.from(entries, ({ target, factors }) => target - dot(row, factors))
  const move = entries.length <= row.length ? moveDual : movePrimal
  const moved = move(entries, left, diagonal)
  for (let f = 0; f < row.length; f++) row[f] += moved[f]
  return row
}

/** In as many unknowns as there are entries, with the rows of Z = Y D^-1/2. */
function moveDual(entries: readonly FoldInEntry[], left: Float64Array, diagonal: Float64Array): Float64Array {
  const [n, k] = [entries.length, diagonal.length]
  const roots = diagonal.map(Math.sqrt)
  const rows = new Float64Array(n * k)
  for (let i = 0; i < n; i++) for (let f = 0; f < k; f++) rows[i * k + f] = entries[i].factors[f] / roots[f]
  const system = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) system[i * n + j] = dotRows(rows, i * k, j * k, k)
    system[i * n + i] += 1 / entries[i].confidence
  }
  const weights = solvePositiveDefinite(system, left)
  const moved = new Float64Array(k)
  for (let i = 0; i < n; i++) for (let f = 0; f < k; f++) moved[f] += weights[i] * rows[i * k + f]
  for (let f = 0; f < k; f++) moved[f] /= roots[f]
  return moved
}

/** In as many unknowns as there are factors. */
function movePrimal(
  entries: readonly FoldInEntry[],
  left: Float64Array,
  diagonal: Float64Array,
): Float64Array {
  const k = diagonal.length
  const system = new Float64Array(k * k)
  const right = new Float64Array(k)
  for (const [at, { factors, confidence }] of entries.entries())
    for (let i = 0; i < k; i++) {
      const weighted = confidence * factors[i]
      right[i] += weighted * left[at]
      for (let j = 0; j <= i; j++) system[i * k + j] += weighted * factors[j]
    }
  for (let f = 0; f < k; f++) system[f * k + f] += diagonal[f]
  return solvePositiveDefinite(system, right)
}

function dot(a: Float64Array, b: Float32Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}

/** The product of two rows of n numbers, in four interleaved sums. */
function dotRows(rows: Float64Array, a: number, b: number, n: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  let f = 0
  for (; f + 3 < n; f += 4) {
    s0 += rows[a + f] * rows[b + f]
    s1 += rows[a + f + 1] * rows[b + f + 1]
    s2 += rows[a + f + 2] * rows[b + f + 2]
    s3 += rows[a + f + 3] * rows[b + f + 3]
  }
  for (; f < n; f++) s0 += rows[a + f] * rows[b + f]
  return s0 + s1 + (s2 + s3)
}
