import type { Matrix } from '@redux/kernels/linear-algebra'
import type { GibbsSampler } from './gibbs-sampler.js'
import { PosteriorMean } from './posterior-mean.js'
import { overCount, type PosteriorSamples } from './posterior-samples.js'
import type { Moments } from './predictive.js'

/** How much of a sampler's draws is kept. */
export interface RecordOptions {
  readonly nFactors: number
  readonly nSamples: number
  readonly nKept: number
  readonly meanMatrixCells: number
  /** Items whose choice a newcomer's prior looks at. */
  readonly nImplicit: number
}

/** Pairs by row, -1 where unknown. */
export interface PairRows {
  readonly userRows: Int32Array
  readonly itemRows: Int32Array
}

/** What is kept of a sampler's draws. */
export interface Recorded extends PosteriorSamples {
  /** Noise precision of every draw that was kept. */
  readonly noisePrecisions: Float32Array
  /** Mean over all draws of the noise's variance. */
  readonly noiseVariance: number
  /** nKept x (1 + nImplicit) x D: weights of the users' prior for the constant and the chosen items, (factors, bias). */
  readonly userWeights: Float32Array
  /** nKept x D x D: precision of the users' prior. */
  readonly userPrecisions: Float32Array
  /** nUserRows x nItemRows: mean over all draws, less the mean of the ratings; for small catalogues. */
  readonly meanRatings: Float32Array | undefined
  /** Moments over all draws of the pairs that were asked for, less the mean of the ratings, without the noise. */
  readonly targets: Moments | undefined
}

/** Keeps of a sampler's draws what predictions need: some whole, of the others the sums. */
export class PosteriorRecord {
  readonly #sampler: GibbsSampler
  readonly #options: RecordOptions
  readonly #targets: (PairRows & Moments) | undefined
  readonly #mean: PosteriorMean | undefined
  readonly #samples: Omit<Recorded, 'noiseVariance' | 'meanRatings' | 'targets' | 'nKept'>
  #nSeen = 0
  #nKept = 0
  #noiseVariance = 0

  constructor(sampler: GibbsSampler, options: RecordOptions, targets?: PairRows) {
    const { nFactors, nKept, nImplicit, meanMatrixCells } = options
    const [nUserRows, nItemRows] = [sampler.users.rows.rows, sampler.items.rows.rows]
    const [width, d] = [nFactors + 2, nFactors + 1]
    this.#sampler = sampler
    this.#options = options
    this.#samples = {
      nUserRows,
      nItemRows,
      width,
      userSamples: new Float32Array(nKept * nUserRows * width),
      itemSamples: new Float32Array(nKept * nItemRows * width),
      noisePrecisions: new Float32Array(nKept),
      userWeights: new Float32Array(nKept * (1 + nImplicit) * d),
      userPrecisions: new Float32Array(nKept * d * d),
    }
    if (nUserRows * nItemRows <= meanMatrixCells)
      this.#mean = new PosteriorMean(sampler.workspace, nUserRows, nItemRows, width)
    if (targets) {
      const nTargets = targets.userRows.length
      this.#targets = { ...targets, means: new Float64Array(nTargets), variances: new Float64Array(nTargets) }
    }
  }

  /** Takes the sampler's current draw in. */
  add(): void {
    const { nSamples, nKept } = this.#options
    const { users, items, noisePrecision } = this.#sampler
    this.#noiseVariance += 1 / noisePrecision
    this.#mean?.add(users.rows, items.rows)
    this.#addTargets(users.rows, items.rows)
    this.#nSeen++
    if (Math.floor((this.#nSeen * nKept) / nSamples) > this.#nKept) this.#keep(this.#nKept++)
  }

  finish(): Recorded {
    const { nKept, nSamples } = this.#options
    return {
      ...this.#samples,
      nKept,
      noiseVariance: this.#noiseVariance / nSamples,
      meanRatings: this.#mean?.finish(),
      targets: this.#targets && overCount(this.#targets, nSamples),
    }
  }

  #keep(at: number): void {
    const { users, items, noisePrecision } = this.#sampler
    const { width, userWeights, userPrecisions, noisePrecisions, ...samples } = this.#samples
    const { nFactors, nImplicit } = this.#options
    copyRows(samples.userSamples, at, users.rows, users.rows.rows, width)
    copyRows(samples.itemSamples, at, items.rows, items.rows.rows, width)
    copyRows(userWeights, at, users.prior.weights, 1 + nImplicit, nFactors + 1)
    userPrecisions.set(users.priorPrecision.view, at * (nFactors + 1) ** 2)
    noisePrecisions[at] = noisePrecision
  }

  #addTargets(users: Matrix, items: Matrix): void {
    if (this.#targets === undefined) return
    const { userRows, itemRows, means, variances } = this.#targets
    const [u, i, width] = [users.data, items.data, this.#samples.width]
    for (let n = 0; n < means.length; n++) {
      const userRow = (userRows[n] < 0 ? users.rows - 1 : userRows[n]) * users.stride
      const itemRow = (itemRows[n] < 0 ? items.rows - 1 : itemRows[n]) * items.stride
      let dot = 0
      for (let f = 0; f < width; f++) dot += u[userRow + f] * i[itemRow + f]
      means[n] += dot
      variances[n] += dot * dot
    }
  }
}

/** Puts the first columns of the first rows of a matrix where draw `at` has its place. */
function copyRows(
  to: Float32Array,
  at: number,
  { data, stride }: Matrix,
  nRows: number,
  width: number,
): void {
  const start = at * nRows * width
  for (let row = 0; row < nRows; row++)
    for (let f = 0; f < width; f++) to[start + row * width + f] = data[row * stride + f]
}
