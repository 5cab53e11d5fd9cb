import {
  gram,
  type Matrix,
  type MatrixWorkspace,
  multiplySparse,
  multiplyTransposed,
  SparseMatrix,
  type SparseRows,
} from '@redux/kernels/linear-algebra'
import { invertPositive } from '../linear-algebra/invert-positive.js'
import type { NormalSource } from './normal-source.js'
import { gramPlusIdentity, transposed } from './sparse.js'
import { drawWishart, type PrecisionDraw } from './wishart.js'

/**
 * The prior of one side's vectors: Bayesian multivariate regression of the n x D vectors X on features F, n x m.
 *
 *     Λ ~ Wishart(D, I)      B ~ m x D, rows independent, Normal(0, Λ^-1)      x_row ~ Normal(B' f_row, Λ^-1)
 *
 * With a constant as the only feature this is the Normal-Wishart prior of BPMF; features with a rating in them, as in
 * flipped SVD++, make what somebody rated at all tell something of their taste.
 *
 * Given X, Λ and B are drawn together, exactly. With A = (I + F F')^-1 and B integrated out, Λ ~ Wishart(D + n,
 * (I + X'AX)^-1); then B by Matheron's rule, which turns a draw from the prior into one from the posterior: with B0
 * and noise E from the prior, B = B0 + F'A (X - F B0 - E). So all that is dense is the product of A and 2 D columns;
 * where there are fewer features than rows, C = (I + F'F)^-1 takes the place of A, as F'A = C F' and
 * X'AX = X'X - (F'X)'C(F'X).
 *
 * Once `min(n, m)^3 / 2` multiply-adds, then `2 D min(n, m)^2 + 4 D entries` a draw; `4 min(n, m)^2` bytes.
 *
 * @see Salakhutdinov, Mnih, "Bayesian probabilistic matrix factorization using Markov chain Monte Carlo", ICML 2008;
 *   Simm et al., "Macau: scalable Bayesian factorization with high-dimensional side information using MCMC", MLSP 2017;
 *   Rendle, Zhang, Koren, "On the difficulty of evaluating baselines", arXiv:1905.01395, 2019.
 */
export class LinearPrior {
  /** n x D: Λ B' f of every row, by the latest draw. */
  readonly information: Matrix
  /** m x D: B, by the latest draw. */
  readonly weights: Matrix
  readonly #workspace: MatrixWorkspace
  readonly #features: SparseMatrix
  readonly #byFeature: SparseMatrix
  /** Whether there are fewer features than rows, so that C is at work and not A. */
  readonly #primal: boolean
  /** A or C. */
  readonly #inverse: Matrix
  /** 2 D x its size: the columns of the data, then those of a draw from the prior. */
  readonly #stacked: Matrix
  /** The product of the two, size x 2 D. */
  readonly #solved: Matrix
  readonly #scratch: Scratch

  /** @param features - F, n x m. */
  constructor(workspace: MatrixWorkspace, features: SparseRows, d: number) {
    const { nRows: n, nColumns: m } = features
    const size = Math.min(n, m)
    const byFeature = transposed(features)
    this.#workspace = workspace
    this.#primal = m < n
    this.#features = new SparseMatrix(workspace, features)
    this.#byFeature = new SparseMatrix(workspace, byFeature)
    this.#inverse = inverseOf(workspace, gramPlusIdentity(this.#primal ? features : byFeature), size)
    this.#stacked = workspace.matrix(2 * d, size)
    this.#solved = workspace.matrix(size, 2 * d)
    this.#scratch = scratchFor(workspace, n, m, d)
    this.information = workspace.matrix(n, d)
    this.weights = workspace.matrix(m, d)
  }

