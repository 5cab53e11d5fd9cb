import type { Matrix } from '@redux/kernels/linear-algebra'
import { SvdError } from '../errors.js'
import type { FittedParameters } from '../factor-model.js'
import { float32, int32, type ModelParameters, optionsOf } from '../model-parameters.js'
import type { NpyArray } from '../npy.js'
import { requireNumber } from '../options.js'
import { countItems, type RankingFitOptions, type TrainingStep } from '../ranking-model.js'
import type { Ratings } from '../ratings.js'
import { Vocabulary } from '../vocabulary.js'
import { withKernels } from '../with-kernels.js'
import {
  type BayesianSVDppOptions,
  type ResolvedBayesianSVDppOptions,
  resolveBayesianSVDppOptions,
} from './bayesian-svdpp-options.js'
import { type Convergence, convergence } from './convergence.js'
import { type DistillOptions, distill } from './distill.js'
import { featuresOf, mostRated, type SideInformation } from './features.js'
import { GibbsSampler } from './gibbs-sampler.js'
import { newcomerMoments } from './newcomer.js'
import { PosteriorRecord, type Recorded } from './posterior-record.js'
import { momentsOverSamples } from './posterior-samples.js'
import type { Moments } from './predictive.js'
import {
  type KnownRow,
  type LearnedPosterior,
  RatingPosterior,
  rowsOf,
  type UserMoments,
} from './rating-posterior.js'
import { residualRows } from './residual-rows.js'
import { transposed } from './sparse.js'
import { emptyTraces, TRACED, type Traces } from './traces.js'

/** What {@link BayesianSVDpp} can learn from and for beside ratings. */
export interface BayesianData {
  /**
   * Pairs to be predicted from every draw, and not only from those that are kept: `predictAll` and
   * `predictAllIntervals` of this very set are exact. Their values are not looked at.
   */
  readonly targets?: Ratings
  readonly userFeatures?: SideInformation
  readonly itemFeatures?: SideInformation
}

/** A sweep that was done. */
export interface GibbsStep extends TrainingStep {
  /** RMSE of the training ratings by the draw. */
  readonly loss: number
  readonly noisePrecision: number
}

/** What `fit` of {@link BayesianSVDpp} takes beside ratings. */
export interface BayesianFitOptions extends BayesianData, Omit<RankingFitOptions, 'onStep'> {
  /** Called after every sweep, burn-in included. */
  readonly onStep?: (step: GibbsStep) => void
}

interface LearnedSamples extends LearnedPosterior, Omit<Recorded, 'targets'> {
  readonly implicitColumns: ReadonlyMap<number, number>
  readonly traces: Traces
  readonly targets: { readonly ratings: Ratings; readonly moments: Moments } | undefined
}

/**
 * Bayesian SVD++, flipped, by Gibbs sampling: a factor model whose predictions average over hundreds of draws from the
 * posterior instead of trusting one fit, and which therefore also know how sure they are.
 *
 *     r ~ Normal(mu + bu + bi + pu . qi, 1 / noise precision)
 *     (pu, bu) ~ Normal(linear in the items that u rated, Λ^-1)      (qi, bi) ~ the same in the users who rated i
 *
 * Priors are learned along; see {@link LinearPrior}. There is nothing to tune: more factors and more sweeps cost time
 * and do no harm. A sweep costs `nRatings D^2 + (nUsers + nItems) D^3 / 6` multiply-adds with D = nFactors + 1, and
 * `4 D m^2` for the priors, m the lesser of users and items. Needs `4 (nUsers + nItems) (nFactors + 2) nKept` bytes for
 * what it keeps, and `8 m^2` in between.
 *
 * @example
 * const model = new BayesianSVDpp().fit(Ratings.from(rows, { scale: [1, 5] }))
 * model.predictInterval('ann', 'Solaris') // { mean: 4.2, standardDeviation: 0.8, lower: 2.6, upper: 5.8 }
 * @see Salakhutdinov, Mnih, "Bayesian probabilistic matrix factorization using Markov chain Monte Carlo", ICML 2008;
 *   Rendle, Zhang, Koren, "On the difficulty of evaluating baselines", arXiv:1905.01395, 2019; Simm et al., "Macau:
 *   scalable Bayesian factorization with high-dimensional side information using MCMC", MLSP 2017.
 */
