import { IndexFlatIP, writeIndex } from '@redux/ann'
import {
  BayesianSVDpp,
  type BayesianSVDppOptions,
  FewSeedLinear,
  type FewSeedLinearOptions,
  ImplicitALS,
  type ImplicitALSOptions,
  type ModelParameters,
  type RankingModel,
  type Ratings,
} from '@redux/svd'
import type { BilinearModel } from '../artifact/artifact.js'
import { listenersOfLinear, seedsOfLinear } from './fit-linear.js'
import type { FittedVersion } from './fitted-version.js'
import type { Material } from './material.js'
import type { Phases, Tell } from './phases.js'
import { overCatalogue, type TrainingPositives } from './positives.js'
import type { Hyperparameters } from './train-report.js'

/** Rank that the posterior mean of Bayesian SVD++ is served at. */
const SERVED_RANK = 32

/** What training a model takes. */
interface Fitting {
  readonly material: Material
  readonly phases: Phases
  readonly tell: Tell
  /** Whether it is only trained to be judged, which leaves no learning curve. */
  readonly isJudged?: boolean
}

/** Fits the linear model: for those of whom some songs are known, and for users by all of theirs. */
export async function fitLinear(fitting: Fitting, options: FewSeedLinearOptions): Promise<FittedVersion> {
  const { positives, interactions } = fitting.material
  const nItems = interactions.itemIds.length
  const model = new FewSeedLinear(options)
  await fitSteps(model, positives.ratings, fitting)
  return {
    roles: { seeds: 'linear', listeners: 'linear' },
    hyperparameters: told(model.options),
    listeners: { ...listenersOfLinear(model, positives, nItems), globalMean: 0 },
    ...seedsOfLinear(model, positives, nItems),
  }
}

/** Fits iALS: users have vectors, newcomers are folded in, for which the scalars it learned are kept, too. */
export async function fitIals(fitting: Fitting, options: ImplicitALSOptions): Promise<FittedVersion> {
  const { model, listeners } = await trainIals(fitting, options)
  const index = new IndexFlatIP(model.options.nFactors)
  index.add(listeners.itemFactors)
  return {
    roles: { seeds: 'ials', listeners: 'ials' },
    hyperparameters: { ...told(model.options), ...model.parameters.scalars },
    listeners: { ...listeners, globalMean: 0 },
    index: writeIndex(index),
  }
}

async function trainIals(fitting: Fitting, options: ImplicitALSOptions) {
  const { positives, interactions } = fitting.material
  const model = new ImplicitALS(options)
  await fitSteps(model, positives.ratings, fitting)
  return { model, listeners: listenersOfIals(model.parameters, positives, interactions.itemIds.length) }
}

/**
 * Fits Bayesian SVD++ to ratings, and the linear model for those of whom some songs are known. What is served is the
 * posterior mean at rank 32.
 */
export async function fitBayes(
  fitting: Fitting,
  options: { readonly bayes: BayesianSVDppOptions; readonly linear: FewSeedLinearOptions },
): Promise<FittedVersion> {
  const half = halves(fitting)
  const linear = await fitLinear(half.first, options.linear)
  const rated = await fitRatings(half.second, options.bayes)
  return {
    ...linear,
    roles: { seeds: 'linear', listeners: 'bayes' },
    hyperparameters: {
      ...prefixed('linear', linear.hyperparameters),
      ...prefixed('bayes', rated.hyperparameters),
    },
    listeners: rated.model,
  }
}

/**
 * Fits what each is best at: the linear model for seeds, iALS for users and, where there are ratings, Bayesian SVD++ to
 * predict them.
 *
 * @param blends - Whether users get what iALS and the linear model agree on.
 */
export async function fitAuto(
  fitting: Fitting,
  options: {
    readonly linear: FewSeedLinearOptions
    readonly ials: ImplicitALSOptions
    readonly bayes: BayesianSVDppOptions
  },
  blends: boolean,
): Promise<FittedVersion> {
  const { first, second } = halves(fitting)
  const linear = await fitLinear(first, options.linear)
  const ranked = halves(second)
  const ials = await trainIals(ranked.first, options.ials)
  const isRated = fitting.material.interactions.kind === 'ratings'
  const rated = isRated ? await fitRatings(ranked.second, options.bayes) : undefined
  return {
    ...linear,
    roles: { seeds: 'linear', listeners: blends ? 'blend' : 'ials' },
    hyperparameters: {
      ...prefixed('linear', linear.hyperparameters),
      ...prefixed('ials', told(ials.model.options)),
      ...(rated && prefixed('bayes', rated.hyperparameters)),
    },
    listeners: { ...ials.listeners, globalMean: 0 },
    ...(rated && { ratings: rated.model }),
  }
}

async function fitRatings(fitting: Fitting, options: BayesianSVDppOptions) {
  const { ratings } = fitting.material
  const model = new BayesianSVDpp(options)
  await fitSteps(model, ratings, fitting)
  const rank = Math.min(SERVED_RANK, ratings.nUsers, ratings.nItems)
  const { userFactors, itemFactors, userBiases, itemBiases, globalMean } = model.distill({ rank })
  return {
    hyperparameters: { ...told(model.options), rank },
    model: { userFactors, itemFactors, userBiases, itemBiases, globalMean, nFactors: rank },
  }
}

/** Fits a model step by step, telling of each. */
export async function fitSteps(
  model: RankingModel,
  ratings: Ratings,
  { phases, tell, isJudged }: Omit<Fitting, 'material'>,
): Promise<void> {
  for (const { step, nSteps, loss } of model.steps(ratings)) {
    tell(step / nSteps, `${model.kind} step ${step}/${nSteps}`)
    if (loss !== undefined && !isJudged) await phases.metric(`${model.kind}/loss`, loss, step)
    await phases.breathe()
  }
}

function listenersOfIals(
  { arrays, userIds }: ModelParameters,
  { itemRows }: TrainingPositives,
  nItems: number,
): BilinearModel {
  return {
    userFactors: arrays['user_factors']!.data as Float32Array,
    itemFactors: overCatalogue(arrays['item_factors']!.data as Float32Array, itemRows, nItems),
    userBiases: new Float32Array(userIds.length),
    itemBiases: new Float32Array(nItems),
  }
}

/** The same work, of which the first part fills the first half of the progress and the second the rest. */
function halves({ tell, ...rest }: Fitting): { readonly first: Fitting; readonly second: Fitting } {
  return {
    first: { ...rest, tell: (fraction, detail) => tell(fraction / 2, detail) },
    second: { ...rest, tell: (fraction, detail) => tell(0.5 + fraction / 2, detail) },
  }
}

/** Options that have a say in what is learned. */
function told(options: object): Hyperparameters {
  const { threads: _, backend: __, ...rest } = options as Hyperparameters
  return rest
}

function prefixed(name: string, values: Hyperparameters): Hyperparameters {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]))
}
