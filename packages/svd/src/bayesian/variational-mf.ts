import { SvdError } from '../errors.js'
import type { FittedParameters } from '../factor-model.js'
import { float32, int32, type ModelParameters, optionsOf } from '../model-parameters.js'
import type { NpyArray } from '../npy.js'
import { requireNumber } from '../options.js'
import { countItems, type TrainingStep } from '../ranking-model.js'
import type { Ratings } from '../ratings.js'
import { Vocabulary } from '../vocabulary.js'
import { withKernels } from '../with-kernels.js'
import { gaussianRow, packedInner, packedLength, writeMoments } from './gaussian-rows.js'
import type { Moments } from './predictive.js'
import {
  type KnownRow,
  type LearnedPosterior,
  RatingPosterior,
  type UserMoments,
} from './rating-posterior.js'
import { residualRows } from './residual-rows.js'
import { VariationalInference, type VariationalSide } from './variational-inference.js'
import { resolveVariationalMFOptions, type VariationalMFOptions } from './variational-options.js'

/** Moments of the rows of one side, the last row being that of whoever is unknown. */
interface SideMoments {
  /** rows x (nFactors + 2) */
  readonly first: Float32Array
  /** rows x (nFactors + 2) (nFactors + 3) / 2 */
  readonly second: Float32Array
}

interface LearnedMoments extends LearnedPosterior {
  readonly userMoments: SideMoments
  readonly itemMoments: SideMoments
  /** Of users, (factors, bias). */
  readonly priorMeans: Float32Array
  readonly priorPrecisions: Float32Array
  readonly noisePrecision: number
}

/**
 * A factor model whose users and items are normal distributions, found by variational inference with automatic
 * relevance determination: it chooses how much to regularise by itself, knows how sure it is, and takes a fraction of
 * the time of {@link BayesianSVDpp}, which is more exact.
 *
 * Predictions are means of `mu + bu + bi + pu . qi`; intervals add the noise and the variance of that, in closed form.
 * The step's `loss` is minus the evidence lower bound a rating, which never rises but for rounding. See
 * {@link VariationalInference} for method and cost.
 *
 * @example
 * const model = new VariationalMF().fit(Ratings.from(rows, { scale: [1, 5] }))
 * model.predictInterval('ann', 'Solaris', { level: 0.8 })
 */
