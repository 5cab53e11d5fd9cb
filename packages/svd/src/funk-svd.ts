import { SgdKernel } from '@redux/kernels'
import type { NdArray } from 'ndarray'
import { SvdError } from './errors.js'
import {
  checkParameters,
  denseFactors,
  dotRows,
  type FactorParameters,
  factorView,
  fillRandomFactors,
  padFactors,
  strideOf,
} from './factors.js'
import { FoldedInUser, type FoldInOptions, foldInUser } from './fold-in.js'
import {
  type FunkSVDOptions,
  type ResolvedFunkSVDOptions,
  requireNumber,
  resolveFunkSVDOptions,
  withDefaults,
} from './options.js'
import { createRandom } from './random.js'
import type { Rating, Ratings } from './ratings.js'
import { type Id, Vocabulary } from './vocabulary.js'

/** How training stands after one pass over the ratings. */
export interface EpochReport {
  /** Passes done, from 1. */
  readonly epoch: number
  readonly nEpochs: number
  /** Root mean squared error on the training ratings, each predicted just before its own update, unclipped. */
  readonly rmse: number
}

/** What {@link FunkSVD.epochs} needs beside the ratings. */
export interface EpochsOptions {
  /** Start from what another fit learned: known users and items keep their values, new ones start at random. */
  readonly warmStart?: FactorParameters
}

/** What {@link FunkSVD.fit} needs beside the ratings. */
export interface FitOptions extends EpochsOptions {
  /** Called after every pass. */
  readonly onEpoch?: (report: EpochReport) => void
  /** Looked at after every pass; a callback may abort it. */
  readonly signal?: AbortSignal
}

/** Everything a fitted model knows; {@link FunkSVD.fromParameters} makes the model again. */
export interface FunkSVDParameters extends Required<FactorParameters> {
  /** Mean of the training ratings. */
  readonly globalMean: number
  /** Lowest and highest possible rating. */
  readonly scale: readonly [min: number, max: number]
}

/** {@link FunkSVDParameters} as training wants them: ids in vocabularies, factor rows padded to the stride. */
interface Learned {
  readonly users: Vocabulary
  readonly items: Vocabulary
  readonly userFactors: Float32Array
  readonly itemFactors: Float32Array
  readonly userBiases: Float32Array
  readonly itemBiases: Float32Array
  readonly globalMean: number
  readonly scale: readonly [min: number, max: number]
}

/**
 * Matrix factorisation for ratings by stochastic gradient descent: Simon Funk's SVD with biases, update for
 * update as Surprise's `SVD` does it.
 *
 *     prediction(u, i) = mu + bu + bi + pu . qi
 *     loss = sum over ratings of (r - prediction)^2 + reg (bu^2 + bi^2 + |pu|^2 + |qi|^2)
 *
 * With `biased: false` the prediction is `pu . qi`. Ratings are visited user by user in input order, without
 * shuffling, so the same ratings, options and seed give the same bits. One epoch costs about
 * `8 * nFactors * nRatings` flops.
 *
 * @example
 * const model = new FunkSVD({ nFactors: 50 }).fit(Ratings.from(rows, { scale: [1, 5] }))
 * model.predict('ann', 'Solaris') // 4.2
 * @see Koren, Bell, Volinsky, "Matrix Factorization Techniques for Recommender Systems", IEEE Computer 42(8), 2009.
 */
