import { SvdppKernel } from '@redux/kernels'
import type { NdArray } from 'ndarray'
import { SvdError } from './errors.js'
import {
  FactorModel,
  type FittedParameters,
  type Learned,
  learnedFrom,
  type StartedTraining,
} from './factor-model.js'
import { denseFactors, dotRows, type FactorParameters, factorView, padFactors, strideOf } from './factors.js'
import { FoldedInUser, type FoldInOptions, foldInUser } from './fold-in.js'
import type { Ratings } from './ratings.js'
import { fillStartingValues } from './starting-values.js'
import { type ResolvedSVDppOptions, resolveSVDppOptions, type SVDppOptions } from './svdpp-options.js'
import type { Id } from './vocabulary.js'
import { withKernels } from './with-kernels.js'

/** Everything a fitted {@link SVDpp} knows; {@link SVDpp.fromParameters} makes the model again. */
export interface SVDppParameters extends FittedParameters {
  /** nItems x nFactors, row-major: y_j, what it says of a user to have rated item j at all. */
  readonly implicitFactors: Float32Array
  /** nUsers x nFactors, row-major: n^-1/2 times the sum of y_j over the n items that the user rated. */
  readonly userImplicitFactors: Float32Array
}

/** An item that someone is known to have chosen, with the rating if there is one. */
export interface KnownItem {
  readonly item: Id
  readonly rating?: number
}

interface LearnedImplicit extends Learned {
  /** nItems x stride. */
  readonly implicitFactors: Float32Array
  /** nUsers x stride; see {@link SVDppParameters.userImplicitFactors}. */
  readonly userImplicitFactors: () => Float32Array
  /** The sum of that and the user factors. */
  readonly userVectors: () => Float32Array
}

/**
 * SVD++: Funk's SVD in which a user is not only what was learned of them, but also what they chose to rate at all,
 * update for update as Surprise's `SVDpp` does it.
 *
 *     prediction(u, i) = mu + bu + bi + qi . (pu + n^-1/2 sum of yj over the n items j that u rated)
 *
 * Ratings are visited user by user in input order. One epoch costs about `16 * nFactors * nRatings` flops, in spite of
 * the sum: see {@link svdppEpoch}.
 *
 * @example
 * const model = new SVDpp().fit(Ratings.from(rows, { scale: [1, 5] }))
 * model.predict('ann', 'Solaris') // 4.2
 * @see Koren, "Factorization Meets the Neighborhood", KDD 2008, section 4.
 */
