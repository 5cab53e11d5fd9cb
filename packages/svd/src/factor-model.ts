import type { NdArray } from 'ndarray'
import { SvdError } from './errors.js'
import {
  checkParameters,
  denseFactors,
  dotRows,
  type FactorParameters,
  factorView,
  padFactors,
  strideOf,
} from './factors.js'
import { holdOut } from './k-fold.js'
import { rmse } from './metrics/rmse.js'
import { requireInteger, requireNumber, withDefaults } from './options.js'
import type { Ratings } from './ratings.js'
import { type EpochReport, trainEpochs } from './train-epochs.js'
import { type Id, Vocabulary } from './vocabulary.js'

/** What the `epochs` of a factor model needs beside the ratings. */
export interface EpochsOptions {
  /** Start from what another fit learned: known users and items keep their values, new ones start at random. */
  readonly warmStart?: FactorParameters
  /**
   * Ratings to watch and not to learn from, or the share of the given ones to set aside for it, between 0 and 1. The
   * model then keeps what the best pass learned, and training ends early when `patience` passes have not improved it.
   */
  readonly validation?: Ratings | number
  /** Passes without a new best after which training ends, an integer >= 1; for `validation`. @defaultValue 3 */
  readonly patience?: number
}

/** What the `fit` of a factor model needs beside the ratings. */
export interface FitOptions extends EpochsOptions {
  /** Called after every pass. */
  readonly onEpoch?: (report: EpochReport) => void
  /** Looked at after every pass; a callback may abort it. */
  readonly signal?: AbortSignal
}

/** Everything a fitted model knows, dense and by id: to be saved, or to warm-start another fit. */
export interface FittedParameters extends Required<Omit<FactorParameters, 'implicitFactors'>> {
  /** Mean of the training ratings. */
  readonly globalMean: number
  /** Lowest and highest possible rating. */
  readonly scale: readonly [min: number, max: number]
}

/** {@link FittedParameters} as training wants them: ids in vocabularies, factor rows padded to the stride. */
export interface Learned {
  readonly users: Vocabulary
  readonly items: Vocabulary
  readonly userFactors: Float32Array
  readonly itemFactors: Float32Array
  readonly userBiases: Float32Array
  readonly itemBiases: Float32Array
  readonly globalMean: number
  readonly scale: readonly [min: number, max: number]
}

/** A training that stands before its first pass. */
export interface StartedTraining<L extends Learned> {
  /** What the model answers with from now on; passes write into its arrays. */
  readonly learned: L
  /** The arrays of it that a pass writes. */
  readonly written: readonly Float32Array[]
  /** One pass over the ratings. @returns The sum of squared errors. */
  readonly pass: () => number
  /** Called when they were written otherwise than by a pass. */
  readonly onRestored?: () => void
}

const EPOCHS_DEFAULTS = Object.freeze({ warmStart: undefined, validation: undefined, patience: 3 })

/**
 * What models have in common that predict a rating as mean + user bias + item bias + user vector . item factors: how
 * they are trained pass by pass, what they answer, and how they are saved.
 */
export abstract class FactorModel<L extends Learned> {
  abstract readonly options: {
    readonly nFactors: number
    readonly nEpochs: number
    readonly seed: number
  }
  #learned: L | undefined

  /** Everything before the first pass. */
  protected abstract start(ratings: Ratings, warmStart: FactorParameters | undefined): StartedTraining<L>
  /** nUsers x stride: what is multiplied with item factors. */
  protected abstract userVectors(learned: L): Float32Array

  /** Whether means and biases are part of a prediction. */
  protected get biased(): boolean {
    return true
  }