export class FunkSVD {
  /** The options in force, defaults filled in. */
  readonly options: ResolvedFunkSVDOptions
  #learned: Learned | undefined

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: FunkSVDOptions = {}) {
    this.options = resolveFunkSVDOptions(options)
  }

  /**
   * A model from saved parameters, without training.
   *
   * @throws {@link SvdError} DIMENSION_MISMATCH or NOT_FINITE when the arrays are not what `nFactors` asks for.
   */
  static fromParameters(parameters: FunkSVDParameters, options: FunkSVDOptions = {}): FunkSVD {
    const model = new FunkSVD(options)
    const { nFactors } = model.options
    checkParameters(parameters, nFactors)
    requireNumber('globalMean', parameters.globalMean, Number.NEGATIVE_INFINITY)
    const [min, max] = parameters.scale
    requireNumber('scale[0]', min, Number.NEGATIVE_INFINITY)
    requireNumber('scale[1]', max, min)
    model.#learned = {
      users: new Vocabulary(parameters.userIds),
      items: new Vocabulary(parameters.itemIds),
      userFactors: padFactors(parameters.userFactors, nFactors),
      itemFactors: padFactors(parameters.itemFactors, nFactors),
      userBiases: parameters.userBiases.slice(),
      itemBiases: parameters.itemBiases.slice(),
      globalMean: parameters.globalMean,
      scale: parameters.scale,
    }
    return model
  }

  /**
   * Learns from ratings, replacing what was learned before.
   *
   * @returns This model.
   * @throws {@link SvdError} DIVERGED when the errors grow beyond all bounds (the model keeps what it knew before);
   *   ABORTED (the model answers with the passes done); DIMENSION_MISMATCH or NOT_FINITE for a warm start that does
   *   not fit `nFactors`.
   */
  fit(ratings: Ratings, options: FitOptions = {}): this {
    const { onEpoch, signal, ...rest } = options
    const checkAborted = () => {
      if (signal?.aborted) throw new SvdError('ABORTED', 'training was stopped', { cause: signal.reason })
    }
    checkAborted()
    for (const report of this.epochs(ratings, rest)) {
      onEpoch?.(report)
      checkAborted()
    }
    return this
  }

  /**
   * The passes of {@link FunkSVD.fit} one at a time, for callers that do something of their own in between:
   * await, draw, stop early. After each the model answers with what it knows by then.
   */
  *epochs(ratings: Ratings, options: EpochsOptions = {}): Generator<EpochReport, void, undefined> {
    const { backend, biased, nFactors, nEpochs, learningRate, regularization } = this.options
    const { warmStart } = withDefaults({ warmStart: undefined }, options) as EpochsOptions
    const before = this.#learned
    const kernel = new SgdKernel({
      ratings: { offsets: ratings.offsets, items: ratings.itemRows, values: ratings.values },
      nItems: ratings.nItems,
      stride: strideOf(nFactors),
      backend,
    })
    const learned = this.#start(ratings, kernel, warmStart)
    this.#learned = learned
    const rates = { biased, mu: biased ? learned.globalMean : 0, learningRate, regularization }
    for (let epoch = 1; epoch <= nEpochs; epoch++) {
      const squaredError = kernel.epoch(rates)
      if (!Number.isFinite(squaredError) || !allFinite(learned)) {
        this.#learned = before
        throw new SvdError(
          'DIVERGED',
          `training left the finite numbers in epoch ${epoch}; lower learningRate (now ${learningRate.userFactors})`,
        )
      }
      yield { epoch, nEpochs, rmse: Math.sqrt(squaredError / ratings.nRatings) }
    }
  }

  /**
   * Predicts a rating. Unknown users and items fall back as in Surprise: with biases to the sum of what is known
   * (mean, then bu, bi), without biases to the global mean unless both are known.
   *
   * @param options.clip - Whether to clip to the scale. Default true.
   * @throws {@link SvdError} NOT_FITTED
   */
  predict(user: Id, item: Id, options: { readonly clip?: boolean } = {}): number {
    const learned = this.#fitted()
    const u = learned.users.row(user)
    const i = learned.items.row(item)
    const { userFactors, itemFactors } = learned
    const dot =
      u < 0 || i < 0 ? undefined : dotRows(userFactors, u, itemFactors, i, strideOf(this.options.nFactors))
    const userBias = u < 0 ? 0 : learned.userBiases[u]
    return this.#rating(userBias, i, dot, options.clip ?? true)
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
    const { items, itemFactors, itemBiases, globalMean } = this.#fitted()
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
      return this.#rating(solved.bias, i, dot, clip)
    })
  }

  /** User factors, shape [nUsers, nFactors]: a view, in the order of {@link FunkSVD.userIds}. */
  get userFactors(): NdArray<Float32Array> {
    return factorView(this.#fitted().userFactors, this.options.nFactors)
  }

  /** Item factors, shape [nItems, nFactors]: a view, in the order of {@link FunkSVD.itemIds}. */
  get itemFactors(): NdArray<Float32Array> {
    return factorView(this.#fitted().itemFactors, this.options.nFactors)
  }

  /** nUsers long; zeros without biases. */
  get userBiases(): Float32Array {
    return this.#fitted().userBiases
  }

  /** nItems long; zeros without biases. */
  get itemBiases(): Float32Array {
    return this.#fitted().itemBiases
  }

  /** User ids by row. */
  get userIds(): readonly string[] {
    return this.#fitted().users.ids
  }

  /** Item ids by row. */
  get itemIds(): readonly string[] {
    return this.#fitted().items.ids
  }

  /** Mean of the training ratings. */
  get globalMean(): number {
    return this.#fitted().globalMean
  }

  /** Lowest and highest possible rating. */
  get scale(): readonly [min: number, max: number] {
    return this.#fitted().scale
  }

  /** A copy of everything learned, dense and by id: to be saved, or to warm-start another fit. */
  get parameters(): FunkSVDParameters {
    const { users, items, userFactors, itemFactors, userBiases, itemBiases, globalMean, scale } =
      this.#fitted()
    const { nFactors } = this.options
    return {
      userIds: [...users.ids],
      itemIds: [...items.ids],
      userFactors: denseFactors(userFactors, nFactors),
      itemFactors: denseFactors(itemFactors, nFactors),
      userBiases: userBiases.slice(),
      itemBiases: itemBiases.slice(),
      globalMean,
      scale,
    }
  }

  #fitted(): Learned {
    if (this.#learned === undefined)
      throw new SvdError('NOT_FITTED', 'call fit with ratings before asking the model')
    return this.#learned
  }

  /** Starting values, in the kernel's memory: random, then overwritten by the warm start wherever it knows the id. */
  #start(ratings: Ratings, kernel: SgdKernel, warmStart: FactorParameters | undefined): Learned {
    const { biased, nFactors, seed, initMean, initStdDev } = this.options
    const { userFactors, itemFactors, userBiases, itemBiases } = kernel
    const random = createRandom(seed)
    for (const factors of [userFactors, itemFactors])
      fillRandomFactors(factors, nFactors, random, initMean, initStdDev)
    if (warmStart !== undefined) {
      checkParameters(warmStart, nFactors)
      const { userIds, itemIds } = warmStart
      overwriteRows(ratings.users, userFactors, userIds, warmStart.userFactors)
      overwriteRows(ratings.items, itemFactors, itemIds, warmStart.itemFactors)
      if (biased && warmStart.userBiases)
        overwriteRows(ratings.users, userBiases, userIds, warmStart.userBiases)
      if (biased && warmStart.itemBiases)
        overwriteRows(ratings.items, itemBiases, itemIds, warmStart.itemBiases)
    }
    const { users, items, mean, scale } = ratings
    return { users, items, userFactors, itemFactors, userBiases, itemBiases, globalMean: mean, scale }
  }

  #rating(userBias: number, i: number, dot: number | undefined, clip: boolean): number {
    const { globalMean, itemBiases, scale } = this.#fitted()
    const known = this.options.biased ? globalMean + userBias + (i < 0 ? 0 : itemBiases[i]) + (dot ?? 0) : dot
    const rating = known ?? globalMean
    return clip ? Math.min(Math.max(rating, scale[0]), scale[1]) : rating
  }
}

/** Puts the rows of known ids where the target's vocabulary has them; the target's rows may be padded. */
function overwriteRows(
  vocabulary: Vocabulary,
  target: Float32Array,
  ids: readonly string[],
  rows: Float32Array,
): void {
  if (ids.length === 0) return
  const width = rows.length / ids.length
  const targetWidth = target.length / vocabulary.size
  for (const [from, id] of ids.entries()) {
    const to = vocabulary.row(id)
    if (to >= 0) target.set(rows.subarray(from * width, (from + 1) * width), to * targetWidth)
  }
}

/** A double holds any sum of squared floats, so the sum is finite exactly when all of them are. */
function allFinite({ userFactors, itemFactors, userBiases, itemBiases }: Learned): boolean {
  let sum = 0
  for (const part of [userFactors, itemFactors, userBiases, itemBiases])
    for (let at = 0; at < part.length; at++) sum += part[at] * part[at]
  return Number.isFinite(sum)
}
