import ndarray, { type NdArray } from 'ndarray'
import { SvdError } from './errors.js'
import { fillRandomFactors, padFactors } from './factors.js'
import { ImplicitALSFactors } from './implicit-als-factors.js'
import { type FoldInEntry, foldInRow } from './implicit-als-fold-in.js'
import {
  type ImplicitALSOptions,
  type ResolvedImplicitALSOptions,
  resolveImplicitALSOptions,
} from './implicit-als-options.js'
import { type FrequencyPenalty, penaltyOf } from './implicit-als-penalty.js'
import { refitItems, refitUsers } from './implicit-als-refit.js'
import { ImplicitALSTraining } from './implicit-als-training.js'
import { float32, int32, type ModelParameters, optionsOf } from './model-parameters.js'
import { requireNumber } from './options.js'
import { createRandom } from './random.js'
import {
  knownSeeds,
  type LearnedRanking,
  type Query,
  type RankingFitOptions,
  RankingModel,
  type Seed,
  type TrainingStep,
} from './ranking-model.js'
import type { Ratings } from './ratings.js'
import { Vocabulary } from './vocabulary.js'
import { withKernels } from './with-kernels.js'

/** What {@link ImplicitALS.fit} takes beside the data. */
export interface ImplicitALSFitOptions extends RankingFitOptions {
  /** Users that it knows start from its factors, the others at random. */
  readonly warmStart?: { readonly userIds: readonly string[]; readonly userFactors: NdArray<Float32Array> }
}

/** How a new user is folded in; what is left out is as the model's options say. */
export interface ImplicitALSFoldInOptions {
  /** How many times the average training user the new one is drawn towards, >= 0. */
  readonly prior?: number
  /** How many times every positive counts, > 0. */
  readonly confidence?: number
  /** How many times every cell counts towards 0, >= 0. */
  readonly unobserved?: number
}

/** What an {@link ImplicitALS} has learned. */
export interface LearnedImplicitALS extends LearnedRanking {
  readonly factors: ImplicitALSFactors
  readonly userPenalty: FrequencyPenalty
  readonly itemPenalty: FrequencyPenalty
  /** Mean value of the training data, which counts 1. */
  readonly meanValue: number
}

/**
 * Matrix factorisation of positives by alternating least squares, iALS: for users w and items h, minimises
 *
 *     sum over positives of c (1 - w . h)^2  +  alpha0 * sum over all cells of (w . h)^2
 *       +  sum over users and items of lambda (positives + alpha0 N)^nu |.|^2
 *
 * where c is a positive's value over the mean of all values, N the number of rows of the other side, and lambda is
 * `regularization` over the mean of these powers. A score is w . h.
 *
 * Every half of a sweep is exact. In the eigenbasis of the other side's Gram matrix, a row of n entries is a system in
 * min(n, nFactors) unknowns, so a sweep costs about `n^2 nFactors / 2` multiply-adds for every row and
 * `nFactors^2` for every user and item. All items of one user alone are one row while training. The same ratings,
 * options and seed give the same bits, on any number of threads.
 *
 * @example
 * const model = new ImplicitALS().fit(Ratings.from(plays))
 * model.topN({ seeds: [{ item: 'Air' }, { item: 'Moby' }] }, { n: 5 }).items
 * @see Hu, Koren, Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008.
 * @see Rendle, Krichene, Zhang, Koren, "Revisiting the performance of iALS on item recommendation benchmarks", RecSys
 *   2022.
 */
