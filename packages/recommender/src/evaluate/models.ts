import {
  BayesianSVDpp,
  FewSeedLinear,
  FunkSVD,
  ImplicitALS,
  ItemKNN,
  Popularity,
  type RankingModel,
  type RankingScorer,
  type Ratings,
} from '@redux/svd'
import type { Task } from './evaluate-options.js'
import { SvdScorer } from './svd-scorer.js'

/** What a model may learn from. */
interface TrainingPart {
  /** The training part of the positives. */
  readonly positives: Ratings
  /** The same users' ratings, those below the threshold among them; of plays, the same as the positives. */
  readonly ratings: () => Ratings
  readonly task: Task
  readonly seed: number
}

/** A training that tells how far it is, from 0 to 1, and ends with what it learned. */
export type Training = Generator<number, RankingScorer, undefined>

/** A model that can be evaluated. */
export interface EvaluatedModel {
  readonly description: string
  train(part: TrainingPart): Training
}

/** Every model by name: the one place where names become models. */
export const MODELS = {
  svd: {
    description:
      'Funk SVD of ratings or log10(plays + 1); expected rating, or cosine to the seeds, by evidence',
    train: trainSvd,
  },
  popularity: {
    description: 'number of training users',
    train: ({ positives }) => trainRanking(new Popularity(), positives),
  },
  knn: {
    description: 'item-kNN, cosine, all neighbours, no shrinkage',
    train: ({ positives }) => trainRanking(new ItemKNN(), positives),
  },
  'knn-shrunk': {
    description: 'item-kNN, cosine, all neighbours, shrinkage 30',
    train: ({ positives }) => trainRanking(new ItemKNN({ shrinkage: 30 }), positives),
  },
  bm25: {
    description: 'item-kNN, BM25 weights, all neighbours, shrinkage 30',
    train: ({ positives }) => trainRanking(new ItemKNN({ similarity: 'bm25', shrinkage: 30 }), positives),
  },
  linear: {
    description: 'few-seed linear (EDLAE with an intercept), 128 factors',
    train: trainLinear,
  },
  ials: {
    description: 'iALS, 128 factors; newcomers by few-seed fold-in',
    train: trainIals,
  },
  bayes: {
    description: 'Bayesian SVD++ of ratings or log10(plays + 1), 16 factors; expected rating',
    train: ({ ratings, seed }) => trainRanking(new BayesianSVDpp({ seed }), ratings()),
  },
  auto: {
    description: 'what is recommended with by default: linear for newcomers, ials for known users',
    train: (part) => (part.task === 'known' ? trainIals(part) : trainLinear(part)),
  },
} as const satisfies Record<string, EvaluatedModel>

export type ModelName = keyof typeof MODELS

export const MODEL_NAMES = Object.keys(MODELS) as ModelName[]

function* trainRanking(model: RankingModel, positives: Ratings): Training {
  for (const { step, nSteps } of model.steps(positives)) yield step / nSteps
  return model
}

function trainLinear({ positives, seed }: TrainingPart): Training {
  return trainRanking(new FewSeedLinear({ seed }), positives)
}

function trainIals({ positives, seed }: TrainingPart): Training {
  return trainRanking(new ImplicitALS({ seed }), positives)
}

/** The hyper-parameters of the reference pipeline. */
const REFERENCE = { nFactors: 50, nEpochs: 20, learningRate: 0.005, regularization: 0.02 }

function* trainSvd({ ratings, seed }: TrainingPart): Training {
  const model = new FunkSVD({ ...REFERENCE, seed })
  const shuffled = ratings().shuffled(seed)
  for (const { epoch } of model.epochs(shuffled)) yield epoch / REFERENCE.nEpochs
  const listeners = new Int32Array(shuffled.nItems)
  for (const item of shuffled.itemRows) listeners[item]++
  return new SvdScorer(model.parameters, listeners)
}