export class BayesianSVDpp extends RatingPosterior<LearnedSamples> {
  readonly kind = 'bayesian-svdpp'
  /** The options in force, defaults filled in. */
  readonly options: ResolvedBayesianSVDppOptions

  /** @throws {@link SvdError} INVALID_OPTION for an unknown option or a value out of range. */
  constructor(options: BayesianSVDppOptions = {}) {
    super()
    this.options = resolveBayesianSVDppOptions(options)
  }

  /**
   * Samples, replacing what was learned before.
   *
   * @throws {@link SvdError} ABORTED; DIVERGED when a draw is not finite; NOT_FINITE, DIMENSION_MISMATCH or
   *   INVALID_OPTION for side information that is not what it must be; UNSUPPORTED, OUT_OF_MEMORY, WORKER_FAILED.
   */
  override fit(ratings: Ratings, { onStep, signal, ...data }: BayesianFitOptions = {}): this {
    const checkAborted = () => {
      if (signal?.aborted) throw new SvdError('ABORTED', 'training was stopped', { cause: signal.reason })
    }
    checkAborted()
    for (const step of this.steps(ratings, data)) {
      onStep?.(step)
      checkAborted()
    }
    return this
  }

  /** The sweeps of `fit` one at a time, burn-in included. */
  override *steps(ratings: Ratings, data: BayesianData = {}): Generator<GibbsStep, void, undefined> {
    this.learned = yield* this.train(ratings, data)
  }

  protected *train(
    ratings: Ratings,
    data: BayesianData = {},
  ): Generator<GibbsStep, LearnedSamples, undefined> {
    const { burnIn, nSamples, nImplicit } = this.options
    const { targets, userFeatures, itemFeatures } = data
    const users = withFeatured(ratings.users, userFeatures)
    const items = withFeatured(ratings.items, itemFeatures)
    const itemCounts = new Int32Array(items.size)
    itemCounts.set(countItems(ratings))
    const implicitColumns = mostRated(itemCounts, nImplicit)
    const { sampler, record } = withKernels(() => {
      const sampler = this.#sampler(ratings, users, items, implicitColumns, data)
      const pairs = targets && rowsOf(targets, { users, items })
      const options = { ...this.options, nImplicit: implicitColumns.size }
      return { sampler, record: new PosteriorRecord(sampler, options, pairs) }
    })
    const traces = emptyTraces(nSamples)
    for (let sweep = 0; sweep < burnIn + nSamples; sweep++) {
      const loss = Math.sqrt(withKernels(() => sampler.sweep()) / ratings.nRatings)
      if (!Number.isFinite(loss)) throw new SvdError('DIVERGED', `sweep ${sweep + 1} left the finite numbers`)
      if (sweep >= burnIn) {
        withKernels(() => record.add())
        trace(traces, sweep - burnIn, sampler, loss)
      }
      yield { step: sweep + 1, nSteps: burnIn + nSamples, loss, noisePrecision: sampler.noisePrecision }
    }
    const { targets: moments, ...recorded } = withKernels(() => record.finish())
    return {
      ...{ users, items, itemCounts, globalMean: ratings.mean, scale: ratings.scale },
      ...{ ...recorded, implicitColumns, traces },
      targets: targets && moments && { ratings: targets, moments },
    }
  }