export class SVDpp extends FactorModel<LearnedImplicit> {
  /** The options in force, defaults filled in. */
  readonly options: ResolvedSVDppOptions

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: SVDppOptions = {}) {
    super()
    this.options = resolveSVDppOptions(options)
  }

  /**
   * A model from saved parameters, without training.
   *
   * @throws {@link SvdError} DIMENSION_MISMATCH or NOT_FINITE when the arrays are not what `nFactors` asks for;
   *   INVALID_OPTION for a mean or a scale that is no number.
   */
  static fromParameters(parameters: SVDppParameters, options: SVDppOptions = {}): SVDpp {
    const model = new SVDpp(options)
    const { nFactors } = model.options
    const learned = learnedFrom(parameters, nFactors)
    const userImplicitFactors = padFactors(parameters.userImplicitFactors, nFactors)
    if (userImplicitFactors.length !== learned.userFactors.length)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `userImplicitFactors must be as long as userFactors (${parameters.userFactors.length}), got ${parameters.userImplicitFactors.length}`,
      )
    const userVectors = sumOf(learned.userFactors, userImplicitFactors)
    model.learned = {
      ...learned,
      implicitFactors: padFactors(parameters.implicitFactors, nFactors),
      userImplicitFactors: () => userImplicitFactors,
      userVectors: () => userVectors,
    }
    return model
  }

  /**
   * Makes a user of someone who was not in training, without touching the model, from items of which they rated some
   * or none: all count as chosen, and the ratings fit the user's own bias and factors as {@link FunkSVD.foldIn} does.
   * Unknown items are left out.
   *
   * @throws {@link SvdError} NOT_FITTED; NOT_FINITE for a rating that is no number; SINGULAR when regularization
   *   is 0 and the ratings do not determine the user.
   */
  foldIn(chosen: Iterable<KnownItem>, options: FoldInOptions = {}): FoldedInUser {
    const { items, itemFactors, itemBiases, implicitFactors, globalMean } = this.learned
    const { nFactors, regularization } = this.options
    const stride = strideOf(nFactors)
    const known: { row: number; rating: number | undefined }[] = []
    for (const { item, rating } of chosen) {
      if (rating !== undefined && !Number.isFinite(rating))
        throw new SvdError('NOT_FINITE', `the rating of item ${item} must be a finite number, got ${rating}`)
      const row = items.row(item)
      if (row >= 0) known.push({ row, rating })
    }
    const vector = new Float32Array(stride)
    addImplicit(
      vector,
      implicitFactors,
      known.map(({ row }) => row),
    )
    const residuals = known.flatMap(({ row, rating }) =>
      rating === undefined
        ? []
        : [
            {
              row,
              residual: rating - globalMean - itemBiases[row] - dotRows(vector, 0, itemFactors, row, stride),
            },
          ],
    )
    const solved = foldInUser(residuals, itemFactors, nFactors, {
      biased: true,
      regularization: options.regularization ?? regularization.userFactors,
    })
    for (let f = 0; f < nFactors; f++) vector[f] += solved.factors[f]
    return new FoldedInUser(solved, known.length, (item, clip) => {
      const i = items.row(item)
      const dot = i < 0 || known.length === 0 ? undefined : dotRows(vector, 0, itemFactors, i, stride)
      return this.rating(solved.bias, i, dot, clip)
    })
  }

  /** The y_j, shape [nItems, nFactors]: a view, in the order of `itemIds`. */
  get implicitFactors(): NdArray<Float32Array> {
    return factorView(this.learned.implicitFactors, this.options.nFactors)
  }

  /** A copy of everything learned, dense and by id: to be saved, or to warm-start another fit. */
  override get parameters(): SVDppParameters {
    const { nFactors } = this.options
    const { implicitFactors, userImplicitFactors } = this.learned
    return {
      ...super.parameters,
      implicitFactors: denseFactors(implicitFactors, nFactors),
      userImplicitFactors: denseFactors(userImplicitFactors(), nFactors),
    }
  }

  protected override userVectors({ userVectors }: LearnedImplicit): Float32Array {
    return userVectors()
  }

  protected override start(
    ratings: Ratings,
    warmStart: FactorParameters | undefined,
  ): StartedTraining<LearnedImplicit> {
    const { backend, nFactors, learningRate, regularization } = this.options
    const { users, items, offsets, itemRows, values, nItems, mean, scale } = ratings
    const stride = strideOf(nFactors)
    const kernel = withKernels(
      () => new SvdppKernel({ ratings: { offsets, items: itemRows, values }, nItems, stride, backend }),
    )
    fillStartingValues(ratings, kernel, { ...this.options, biased: true }, warmStart)
    const { userFactors, itemFactors, implicitFactors, userBiases, itemBiases } = kernel
    const written = [userFactors, itemFactors, implicitFactors, userBiases, itemBiases]
    const userImplicitFactors = () => implicitOfAll(ratings, implicitFactors, stride)
    // Sums over all ratings, wanted only when the model is asked: not after every pass.
    let userVectors: Float32Array | undefined
    const learned: LearnedImplicit = {
      ...{ users, items, userFactors, itemFactors, implicitFactors, userBiases, itemBiases, scale },
      globalMean: mean,
      userImplicitFactors,
      userVectors: () => {
        userVectors ??= sumOf(userFactors, userImplicitFactors())
        return userVectors
      },
    }
    const rates = { mu: mean, learningRate, regularization }
    const onRestored = () => {
      userVectors = undefined
    }
    const pass = () => {
      userVectors = undefined
      return kernel.epoch(rates)
    }
    return { learned, written, pass, onRestored }
  }
}

/** n^-1/2 times the sum of y_j over the n items of every user. */
function implicitOfAll(
  { offsets, itemRows, nUsers }: Ratings,
  implicitFactors: Float32Array,
  stride: number,
) {
  const rows = new Float32Array(nUsers * stride)
  for (let u = 0; u < nUsers; u++)
    addImplicit(
      rows.subarray(u * stride, (u + 1) * stride),
      implicitFactors,
      itemRows.subarray(offsets[u], offsets[u + 1]),
    )
  return rows
}

/** Adds n^-1/2 times the sum of y_j over n items to a row. */
function addImplicit(row: Float32Array, implicitFactors: Float32Array, items: ArrayLike<number>): void {
  const share = 1 / Math.sqrt(items.length)
  for (let n = 0; n < items.length; n++) {
    const yj = items[n] * row.length
    for (let f = 0; f < row.length; f++) row[f] += share * implicitFactors[yj + f]
  }
}

function sumOf(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, at) => value + b[at])
}
