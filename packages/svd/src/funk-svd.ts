import { SgdKernel } from '@redux/kernels'
import { SvdError } from './errors.js'
import {
  FactorModel,
  type FittedParameters,
  type Learned,
  learnedFrom,
  type StartedTraining,
} from './factor-model.js'
import { dotRows, type FactorParameters, padFactors, strideOf } from './factors.js'
import { FoldedInUser, type FoldInOptions, foldInUser } from './fold-in.js'
import { type FunkSVDOptions, type ResolvedFunkSVDOptions, resolveFunkSVDOptions } from './options.js'
import type { Rating, Ratings } from './ratings.js'
import { fillStartingValues } from './starting-values.js'
import { withKernels } from './with-kernels.js'

/** Everything a fitted {@link FunkSVD} knows; {@link FunkSVD.fromParameters} makes the model again. */
export interface FunkSVDParameters extends FittedParameters {}

/**
 * Matrix factorisation for ratings by stochastic gradient descent: Simon Funk's SVD with biases, update for
 * update as Surprise's `SVD` does it.
 *
 *     prediction(u, i) = mu + bu + bi + pu . qi
 *     loss = sum over ratings of (r - prediction)^2 + reg (bu^2 + bi^2 + |pu|^2 + |qi|^2)
 *
 * With `biased: false` the prediction is `pu . qi`. One thread visits ratings user by user in input order, without
 * shuffling; n threads visit them in the order of an n x n grid of users and items, whose cells they share out
 * (Gemulla et al., KDD 2011). The same ratings, options and seed give the same bits. One epoch costs about
 * `8 * nFactors * nRatings` flops.
 *
 * @example
 * const model = new FunkSVD({ nFactors: 50 }).fit(Ratings.from(rows, { scale: [1, 5] }))
 * model.predict('ann', 'Solaris') // 4.2
 * @see Koren, Bell, Volinsky, "Matrix Factorization Techniques for Recommender Systems", IEEE Computer 42(8), 2009.
 */
export class FunkSVD extends FactorModel<Learned> {
  /** The options in force, defaults filled in. */
  readonly options: ResolvedFunkSVDOptions

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: FunkSVDOptions = {}) {
    super()
    this.options = resolveFunkSVDOptions(options)
  }

  /**
   * A model from saved parameters, without training.
   *
   * @throws {@link SvdError} DIMENSION_MISMATCH or NOT_FINITE when the arrays are not what `nFactors` asks for;
   *   INVALID_OPTION for a mean or a scale that is no number.
   */
  static fromParameters(parameters: FunkSVDParameters, options: FunkSVDOptions = {}): FunkSVD {
    const model = new FunkSVD(options)
    model.learned = learnedFrom(parameters, model.options.nFactors)
    return model
  }

  /**
   * Makes a user of someone who was not in training, from a few ratings and without touching the model: the exact
   * minimum of the training loss over this user's bias and factors, everything else held fixed. Ratings of unknown
   * items are left out. Costs `nFactors * n^2` flops for n ratings up to nFactors, `n * nFactors^2` above.
   *
   * @throws {@link SvdError} NOT_FITTED; NOT_FINITE for a rating that is no number; SINGULAR when regularization
   *   is 0 and the ratings do not determine the user.
   */
  foldIn(ratings: Iterable<Omit<Rating, 'user'>>, options: FoldInOptions = {}): FoldedInUser {
    const { items, itemFactors, itemBiases, globalMean } = this.learned
    const { biased, nFactors, regularization } = this.options
    const known: { row: number; residual: number }[] = []
    for (const { item, rating } of ratings) {
      if (!Number.isFinite(rating))
        throw new SvdError('NOT_FINITE', `the rating of item ${item} must be a finite number, got ${rating}`)
      const row = items.row(item)
      if (row >= 0) known.push({ row, residual: biased ? rating - globalMean - itemBiases[row] : rating })
    }
    const solved = foldInUser(known, itemFactors, nFactors, {
      biased,
      regularization: options.regularization ?? regularization.userFactors,
    })
    const factors = padFactors(solved.factors, nFactors)
    return new FoldedInUser(solved, known.length, (item, clip) => {
      const i = items.row(item)
      const dot =
        i < 0 || known.length === 0 ? undefined : dotRows(factors, 0, itemFactors, i, strideOf(nFactors))
      return this.rating(solved.bias, i, dot, clip)
    })
  }

  protected override get biased(): boolean {
    return this.options.biased
  }

  protected override userVectors({ userFactors }: Learned): Float32Array {
    return userFactors
  }

  protected override start(
    ratings: Ratings,
    warmStart: FactorParameters | undefined,
  ): StartedTraining<Learned> {
    const { backend, threads, biased, nFactors, learningRate, regularization } = this.options
    const { users, items, offsets, itemRows, values, mean, scale } = ratings
    const kernel = withKernels(
      () =>
        new SgdKernel({
          ratings: { offsets, items: itemRows, values },
          nItems: ratings.nItems,
          stride: strideOf(nFactors),
          backend,
          threads,
        }),
    )
    fillStartingValues(ratings, kernel, this.options, warmStart)
    const { userFactors, itemFactors, userBiases, itemBiases } = kernel
    const rates = { biased, mu: biased ? mean : 0, learningRate, regularization }
    const written = [userFactors, itemFactors, userBiases, itemBiases]
    const learned = {
      users,
      items,
      userFactors,
      itemFactors,
      userBiases,
      itemBiases,
      globalMean: mean,
      scale,
    }
    return { learned, written, pass: () => kernel.epoch(rates) }
  }
}