  #sampler(
    ratings: Ratings,
    users: Vocabulary,
    items: Vocabulary,
    itemColumns: ReadonlyMap<number, number>,
    { userFeatures, itemFeatures }: BayesianData,
  ): GibbsSampler {
    const { implicitWeight, sideWeight, nImplicit } = this.options
    const weights = { implicitWeight, sideWeight }
    const byUser = residualRows(ratings, users.size + 1, items.size + 1)
    const byItem = transposed(byUser)
    const userCounts = new Int32Array(users.size)
    for (let u = 0; u < ratings.nUsers; u++) userCounts[u] = ratings.offsets[u + 1] - ratings.offsets[u]
    const ratedIn =
      ({ columns, offsets }: typeof byUser) =>
      (row: number) =>
        columns.subarray(offsets[row], offsets[row + 1])
    const ofUsers = {
      ids: users.ids,
      rated: ratedIn(byUser),
      implicitColumns: itemColumns,
      side: userFeatures,
    }
    const userColumns = mostRated(userCounts, nImplicit)
    const ofItems = {
      ids: items.ids,
      rated: ratedIn(byItem),
      implicitColumns: userColumns,
      side: itemFeatures,
    }
    return new GibbsSampler(
      {
        ratings: byUser,
        userFeatures: featuresOf({ ...ofUsers, ...weights }),
        itemFeatures: featuresOf({ ...ofItems, ...weights }),
      },
      this.options,
    )
  }

  protected momentsOfRows(userRows: Int32Array, itemRows: Int32Array): Moments {
    const { learned } = this
    const { nUserRows, nItemRows, meanRatings } = learned
    const moments = this.#ofRatings(momentsOverSamples(learned, userRows, itemRows))
    if (meanRatings)
      for (let n = 0; n < userRows.length; n++) {
        const user = userRows[n] < 0 ? nUserRows - 1 : userRows[n]
        const item = itemRows[n] < 0 ? nItemRows - 1 : itemRows[n]
        moments.means[n] = learned.globalMean + meanRatings[user * nItemRows + item]
      }
    return moments
  }

  protected override momentsOfAll(ratings: Ratings): Moments {
    const { targets } = this.learned
    return targets?.ratings === ratings ? this.#ofRatings(targets.moments) : super.momentsOfAll(ratings)
  }

  /** Of ratings, from those of what is to be added to the mean. */
  #ofRatings({ means, variances }: Moments): Moments {
    const { globalMean, noiseVariance } = this.learned
    return {
      means: means.map((mean) => mean + globalMean),
      variances: variances.map((variance) => variance + noiseVariance),
    }
  }

  protected momentsGiven(known: readonly KnownRow[]): UserMoments {
    return newcomerMoments({ ...this.learned, implicitWeight: this.options.implicitWeight }, known)
  }

  /** How the sampler went after burn-in. */
  get traces(): Traces {
    return this.learned.traces
  }

  /**
   * Whether the draws tell of the posterior: split R-hat (near 1) and effective sample size of every trace, of this
   * model and, better, of others that were fitted to the same ratings from other seeds.
   *
   * @throws {@link SvdError} NOT_FITTED; DIMENSION_MISMATCH for models with other numbers of sweeps; INVALID_OPTION for
   *   fewer than four sweeps.
   */
  convergence(others: readonly BayesianSVDpp[] = []): Record<keyof Traces, Convergence> {
    const chains = [this, ...others].map(({ traces }) => traces)
    const of = (name: keyof Traces) => convergence(chains.map((traces) => traces[name]))
    return Object.fromEntries(TRACED.map((name) => [name, of(name)])) as Record<keyof Traces, Convergence>
  }

  /**
   * One plain factor model that predicts nearly what the mean of all draws does: parameters for
   * {@link FunkSVD.fromParameters}, without the intervals; see {@link distill}.
   *
   * @throws {@link SvdError} NOT_FITTED; INVALID_OPTION for a rank out of range.
   */
  distill(options: DistillOptions = {}): FittedParameters {
    const { learned } = this
    return withKernels(() => distill(learned, options))
  }

  get parameters(): ModelParameters {
    const { learned, options } = this
    const { nKept, nUserRows, nItemRows, width, implicitColumns, meanRatings, traces } = learned
    const [d, nChosen] = [width - 1, implicitColumns.size]
    const array = (data: Float32Array | Int32Array, ...shape: number[]): NpyArray => ({
      data: data.slice(),
      shape,
    })
    return {
      kind: this.kind,
      options: { ...options },
      scalars: {
        globalMean: learned.globalMean,
        noiseVariance: learned.noiseVariance,
        scaleMin: learned.scale[0],
        scaleMax: learned.scale[1],
      },
      userIds: [...learned.users.ids],
      itemIds: [...learned.items.ids],
      arrays: {
        item_counts: array(learned.itemCounts, learned.items.size),
        user_samples: array(learned.userSamples, nKept, nUserRows, width),
        item_samples: array(learned.itemSamples, nKept, nItemRows, width),
        noise_precisions: array(learned.noisePrecisions, nKept),
        user_weights: array(learned.userWeights, nKept, 1 + nChosen, d),
        user_precisions: array(learned.userPrecisions, nKept, d, d),
        traces: array(
          Float32Array.from(TRACED.flatMap((name) => [...traces[name]])),
          TRACED.length,
          options.nSamples,
        ),
        ...(meanRatings && { mean_ratings: array(meanRatings, nUserRows, nItemRows) }),
      },
    }
  }

  /**
   * A model from its saved {@link BayesianSVDpp.parameters}; what it predicted for the targets of its `fit` it no longer
   * knows exactly.
   *
   * @throws {@link SvdError} BAD_FILE for those of another model, DIMENSION_MISMATCH, NOT_FINITE, INVALID_OPTION.
   */
  static from(parameters: ModelParameters): BayesianSVDpp {
    const model = new BayesianSVDpp(optionsOf(parameters, 'bayesian-svdpp') as BayesianSVDppOptions)
    const { nFactors, nKept, nSamples, nImplicit } = model.options
    const { userIds, itemIds, scalars, arrays } = parameters
    for (const name of ['globalMean', 'noiseVariance', 'scaleMin', 'scaleMax'])
      requireNumber(name, scalars[name], name === 'noiseVariance' ? 0 : Number.NEGATIVE_INFINITY)
    const [nUserRows, nItemRows] = [userIds.length + 1, itemIds.length + 1]
    const [width, d] = [nFactors + 2, nFactors + 1]
    const itemCounts = int32(parameters, 'item_counts', [itemIds.length])
    const implicitColumns = mostRated(itemCounts, nImplicit)
    const traced = float32(parameters, 'traces', [TRACED.length, nSamples])
    const traces = TRACED.map((name, at) => [name, traced.slice(at * nSamples, (at + 1) * nSamples)] as const)
    model.learned = {
      users: new Vocabulary(userIds),
      items: new Vocabulary(itemIds),
      scale: [scalars['scaleMin'], scalars['scaleMax']],
      globalMean: scalars['globalMean'],
      noiseVariance: scalars['noiseVariance'],
      ...{ itemCounts, implicitColumns, nKept, nUserRows, nItemRows, width },
      userSamples: float32(parameters, 'user_samples', [nKept, nUserRows, width]),
      itemSamples: float32(parameters, 'item_samples', [nKept, nItemRows, width]),
      noisePrecisions: float32(parameters, 'noise_precisions', [nKept]),
      userWeights: float32(parameters, 'user_weights', [nKept, 1 + implicitColumns.size, d]),
      userPrecisions: float32(parameters, 'user_precisions', [nKept, d, d]),
      meanRatings: arrays['mean_ratings'] && float32(parameters, 'mean_ratings', [nUserRows, nItemRows]),
      traces: Object.fromEntries(traces) as unknown as Traces,
      targets: undefined,
    }
    return model
  }
}

/** The vocabulary of the ratings, and behind it those who have features and no rating. */
function withFeatured(rated: Vocabulary, features: SideInformation | undefined): Vocabulary {
  const all = new Vocabulary(rated.ids)
  for (const id of features?.keys() ?? []) all.add(id)
  return all
}

function trace(
  traces: Traces,
  at: number,
  { users, items, noisePrecision }: GibbsSampler,
  rmse: number,
): void {
  traces.noisePrecision[at] = noisePrecision
  traces.trainingRmse[at] = rmse
  traces.userNorm[at] = meanLength(users.vectors)
  traces.itemNorm[at] = meanLength(items.vectors)
}

/** Root mean square length of rows. */
function meanLength({ data, rows }: Matrix): number {
  let sum = 0
  for (let at = 0; at < data.length; at++) sum += data[at] * data[at]
  return Math.sqrt(sum / rows)
}
