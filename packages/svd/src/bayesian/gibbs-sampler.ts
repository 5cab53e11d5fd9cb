import {
  dotPairs,
  type Matrix,
  MatrixWorkspace,
  type RowSampling,
  rowSamplingScratch,
  SparseMatrix,
  type SparseRows,
  sampleRows,
  type WorkspaceArray,
} from '@redux/kernels/linear-algebra'
import type { BackendOption } from '../options.js'
import { LinearPrior } from './linear-prior.js'
import { createNormalSource, type NormalSource } from './normal-source.js'
import { transposed } from './sparse.js'

/** What a {@link GibbsSampler} samples the posterior of. */
export interface GibbsData {
  /** Ratings less their mean; users by items. */
  readonly ratings: SparseRows
  /** A row for every user; see {@link LinearPrior}. */
  readonly userFeatures: SparseRows
  /** A row for every item. */
  readonly itemFeatures: SparseRows
}

/** How a {@link GibbsSampler} runs. */
export interface GibbsOptions {
  readonly nFactors: number
  readonly seed: number
  readonly threads: number
  readonly backend: BackendOption
}

/** Users or items: their rows as {@link sampleRows} wants them, and what they are drawn with. */
export interface GibbsSide
  extends Pick<RowSampling, 'rows' | 'ratings' | 'ownSlot' | 'normals' | 'priorPrecision'> {
  readonly prior: LinearPrior
  /** Factors and bias alone, rows x (nFactors + 1). */
  readonly vectors: Matrix
}

/**
 * The Gibbs sampler of a factor model with biases: a rating less the mean of all is u . i for rows u = (p, bu, 1) and
 * i = (q, 1, bi), plus normal noise whose precision is Gamma(1/2, 1/2) by its prior; (p, bu) and (q, bi) each have a
 * {@link LinearPrior}. One sweep draws, each given all others: precision and weights of the items' prior, items; the
 * same of users; and the noise.
 *
 * A sweep costs what {@link sampleRows} and {@link LinearPrior} cost for both sides.
 */
export class GibbsSampler {
  readonly workspace: MatrixWorkspace
  readonly users: GibbsSide
  readonly items: GibbsSide
  noisePrecision: number
  readonly #nFactors: number
  readonly #normals: NormalSource
  readonly #scratch: WorkspaceArray<Uint8ArrayConstructor>
  readonly #dots: WorkspaceArray<Float32ArrayConstructor>

  constructor({ ratings, userFeatures, itemFeatures }: GibbsData, options: GibbsOptions) {
    const { nFactors, seed, threads, backend } = options
    this.workspace = new MatrixWorkspace({ threads, backend })
    this.#nFactors = nFactors
    this.#normals = createNormalSource(seed)
    this.users = this.#side(ratings, userFeatures, nFactors)
    this.items = this.#side(transposed(ratings), itemFeatures, nFactors + 1)
    this.#scratch = this.workspace.array(Uint8Array, rowSamplingScratch(this.workspace, nFactors))
    this.#dots = this.workspace.array(Float32Array, ratings.values.length)
    const variance =
      ratings.values.reduce((sum, value) => sum + value * value, 1) / (ratings.values.length + 1)
    this.noisePrecision = 1 / variance
  }

  #side(ratings: SparseRows, features: SparseRows, ownSlot: number): GibbsSide {
    const { workspace } = this
    const k = this.#nFactors
    const rows = workspace.matrix(ratings.nRows, k + 3)
    const vectors = workspace.matrix(ratings.nRows, k + 1)
    for (let row = 0; row < rows.rows; row++) {
      rows.data[row * rows.stride + 2 * k + 1 - ownSlot] = 1
      for (let f = 0; f < k; f++) rows.data[row * rows.stride + f] = 0.1 * this.#normals.normal()
    }
    const side = {
      rows,
      vectors,
      ownSlot,
      ratings: new SparseMatrix(workspace, ratings),
      prior: new LinearPrior(workspace, features, k + 1),
      normals: workspace.array(Float32Array, ratings.nRows * (k + 1)),
      priorPrecision: workspace.array(Float64Array, (k + 1) ** 2),
    }
    copyVectors(side, k)
    return side
  }

  /** Draws everything once. @returns The sum of squared errors of the ratings given what was drawn. */
  sweep(): number {
    this.drawSide(this.items, this.users)
    this.drawSide(this.users, this.items)
    dotPairs(this.workspace, this.#dots, this.users.ratings, this.users.rows, this.items.rows)
    const dots = this.#dots.view
    const values = this.users.ratings.values.view
    let squaredError = 0
    for (let at = 0; at < dots.length; at++) squaredError += (values[at] - dots[at]) ** 2
    this.noisePrecision = this.#normals.gamma((1 + dots.length) / 2) / ((1 + squaredError) / 2)
    return squaredError
  }

  drawSide(side: GibbsSide, other: GibbsSide): void {
    const { precision } = side.prior.draw(side.vectors, this.#normals)
    side.priorPrecision.view.set(precision)
    this.#normals.fill(side.normals.view)
    sampleRows(this.workspace, {
      ...side,
      others: other.rows,
      nFactors: this.#nFactors,
      noisePrecision: this.noisePrecision,
      priorInformation: side.prior.information,
      scratch: this.#scratch,
    })
    copyVectors(side, this.#nFactors)
  }
}

function copyVectors(
  { rows, vectors, ownSlot }: Pick<GibbsSide, 'rows' | 'vectors' | 'ownSlot'>,
  k: number,
): void {
  const [from, to] = [rows.data, vectors.data]
  for (let row = 0; row < rows.rows; row++) {
    const [source, target] = [row * rows.stride, row * vectors.stride]
    for (let f = 0; f < k; f++) to[target + f] = from[source + f]
    to[target + k] = from[source + ownSlot]
  }
}