export class ImplicitALS extends RankingModel<LearnedImplicitALS> {
  readonly kind = 'ials'
  /** The options in force, defaults filled in. */
  readonly options: ResolvedImplicitALSOptions
  #warmStart: ImplicitALSFitOptions['warmStart']

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: ImplicitALSOptions = {}) {
    super()
    this.options = resolveImplicitALSOptions(options)
  }

  /**
   * Learns, replacing what was learned before.
   *
   * @param ratings - One row for every positive; its value, which must be above 0, says how much it counts.
   * @throws {@link SvdError} ABORTED; INVALID_OPTION for a value that is not above 0; DIMENSION_MISMATCH for a warm start
   *   of another number of factors; DIVERGED when numbers leave single precision; OUT_OF_MEMORY, UNSUPPORTED,
   *   WORKER_FAILED.
   */
  override fit(ratings: Ratings, { warmStart, ...options }: ImplicitALSFitOptions = {}): this {
    this.#warmStart = warmStart
    try {
      return super.fit(ratings, options)
    } finally {
      this.#warmStart = undefined
    }
  }

  protected *train(ratings: Ratings): Generator<TrainingStep, LearnedImplicitALS, undefined> {
    const { nEpochs } = this.options
    const confidences = confidencesOf(ratings)
    const training = withKernels(() => new ImplicitALSTraining(ratings, confidences, this.options))
    this.#fillStartingFactors(training.userFactors.data, ratings.users)
    for (let step = 1; step <= nEpochs; step++) {
      const loss = withKernels(() => training.sweep())
      if (!Number.isFinite(loss))
        throw new SvdError('DIVERGED', `the loss of sweep ${step} is ${loss}; use a higher regularization`)
      yield { step, nSteps: nEpochs, loss }
    }
    const { users, items, nUsers, nItems, mean } = ratings
    const { itemCounts, userPenalty, itemPenalty } = training
    const factors = withKernels(
      () =>
        new ImplicitALSFactors(nUsers, nItems, this.options, (userRows, itemRows) => {
          userRows.data.set(training.userFactors.data)
          training.copyItemFactors(itemRows)
        }),
    )
    return { users, items, itemCounts, factors, userPenalty, itemPenalty, meanValue: mean }
  }

  /**
   * Products of all items with the user's factors: those learned where the query names a user of the training data, else
   * those that its seeds fold in to. A seed's weight is its confidence; below 0 it is that of a cell that is 0.
   *
   * @throws {@link SvdError} NOT_FITTED; INVALID_OPTION for a weight that is 0 or no finite number.
   */
  scores(query: Query): Float32Array {
    return this.scoresOfAll([query])[0]
  }

  override scoresOfAll(queries: readonly Query[]): Float32Array[] {
    const { factors } = this.learned
    const vectors = queries.map((query) => this.#vectorOf(query))
    return withKernels(() => factors.scores(vectors))
  }

  /**
   * Makes a user of someone who was not in training, without touching the model: the exact minimum of the training loss
   * over this user's factors, with the items held fixed, changed in three ways that help where little is known: the
   * penalty draws towards the average user, positives count more, and all cells less. Unknown items are left out.
   * Costs `n^2 nFactors / 2` multiply-adds for n seeds up to nFactors, `n nFactors^2 / 2` above.
   *
   * @returns nFactors long: scores are products with {@link ImplicitALS.itemFactors}.
   * @throws {@link SvdError} NOT_FITTED, INVALID_OPTION
   */
  foldIn(seeds: readonly Seed[], options: ImplicitALSFoldInOptions = {}): Float64Array {
    const { foldInPrior, foldInConfidence, foldInUnobserved, unobservedWeight } = this.options
    const { prior = foldInPrior, confidence = foldInConfidence, unobserved = foldInUnobserved } = options
    requireNumber('prior', prior, 0)
    requireNumber('confidence', confidence, Number.MIN_VALUE)
    requireNumber('unobserved', unobserved, 0)
    const { factors, userPenalty } = this.learned
    const entries = this.#entriesOf(seeds, confidence)
    const nPositives = entries.filter(({ target }) => target === 1).length
    return foldInRow(entries, {
      unobserved: factors.spectrum.map((value) => unobserved * unobservedWeight * value),
      regularization: penaltyOf(userPenalty, nPositives),
      prior: factors.meanUser.map((value) => prior * value),
    })
  }

  /**
   * Learns single users anew, or adds new ones, and touches nothing else: the exact minimum of the training loss over
   * their factors.
   *
   * @param ratings - All positives of these users. Items that the model does not know count for nothing.
   * @throws {@link SvdError} NOT_FITTED, INVALID_OPTION, OUT_OF_MEMORY
   */
  refitUsers(ratings: Ratings): this {
    const confidences = confidencesOf(ratings, this.learned.meanValue)
    this.learned = withKernels(() => refitUsers(this.learned, ratings, confidences, this.options))
    return this
  }

  /**
   * Learns single items anew, or adds new ones; of the rest only the basis changes, and no score.
   *
   * @param ratings - All positives of these items. Users that the model does not know count for nothing.
   * @throws {@link SvdError} NOT_FITTED, INVALID_OPTION, OUT_OF_MEMORY
   */
  refitItems(ratings: Ratings): this {
    const confidences = confidencesOf(ratings, this.learned.meanValue)
    this.learned = withKernels(() => refitItems(this.learned, ratings, confidences, this.options))
    return this
  }

  /** User factors, shape [nUsers, nFactors]: a view, in the order of `userIds`, valid until something is learned. */
  get userFactors(): NdArray<Float32Array> {
    const { data, rows, columns, stride } = this.learned.factors.users
    return ndarray(data, [rows, columns], [stride, 1])
  }

  /** Item factors, shape [nItems, nFactors]: a view, in the order of `itemIds`, valid until something is learned. */
  get itemFactors(): NdArray<Float32Array> {
    const { data, rows, columns, stride } = this.learned.factors.items
    return ndarray(data, [rows, columns], [stride, 1])
  }

  get parameters(): ModelParameters {
    const { users, items, itemCounts, factors, userPenalty, itemPenalty, meanValue } = this.learned
    const { nFactors } = this.options
    const dense = factors.dense
    return {
      kind: this.kind,
      options: this.options,
      scalars: {
        mean_value: meanValue,
        user_penalty_scale: userPenalty.scale,
        user_penalty_offset: userPenalty.offset,
        item_penalty_scale: itemPenalty.scale,
        item_penalty_offset: itemPenalty.offset,
      },
      userIds: [...users.ids],
      itemIds: [...items.ids],
      arrays: {
        user_factors: { data: dense.users, shape: [users.size, nFactors] },
        item_factors: { data: dense.items, shape: [items.size, nFactors] },
        item_counts: { data: itemCounts.slice(), shape: [items.size] },
      },
    }
  }

  /**
   * A model from its saved {@link ImplicitALS.parameters}.
   *
   * @throws {@link SvdError} BAD_FILE for those of another model, DIMENSION_MISMATCH, NOT_FINITE, INVALID_OPTION.
   */
  static from(parameters: ModelParameters): ImplicitALS {
    const model = new ImplicitALS(optionsOf(parameters, 'ials'))
    const { userIds, itemIds } = parameters
    const { nFactors, frequencyScaling: exponent } = model.options
    const scalar = (name: string): number => {
      const value = parameters.scalars[name]
      if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
        throw new SvdError('BAD_FILE', `${name} must be a finite number >= 0, got ${String(value)}`)
      return value
    }
    const penalty = (side: string): FrequencyPenalty => ({
      scale: scalar(`${side}_penalty_scale`),
      offset: scalar(`${side}_penalty_offset`),
      exponent,
    })
    const users = float32(parameters, 'user_factors', [userIds.length, nFactors])
    const items = float32(parameters, 'item_factors', [itemIds.length, nFactors])
    model.learned = {
      users: new Vocabulary(userIds),
      items: new Vocabulary(itemIds),
      itemCounts: int32(parameters, 'item_counts', [itemIds.length]),
      userPenalty: penalty('user'),
      itemPenalty: penalty('item'),
      meanValue: scalar('mean_value'),
      factors: withKernels(
        () =>
          new ImplicitALSFactors(userIds.length, itemIds.length, model.options, (userRows, itemRows) => {
            userRows.data.set(padFactors(users, nFactors))
            itemRows.data.set(padFactors(items, nFactors))
          }),
      ),
    }
    return model
  }

  #fillStartingFactors(rows: Float32Array, users: Vocabulary): void {
    const { nFactors, initStdDev, seed } = this.options
    fillRandomFactors(rows, nFactors, createRandom(seed), 0, initStdDev)
    if (this.#warmStart === undefined) return
    const { userIds, userFactors } = this.#warmStart
    const [nRows, nColumns] = userFactors.shape
    if (nRows !== userIds.length || nColumns !== nFactors)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `the warm start must have ${userIds.length} x ${nFactors} user factors, got ${nRows} x ${nColumns}`,
      )
    const stride = rows.length / users.size
    for (const [from, id] of userIds.entries()) {
      const to = users.row(id)
      if (to >= 0) for (let f = 0; f < nFactors; f++) rows[to * stride + f] = userFactors.get(from, f)
    }
  }

  #vectorOf({ user, seeds }: Query): Float64Array {
    const { users, factors } = this.learned
    const row = user === undefined ? -1 : users.row(user)
    return row >= 0 ? factors.userFactors(row) : this.foldIn(seeds)
  }

  #entriesOf(seeds: readonly Seed[], confidence: number): FoldInEntry[] {
    const { items, factors } = this.learned
    return knownSeeds(seeds, items).map(({ row, weight }) => {
      const isPositive = weight > 0
      return {
        factors: factors.itemFactors(row),
        confidence: isPositive ? confidence * weight : -weight,
        target: isPositive ? 1 : 0,
      }
    })
  }
}

/** Values over their mean. @throws {@link SvdError} INVALID_OPTION for a value that is not above 0. */
function confidencesOf({ values, mean }: Ratings, meanValue = mean): Float32Array {
  const at = values.findIndex((value) => value <= 0)
  if (at >= 0)
    throw new SvdError('INVALID_OPTION', `the value of a positive must be above 0, got ${values[at]}`)
  return values.map((value) => value / meanValue)
}
