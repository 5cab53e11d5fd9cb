import {
  type Matrix,
  MatrixWorkspace,
  multiplySparse,
  SparseMatrix,
  type SparseRows,
} from '@redux/kernels/linear-algebra'
import type { BackendOption } from '../options.js'
import { type DiagonalPrior, gaussianRow, packedInner, packedLength, writeMoments } from './gaussian-rows.js'
import { createNormalSource } from './normal-source.js'
import { transposed } from './sparse.js'

/** How {@link VariationalInference} runs. */
export interface VariationalOptions {
  readonly nFactors: number
  readonly seed: number
  readonly threads: number
  readonly backend: BackendOption
}

/** Users or items: the moments of their rows, and their prior. */
export interface VariationalSide {
  readonly ownSlot: number
  readonly prior: DiagonalPrior
  /** E[o] of every row o = (factors, own bias and 1 in their slots): rows x (nFactors + 2). */
  readonly first: Matrix
  /** E[o o'], packed. */
  readonly second: Matrix
  /** Ratings less their mean, and 1 for each of them. */
  readonly ratings: SparseMatrix
  readonly ones: SparseMatrix
  /** Of each row, sums over its ratings: of rating times E[o] of the other, and of E[o o']. */
  readonly residuals: Matrix
  readonly products: Matrix
  /** What the side adds to the bound: minus the divergence of its rows from their prior. */
  bound: number
}

/** Standard deviation that factors start with. */
const START = 0.3
/** Prior precision that dimensions start with, times the ratings' deviation: doubtful ones are dropped early. */
const START_PRECISION = 10

/**
 * Mean-field variational inference for a factor model with biases: every user's and item's (factors, bias) is normal,
 * independent of all others; their priors are independent normals of each dimension, whose means and precisions
 * maximise the bound, as does the noise precision. A dimension that the ratings do not need gets a precision
 * that switches it off.
 *
 * A pass costs `nRatings D^2 / 2` multiply-adds a side, as sums over ratings of packed E[o o'], and
 * `(nUsers + nItems) D^3 / 2`. Needs `4 (nUsers + nItems) D^2` bytes.
 *
 * @see Lim, Teh, "Variational Bayesian approach to movie rating prediction", KDD Cup and Workshop 2007; MacKay,
 *   "Bayesian non-linear modelling for the prediction competition", ASHRAE Transactions 100(2), 1994.
 */
export class VariationalInference {
  readonly users: VariationalSide
  readonly items: VariationalSide
  noisePrecision: number
  readonly #workspace: MatrixWorkspace
  readonly #nFactors: number
  /** Sum of the squared ratings, less their mean. */
  readonly #squares: number
  readonly #startPrecision: number

  constructor(ratings: SparseRows, { nFactors, seed, threads, backend }: VariationalOptions) {
    this.#workspace = new MatrixWorkspace({ threads, backend })
    this.#nFactors = nFactors
    this.#squares = ratings.values.reduce((sum, value) => sum + value * value, 0)
    this.#startPrecision = START_PRECISION / Math.sqrt((1 + this.#squares) / (1 + ratings.values.length))
    this.noisePrecision = (1 + ratings.values.length) / (1 + this.#squares)
    this.users = this.#side(ratings, nFactors)
    this.items = this.#side(transposed(ratings), nFactors + 1)
    const normals = createNormalSource(seed)
    for (const { first, second, ownSlot } of [this.users, this.items])
      for (let row = 0; row < first.rows; row++) {
        const mean = normals.fill(new Float64Array(nFactors + 1)).map((value) => START * value)
        mean[nFactors] = 0
        const start = { mean, covariance: new Float64Array((nFactors + 1) ** 2), logDeterminant: 0 }
        writeMoments(start, ownSlot, rowOf(first, row), rowOf(second, row))
      }
  }

  #side(ratings: SparseRows, ownSlot: number): VariationalSide {
    const workspace = this.#workspace
    const [n, width, d] = [ratings.nRows, this.#nFactors + 2, this.#nFactors + 1]
    return {
      ownSlot,
      prior: { means: new Float64Array(d), precisions: new Float64Array(d).fill(this.#startPrecision) },
      first: workspace.matrix(n, width),
      second: workspace.matrix(n, packedLength(width)),
      ratings: new SparseMatrix(workspace, ratings),
      ones: new SparseMatrix(workspace, { ...ratings, values: ratings.values.map(() => 1) }),
      residuals: workspace.matrix(n, width),
      products: workspace.matrix(n, packedLength(width)),
      bound: 0,
    }
  }

  /** Improves items, users and the noise once. @returns The evidence lower bound in nats a rating. */
  pass(): number {
    this.#improve(this.items, this.users)
    const squaredError = this.#improve(this.users, this.items)
    const n = this.users.ratings.nEntries
    // The noise that explains the expected error best.
    this.noisePrecision = n / squaredError
    const ofRatings = (n / 2) * (Math.log(this.noisePrecision / (2 * Math.PI)) - 1)
    return (ofRatings + this.users.bound + this.items.bound) / n
  }

  /** @returns The expected sum of squared errors, given the side as it is now. */
  #improve(side: VariationalSide, other: VariationalSide): number {
    const { first, second, residuals, products, prior, ownSlot } = side
    multiplySparse(this.#workspace, residuals, side.ratings, other.first)
    multiplySparse(this.#workspace, products, side.ones, other.second)
    const d = this.#nFactors + 1
    const [sums, squares] = [new Float64Array(d), new Float64Array(d)]
    let squaredError = this.#squares
    let entropy = 0
    const [v, G] = [residuals.data, products.data]
    for (let row = 0; row < first.rows; row++) {
      const [residualsAt, productsAt] = [row * residuals.stride, row * products.stride]
      const evidence = { products: G, productsAt, residuals: v, residualsAt }
      const gaussian = gaussianRow(evidence, prior, this.noisePrecision, ownSlot)
      const [mean, moments] = [rowOf(first, row), rowOf(second, row)]
      writeMoments(gaussian, ownSlot, mean, moments)
      squaredError += packedInner(moments, 0, G, productsAt, d + 1)
      for (let f = 0; f <= d; f++) squaredError -= 2 * mean[f] * v[residualsAt + f]
      entropy += gaussian.logDeterminant / 2
      for (let a = 0; a < d; a++) {
        sums[a] += gaussian.mean[a]
        squares[a] += gaussian.mean[a] ** 2 + gaussian.covariance[a * d + a]
      }
    }
    side.bound = entropy + fitPrior(prior, sums, squares, first.rows)
    return squaredError
  }
}

/** Means and precisions of all dimensions that fit their rows best. @returns What they add to the bound. */
function fitPrior(
  { means, precisions }: DiagonalPrior,
  sums: Float64Array,
  squares: Float64Array,
  n: number,
): number {
  let bound = 0
  for (let a = 0; a < means.length; a++) {
    means[a] = sums[a] / n
    precisions[a] = n / Math.max(squares[a] - n * means[a] ** 2, Number.MIN_VALUE)
    // With the best precision, expected squares and the number of dimensions cancel.
    bound += (n / 2) * Math.log(precisions[a])
  }
  return bound
}

function rowOf({ data, stride }: Matrix, row: number): Float32Array {
  return data.subarray(row * stride, (row + 1) * stride)
}
