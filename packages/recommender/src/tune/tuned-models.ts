import {
  BAYESIAN_SVDPP_DEFAULTS,
  BayesianSVDpp,
  FEW_SEED_LINEAR_DEFAULTS,
  FewSeedLinear,
  FunkSVD,
  IMPLICIT_ALS_DEFAULTS,
  ImplicitALS,
  ITEM_KNN_DEFAULTS,
  ItemKNN,
  type RankingModel,
  type RankingScorer,
  type RatingModel,
  type Ratings,
} from '@redux/svd'
import type { Task } from '../evaluate/evaluate-options.js'
import { SVD_DEFAULTS } from '../train/svd-hyperparameters.js'
import type { SearchSpace, TunedParameters } from './search-space.js'

/** A training that tells how far it is, from 0 to 1, and ends with what it learned. */
export type Training<Model> = Generator<number, Model, undefined>

interface Tunable<Model> {
  readonly space: (task: Task | undefined) => SearchSpace
  /** What the model has when nobody says otherwise, of every parameter it can be tuned in. */
  readonly defaults: TunedParameters
  train(ratings: Ratings, parameters: TunedParameters, seed: number): Training<Model>
}

/** A model that is judged by the error of its predicted ratings. */
export interface TunedRatingModel extends Tunable<RatingModel> {
  readonly metric: 'rmse'
}

/** A model that is judged by its rankings for held-out users, or of held-out positives. */
export interface TunedRankingModel extends Tunable<RankingScorer> {
  readonly metric: 'ndcg'
  /** The task it is judged by unless another one is asked for. */
  readonly task: Task
}

/** Every model that can be tuned: the one place for what is searched. */
export const TUNED_MODELS = {
  svd: {
    metric: 'rmse',
    // The space of the reference system.
    space: () => ({
      nFactors: { kind: 'int', low: 20, high: 100 },
      nEpochs: { kind: 'int', low: 10, high: 30 },
      learningRate: { kind: 'float', low: 0.002, high: 0.01 },
      regularization: { kind: 'float', low: 0.02, high: 0.1 },
    }),
    defaults: SVD_DEFAULTS,
    train: trainSvd,
  },
  bayes: {
    metric: 'rmse',
    // It regularises itself.
    space: () => ({ nFactors: { kind: 'int', low: 4, high: 32, step: 4 } }),
    defaults: { nFactors: BAYESIAN_SVDPP_DEFAULTS.nFactors },
    train: (ratings, parameters, seed) => trained(new BayesianSVDpp({ ...parameters, seed }), ratings),
  },
  linear: {
    metric: 'ndcg',
    task: 'new-5',
    space: () => ({
      regularization: { kind: 'float', low: 30, high: 3000, log: true },
      keepRate: { kind: 'float', low: 0.005, high: 0.5, log: true },
    }),
    defaults: only(FEW_SEED_LINEAR_DEFAULTS, ['regularization', 'keepRate']),
    train: (ratings, parameters, seed) => trained(new FewSeedLinear({ ...parameters, seed }), ratings),
  },
  ials: {
    metric: 'ndcg',
    task: 'known',
    space: (task) => (task === 'known' ? IALS_SPACE : { ...IALS_SPACE, ...IALS_FOLD_IN_SPACE }),
    defaults: only(IMPLICIT_ALS_DEFAULTS, [
      ...['nFactors', 'nEpochs', 'regularization', 'unobservedWeight', 'frequencyScaling'],
      ...['foldInPrior', 'foldInConfidence', 'foldInUnobserved'],
    ]),
    train: (ratings, parameters, seed) => trained(new ImplicitALS({ ...parameters, seed }), ratings),
  },
  knn: {
    metric: 'ndcg',
    task: 'new-5',
    space: () => ({
      similarity: { kind: 'choice', choices: ['cosine', 'bm25'] },
      shrinkage: { kind: 'int', low: 0, high: 200 },
      nNeighbours: { kind: 'choice', choices: [0, 20, 50, 100, 200, 400, 800] },
    }),
    defaults: ITEM_KNN_DEFAULTS,
    train: (ratings, parameters) => trained(new ItemKNN(parameters), ratings),
  },
} as const satisfies Readonly<Record<string, TunedRatingModel | TunedRankingModel>>

export type TunedModelName = keyof typeof TUNED_MODELS

export const TUNED_MODEL_NAMES = Object.keys(TUNED_MODELS) as TunedModelName[]

const IALS_SPACE: SearchSpace = {
  nFactors: { kind: 'int', low: 32, high: 192, step: 16 },
  nEpochs: { kind: 'int', low: 6, high: 16 },
  regularization: { kind: 'float', low: 0.5, high: 20, log: true },
  unobservedWeight: { kind: 'float', low: 0.01, high: 1, log: true },
  frequencyScaling: { kind: 'float', low: 0, high: 1 },
}

/** Matters to those only whom training has not seen. */
const IALS_FOLD_IN_SPACE: SearchSpace = {
  foldInPrior: { kind: 'float', low: 0, high: 1.5 },
  foldInConfidence: { kind: 'float', low: 0.5, high: 8, log: true },
  foldInUnobserved: { kind: 'float', low: 0.05, high: 2, log: true },
}

function* trainSvd(ratings: Ratings, parameters: TunedParameters, seed: number): Training<RatingModel> {
  const model = new FunkSVD({ ...parameters, seed })
  for (const { epoch, nEpochs } of model.epochs(ratings)) yield epoch / nEpochs
  return model
}

function* trained<Model extends RankingModel>(model: Model, ratings: Ratings): Training<Model> {
  for (const { step, nSteps } of model.steps(ratings)) yield step / nSteps
  return model
}

function only(defaults: object, names: readonly string[]): TunedParameters {
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => names.includes(name)))
}