  /**
   * Draws precision and weights given the vectors; sets {@link information} and {@link weights}.
   *
   * @param vectors - X, n x D.
   * @throws {@link SvdError} DIVERGED when the vectors are not finite.
   */
  draw(vectors: Matrix, normals: NormalSource): PrecisionDraw {
    const workspace = this.#workspace
    const { weights, information } = this
    const { priorWeights, ownColumns, priorColumns, priorRows } = this.#scratch
    fillNormals(priorWeights, normals)
    // What X could be by the prior, in units of Λ^-1/2, which is not known yet.
    multiplySparse(workspace, priorRows, this.#features, priorWeights)
    addNormals(priorRows, normals)
    if (this.#primal) {
      multiplySparse(workspace, ownColumns, this.#byFeature, vectors)
      multiplySparse(workspace, priorColumns, this.#byFeature, priorRows)
      this.#solve(ownColumns, priorColumns)
    } else this.#solve(vectors, priorRows)
    const d = vectors.columns
    const drawn = drawWishart(this.#scatter(vectors), d + vectors.rows, d, normals)
    if (this.#primal) this.#correct(weights, drawn.root)
    else {
      this.#correct(priorRows, drawn.root)
      multiplySparse(workspace, weights, this.#byFeature, priorRows)
    }
    this.#addScaled(weights, priorWeights, drawn.root)
    multiplySparse(workspace, priorRows, this.#features, weights)
    this.#multiplyBy(information, priorRows, drawn.precision)
    return drawn
  }

  /** The inverse times the columns of both. */
  #solve(own: Matrix, prior: Matrix): void {
    const d = own.columns
    transpose(this.#stacked.rowsBetween(0, d), own)
    transpose(this.#stacked.rowsBetween(d, 2 * d), prior)
    multiplyTransposed(this.#workspace, this.#solved, this.#inverse, this.#stacked)
  }

  /** I + X'AX. */
  #scatter(vectors: Matrix): Float64Array {
    const workspace = this.#workspace
    const { product, solvedColumns, vectorColumns } = this.#scratch
    const d = vectors.columns
    const scatter = new Float64Array(d * d)
    const addProduct = (scale: number) => {
      for (let f = 0; f < d; f++)
        for (let g = 0; g < d; g++) scatter[f * d + g] += scale * product.data[f * product.stride + g]
    }
    for (let f = 0; f < d; f++) scatter[f * d + f] = 1
    if (this.#primal) {
      transpose(vectorColumns, vectors)
      multiplyTransposed(workspace, product, vectorColumns, vectorColumns)
      addProduct(1)
    }
    transpose(solvedColumns, this.#solved)
    multiplyTransposed(workspace, product, this.#stacked.rowsBetween(0, d), solvedColumns)
    addProduct(this.#primal ? -1 : 1)
    return scatter
  }

  /** C = what was solved for the data, less what was solved for the draw from the prior times the root. */
  #correct(C: Matrix, root: Float64Array): void {
    const { correction } = this.#scratch
    const d = C.columns
    for (let f = 0; f < d; f++) {
      correction.data[f * correction.stride + f] = 1
      for (let g = 0; g < d; g++) correction.data[f * correction.stride + d + g] = -root[g * d + f]
    }
    multiplyTransposed(this.#workspace, C, this.#solved, correction)
  }

  /** C = B times a D x D matrix. */
  #multiplyBy(C: Matrix, B: Matrix, square: Float64Array): void {
    const { columns } = this.#scratch
    const d = C.columns
    for (let f = 0; f < d; f++)
      for (let g = 0; g < d; g++) columns.data[f * columns.stride + g] = square[g * d + f]
    multiplyTransposed(this.#workspace, C, B, columns)
  }

  /** C += B times the root. */
  #addScaled(C: Matrix, B: Matrix, root: Float64Array): void {
    const { scaledWeights } = this.#scratch
    this.#multiplyBy(scaledWeights, B, root)
    const [sum, added] = [C.data, scaledWeights.data]
    for (let at = 0; at < sum.length; at++) sum[at] += added[at]
  }
}

/** Matrices for what is in between; their names say of what, not for how long. */
type Scratch = ReturnType<typeof scratchFor>

function scratchFor(workspace: MatrixWorkspace, n: number, m: number, d: number) {
  const size = Math.min(n, m)
  return {
    priorWeights: workspace.matrix(m, d),
    scaledWeights: workspace.matrix(m, d),
    priorRows: workspace.matrix(n, d),
    ownColumns: workspace.matrix(m, d),
    priorColumns: workspace.matrix(m, d),
    vectorColumns: workspace.matrix(d, n),
    solvedColumns: workspace.matrix(d, size),
    product: workspace.matrix(d, d),
    correction: workspace.matrix(d, 2 * d),
    columns: workspace.matrix(d, d),
  }
}

/** The inverse of a symmetric positive definite matrix, of which the lower triangle is given. */
function inverseOf(workspace: MatrixWorkspace, matrix: Float64Array, n: number): Matrix {
  const inverse = workspace.matrix(n, n)
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++)
      inverse.data[column * inverse.stride + row] = matrix[row * n + column]
  invertPositive(workspace, inverse)
  const squared = gram(workspace, inverse, { isLower: true })
  for (let row = 0; row < n; row++)
    inverse.data.set(squared.subarray(row * n, (row + 1) * n), row * inverse.stride)
  return inverse
}

function fillNormals(matrix: Matrix, normals: NormalSource): void {
  matrix.data.fill(0)
  addNormals(matrix, normals)
}

/** Adds independent standard normals. */
function addNormals({ data, rows, columns, stride }: Matrix, normals: NormalSource): void {
  for (let row = 0; row < rows; row++)
    for (let f = 0; f < columns; f++) data[row * stride + f] += normals.normal()
}

/** B = A' for as many columns of A as B has rows. */
function transpose(B: Matrix, A: Matrix): void {
  const [to, from] = [B.data, A.data]
  for (let row = 0; row < A.rows; row++)
    for (let f = 0; f < B.rows; f++) to[f * B.stride + row] = from[row * A.stride + f]
}
