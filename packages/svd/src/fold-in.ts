import { solvePositiveDefinite } from './cholesky.js'
import { strideOf } from './factors.js'
import { requireNumber } from './options.js'
import type { Id } from './vocabulary.js'

/** Options of {@link FunkSVD.foldIn}. */
export interface FoldInOptions {
  /** L2 penalty per rating on the user's bias and factors, >= 0. @defaultValue the model's own for user factors */
  readonly regularization?: number
}

/** A user's own parameters. */
export interface UserParameters {
  readonly bias: number
  /** nFactors long. */
  readonly factors: Float32Array
}

/** A user made from a few ratings by {@link FunkSVD.foldIn}. */
export class FoldedInUser implements UserParameters {
  readonly bias: number
  readonly factors: Float32Array
  /** How many of the given ratings were of known items. 0 makes a user without any taste. */
  readonly nKnown: number
  readonly #predict: (item: Id, clip: boolean) => number

  constructor(user: UserParameters, nKnown: number, predict: (item: Id, clip: boolean) => number) {
    this.bias = user.bias
    this.factors = user.factors
    this.nKnown = nKnown
    this.#predict = predict
  }

  /** Predicts this user's rating of an item, as {@link FunkSVD.predict} would had the user been in training. */
  predict(item: Id, options: { readonly clip?: boolean } = {}): number {
    return this.#predict(item, options.clip ?? true)
  }
}

/**
 * Ridge regression of a user's ratings on the fixed item factors: the minimum over b and p of
 * `sum over the n ratings of (residual - b - p . q)^2 + reg * n * (b^2 + |p|^2)`, which is what SGD with a penalty
 * per rating is heading for. Solved through the smaller of the n x n and the factors' system; the two agree
 * because `(Q'Q + c I)^-1 Q' = Q' (QQ' + c I)^-1`.
 *
 * @param known - Row of the item, and what of its rating the user has to explain.
 * @param itemFactors - Padded rows.
 */
export function foldInUser(
  known: readonly { readonly row: number; readonly residual: number }[],
  itemFactors: Float32Array,
  nFactors: number,
  options: { readonly biased: boolean; readonly regularization: number },
): UserParameters {
  requireNumber('regularization', options.regularization, 0)
  if (known.length === 0) return { bias: 0, factors: new Float32Array(nFactors) }
  const nParameters = nFactors + (options.biased ? 1 : 0)
  const stride = strideOf(nFactors)
  // One row of regressors per rating: its item's factors, and a constant 1 for the bias.
  const rows = known.map(({ row }) => {
    const regressors = new Float64Array(nParameters).fill(1)
    regressors.set(itemFactors.subarray(row * stride, row * stride + nFactors))
    return regressors
  })
  const residuals = known.map(({ residual }) => residual)
  const ridge = options.regularization * known.length
  const solution =
    known.length < nParameters ? dualRidge(rows, residuals, ridge) : primalRidge(rows, residuals, ridge)
  const factors = Float32Array.from(solution.subarray(0, nFactors))
  return { bias: options.biased ? solution[nFactors] : 0, factors }
}

/** `Q' (QQ' + ridge I)^-1 r`. */
function dualRidge(rows: readonly Float64Array[], residuals: readonly number[], ridge: number): Float64Array {
  const n = rows.length
  const gram = new Float64Array(n * n)
  for (let a = 0; a < n; a++)
    for (let b = 0; b <= a; b++) gram[a * n + b] = dot(rows[a], rows[b]) + (a === b ? ridge : 0)
  const weights = solvePositiveDefinite(gram, Float64Array.from(residuals))
  return combine(rows, weights)
}

/** `(Q'Q + ridge I)^-1 Q' r`. */
function primalRidge(
  rows: readonly Float64Array[],
  residuals: readonly number[],
  ridge: number,
): Float64Array {
  const k = rows[0].length
  const gram = new Float64Array(k * k)
  for (const row of rows)
    for (let a = 0; a < k; a++) for (let b = 0; b <= a; b++) gram[a * k + b] += row[a] * row[b]
  for (let a = 0; a < k; a++) gram[a * k + a] += ridge
  return solvePositiveDefinite(gram, combine(rows, residuals))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f]
  return sum
}

/** The rows' sum, each times its weight. */
function combine(rows: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
  const sum = new Float64Array(rows[0].length)
  for (let n = 0; n < rows.length; n++) for (let f = 0; f < sum.length; f++) sum[f] += weights[n] * rows[n][f]
  return sum
}