  /** @throws {@link SvdError} NOT_FITTED */
  protected get learned(): L {
    if (this.#learned === undefined)
      throw new SvdError('NOT_FITTED', 'call fit with ratings before asking the model')
    return this.#learned
  }

  protected set learned(learned: L) {
    this.#learned = learned
  }

  /**
   * Learns from ratings, replacing what was learned before.
   *
   * @returns This model.
   * @throws {@link SvdError} DIVERGED when the errors grow beyond all bounds (the model keeps what it knew before);
   *   ABORTED (the model answers with the passes done); DIMENSION_MISMATCH or NOT_FINITE for a warm start that does
   *   not fit `nFactors`; EMPTY_DATA or INVALID_OPTION for a validation share that leaves nothing on one side;
   *   UNSUPPORTED, OUT_OF_MEMORY, WORKER_FAILED.
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
   * The passes of `fit` one at a time, for callers that do something of their own in between: await, draw, stop
   * early. After each the model answers with what it knows by then.
   */
  *epochs(ratings: Ratings, options: EpochsOptions = {}): Generator<EpochReport, void, undefined> {
    const { warmStart, validation, patience } = withDefaults(EPOCHS_DEFAULTS, options) as EpochsOptions & {
      readonly patience: number
    }
    requireInteger('patience', patience, 1)
    const { nEpochs, seed } = this.options
    const { train, test } =
      typeof validation === 'number'
        ? holdOut(ratings, { fraction: validation, seed })
        : { train: ratings, test: validation }
    const before = this.#learned
    const { learned, written, ...passes } = this.start(train, warmStart)
    this.#learned = learned
    try {
      const validationRmse = test && (() => rmse(this.predictAll(test), test.values))
      const nRatings = train.nRatings
      yield* trainEpochs({ ...passes, nEpochs, nRatings, learned: written, validationRmse, patience })
    } catch (error) {
      this.#learned = before
      throw error
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
    const { users, items } = this.learned
    return this.#predictRow(users.row(user), items.row(item), options.clip ?? true)
  }

  /**
   * Predicts every rating of a set, clipped to the scale: what {@link FactorModel.predict} says, without looking every
   * id up again for every rating.
   */
  predictAll(ratings: Ratings): Float64Array {
    const { users, items } = this.learned
    const { offsets, itemRows, nUsers } = ratings
    const itemRow = Int32Array.from(ratings.items.ids, (id) => items.row(id))
    const predicted = new Float64Array(ratings.nRatings)
    for (let u = 0; u < nUsers; u++) {
      const user = users.row(ratings.users.ids[u])
      for (let at = offsets[u]; at < offsets[u + 1]; at++)
        predicted[at] = this.#predictRow(user, itemRow[itemRows[at]], true)
    }
    return predicted
  }

  #predictRow(u: number, i: number, clip: boolean): number {
    const { learned } = this
    const stride = strideOf(this.options.nFactors)
    const dot =
      u < 0 || i < 0 ? undefined : dotRows(this.userVectors(learned), u, learned.itemFactors, i, stride)
    return this.rating(u < 0 ? 0 : learned.userBiases[u], i, dot, clip)
  }

  /** A rating from its parts; `dot` is undefined where a user or an item is unknown. */
  protected rating(userBias: number, i: number, dot: number | undefined, clip: boolean): number {
    const { globalMean, itemBiases, scale } = this.learned
    const known = this.biased ? globalMean + userBias + (i < 0 ? 0 : itemBiases[i]) + (dot ?? 0) : dot
    const rating = known ?? globalMean
    return clip ? Math.min(Math.max(rating, scale[0]), scale[1]) : rating
  }

  /** User factors, shape [nUsers, nFactors]: a view, in the order of `userIds`. */
  get userFactors(): NdArray<Float32Array> {
    return factorView(this.learned.userFactors, this.options.nFactors)
  }

  /** Item factors, shape [nItems, nFactors]: a view, in the order of `itemIds`. */
  get itemFactors(): NdArray<Float32Array> {
    return factorView(this.learned.itemFactors, this.options.nFactors)
  }

  /** nUsers long; zeros without biases. */
  get userBiases(): Float32Array {
    return this.learned.userBiases
  }

  /** nItems long; zeros without biases. */
  get itemBiases(): Float32Array {
    return this.learned.itemBiases
  }

  /** User ids by row. */
  get userIds(): readonly string[] {
    return this.learned.users.ids
  }

  /** Item ids by row. */
  get itemIds(): readonly string[] {
    return this.learned.items.ids
  }

  /** Mean of the training ratings. */
  get globalMean(): number {
    return this.learned.globalMean
  }

  /** Lowest and highest possible rating. */
  get scale(): readonly [min: number, max: number] {
    return this.learned.scale
  }

  /** A copy of everything learned, dense and by id: to be saved, or to warm-start another fit. */
  get parameters(): FittedParameters {
    const { users, items, userFactors, itemFactors, userBiases, itemBiases, globalMean, scale } = this.learned
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
}

/**
 * What a model knows, from its saved parameters.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH or NOT_FINITE when the arrays are not what `nFactors` asks for;
 *   INVALID_OPTION for a mean or a scale that is no number.
 */
export function learnedFrom(parameters: FittedParameters, nFactors: number): Learned {
  checkParameters(parameters, nFactors)
  requireNumber('globalMean', parameters.globalMean, Number.NEGATIVE_INFINITY)
  const [min, max] = parameters.scale
  requireNumber('scale[0]', min, Number.NEGATIVE_INFINITY)
  requireNumber('scale[1]', max, min)
  return {
    users: new Vocabulary(parameters.userIds),
    items: new Vocabulary(parameters.itemIds),
    userFactors: padFactors(parameters.userFactors, nFactors),
    itemFactors: padFactors(parameters.itemFactors, nFactors),
    userBiases: parameters.userBiases.slice(),
    itemBiases: parameters.itemBiases.slice(),
    globalMean: parameters.globalMean,
    scale: parameters.scale,
  }
}