export class VariationalMF extends RatingPosterior<LearnedMoments> {
  readonly kind = 'variational-mf'
  /** The options in force, defaults filled in. */
  readonly options: Required<VariationalMFOptions>

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: VariationalMFOptions = {}) {
    super()
    this.options = resolveVariationalMFOptions(options)
  }

  protected *train(ratings: Ratings): Generator<TrainingStep, LearnedMoments, undefined> {
    const { nEpochs, nFactors } = this.options
    const { users, items, mean, scale, nUsers, nItems } = ratings
    const rows = residualRows(ratings, nUsers + 1, nItems + 1)
    const inference = withKernels(() => new VariationalInference(rows, this.options))
    for (let step = 1; step <= nEpochs; step++) {
      const loss = -withKernels(() => inference.pass())
      if (!Number.isFinite(loss)) throw new SvdError('DIVERGED', `pass ${step} left the finite numbers`)
      yield { step, nSteps: nEpochs, loss }
    }
    return {
      ...{ users, items, globalMean: mean, scale, itemCounts: countItems(ratings) },
      userMoments: momentsOf(inference.users, nFactors),
      itemMoments: momentsOf(inference.items, nFactors),
      priorMeans: Float32Array.from(inference.users.prior.means),
      priorPrecisions: Float32Array.from(inference.users.prior.precisions),
      noisePrecision: inference.noisePrecision,
    }
  }

  protected momentsOfRows(userRows: Int32Array, itemRows: Int32Array): Moments {
    const { users, userMoments } = this.learned
    const width = this.options.nFactors + 2
    const means = new Float64Array(userRows.length)
    const variances = new Float64Array(userRows.length)
    for (let n = 0; n < means.length; n++) {
      const row = userRows[n] < 0 ? users.size : userRows[n]
      const first = userMoments.first.subarray(row * width, (row + 1) * width)
      const second = userMoments.second.subarray(row * packedLength(width), (row + 1) * packedLength(width))
      const { mean, variance } = this.#rating({ first, second }, itemRows[n])
      means[n] = mean
      variances[n] = variance
    }
    return { means, variances }
  }

  protected momentsGiven(known: readonly KnownRow[]): UserMoments {
    const { itemMoments, globalMean, noisePrecision, priorMeans, priorPrecisions } = this.learned
    const { nFactors } = this.options
    const width = nFactors + 2
    const products = new Float64Array(packedLength(width))
    const residuals = new Float64Array(width)
    for (const { row, rating } of known) {
      if (rating === undefined) continue
      for (let at = 0; at < products.length; at++)
        products[at] += itemMoments.second[row * products.length + at]
      for (let f = 0; f < width; f++)
        residuals[f] += (rating - globalMean) * itemMoments.first[row * width + f]
    }
    const prior = { means: Float64Array.from(priorMeans), precisions: Float64Array.from(priorPrecisions) }
    const evidence = { products, productsAt: 0, residuals, residualsAt: 0 }
    const user = { first: new Float32Array(width), second: new Float32Array(products.length) }
    writeMoments(gaussianRow(evidence, prior, noisePrecision, nFactors), nFactors, user.first, user.second)
    return (itemRows) => {
      const ratings = Array.from(itemRows, (row) => this.#rating(user, row))
      return {
        means: Float64Array.from(ratings, ({ mean }) => mean),
        variances: Float64Array.from(ratings, ({ variance }) => variance),
      }
    }
  }

  /** E[u . i] and its variance, E[(u . i)^2] = the sum over all entries of E[u u'] E[i i']; both of the rating. */
  #rating(user: SideMoments, itemRow: number): { mean: number; variance: number } {
    const { items, itemMoments, globalMean, noisePrecision } = this.learned
    const width = this.options.nFactors + 2
    const row = itemRow < 0 ? items.size : itemRow
    let dot = 0
    for (let f = 0; f < width; f++) dot += user.first[f] * itemMoments.first[row * width + f]
    const square = packedInner(user.second, 0, itemMoments.second, row * packedLength(width), width)
    return { mean: globalMean + dot, variance: Math.max(0, square - dot * dot) + 1 / noisePrecision }
  }

  /** The means of all factors and biases: parameters for {@link FunkSVD.fromParameters}, which predict the same. */
  distill(): FittedParameters {
    const { users, items, userMoments, itemMoments, globalMean, scale } = this.learned
    const { nFactors } = this.options
    const part = ({ first }: SideMoments, nRows: number, from: number, length: number) => {
      const columns = new Float32Array(nRows * length)
      for (let row = 0; row < nRows; row++) {
        const at = row * (nFactors + 2) + from
        columns.set(first.subarray(at, at + length), row * length)
      }
      return columns
    }
    return {
      userIds: [...users.ids],
      itemIds: [...items.ids],
      userFactors: part(userMoments, users.size, 0, nFactors),
      itemFactors: part(itemMoments, items.size, 0, nFactors),
      userBiases: part(userMoments, users.size, nFactors, 1),
      itemBiases: part(itemMoments, items.size, nFactors + 1, 1),
      globalMean,
      scale,
    }
  }

  get parameters(): ModelParameters {
    const { learned, options } = this
    const { users, items, userMoments, itemMoments, globalMean, noisePrecision, scale } = learned
    const width = options.nFactors + 2
    const array = (data: Float32Array | Int32Array, ...shape: number[]): NpyArray => ({
      data: data.slice(),
      shape,
    })
    return {
      kind: this.kind,
      options: { ...options },
      scalars: { globalMean, noisePrecision, scaleMin: scale[0], scaleMax: scale[1] },
      userIds: [...users.ids],
      itemIds: [...items.ids],
      arrays: {
        item_counts: array(learned.itemCounts, items.size),
        user_means: array(userMoments.first, users.size + 1, width),
        user_second_moments: array(userMoments.second, users.size + 1, packedLength(width)),
        item_means: array(itemMoments.first, items.size + 1, width),
        item_second_moments: array(itemMoments.second, items.size + 1, packedLength(width)),
        user_prior_means: array(learned.priorMeans, width - 1),
        user_prior_precisions: array(learned.priorPrecisions, width - 1),
      },
    }
  }

  /**
   * A model from its saved {@link VariationalMF.parameters}.
   *
   * @throws {@link SvdError} BAD_FILE for those of another model, DIMENSION_MISMATCH, NOT_FINITE, INVALID_OPTION.
   */
  static from(parameters: ModelParameters): VariationalMF {
    const model = new VariationalMF(optionsOf(parameters, 'variational-mf') as VariationalMFOptions)
    const { userIds, itemIds, scalars } = parameters
    const width = model.options.nFactors + 2
    requireNumber('noisePrecision', scalars['noisePrecision'], Number.MIN_VALUE)
    for (const name of ['globalMean', 'scaleMin', 'scaleMax'])
      requireNumber(name, scalars[name], Number.NEGATIVE_INFINITY)
    const moments = (side: 'user' | 'item', nRows: number): SideMoments => ({
      first: float32(parameters, `${side}_means`, [nRows, width]),
      second: float32(parameters, `${side}_second_moments`, [nRows, packedLength(width)]),
    })
    model.learned = {
      users: new Vocabulary(userIds),
      items: new Vocabulary(itemIds),
      itemCounts: int32(parameters, 'item_counts', [itemIds.length]),
      globalMean: scalars['globalMean'],
      scale: [scalars['scaleMin'], scalars['scaleMax']],
      userMoments: moments('user', userIds.length + 1),
      itemMoments: moments('item', itemIds.length + 1),
      priorMeans: float32(parameters, 'user_prior_means', [width - 1]),
      priorPrecisions: float32(parameters, 'user_prior_precisions', [width - 1]),
      noisePrecision: scalars['noisePrecision'],
    }
    return model
  }
}

function momentsOf({ first, second }: VariationalSide, nFactors: number): SideMoments {
  const dense = ({ data, rows, stride }: typeof first, width: number) => {
    const copy = new Float32Array(rows * width)
    for (let row = 0; row < rows; row++)
      copy.set(data.subarray(row * stride, row * stride + width), row * width)
    return copy
  }
  return { first: dense(first, nFactors + 2), second: dense(second, packedLength(nFactors + 2)) }
}
