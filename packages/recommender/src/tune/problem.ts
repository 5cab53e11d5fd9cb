import type { Direction } from '@redux/hyperopt'
import type { Ratings } from '@redux/svd'
import type { Task } from '../evaluate/evaluate-options.js'
import { rankingProblem } from './ranking-problem.js'
import { ratingProblem } from './rating-problem.js'
import type { SearchSpace, TunedParameters } from './search-space.js'
import { TUNED_MODELS, type TunedModelName, type TunedRankingModel } from './tuned-models.js'

/** What is to be made good: a space of parameters, and what a point of it is worth on every part of the data. */
export interface Problem {
  readonly model: TunedModelName
  readonly metric: 'rmse' | 'ndcg'
  /** What is asked of rankings; absent where errors are counted. */
  readonly task?: Task
  readonly direction: Direction
  readonly space: SearchSpace
  /** The model's own parameters, a point of the space. */
  readonly defaults: TunedParameters
  /** Parts of the data that are held out one after the other. */
  readonly nParts: number
  /** What parameters are worth on each part, in order. */
  values(parameters: TunedParameters, work: Work): AsyncGenerator<number, void, undefined>
}

/** How a trial tells how far it is, from 0 to 1, and gives way to others. */
export interface Work {
  readonly tell: (fraction: number) => void
  /** Called between two steps: lets others have their turn, or throws to stop. */
  readonly breathe: () => Promise<void>
}

/** What is learned from. */
export interface TuningData {
  /** What was rated, or log10(plays + 1). */
  readonly ratings: Ratings
  /** Who likes what: what models that rank learn from. */
  readonly positives: Ratings
}

/** How the data are cut. */
export interface ProblemOptions {
  /** Absent: the model's own. */
  readonly task?: Task
  /** Folds of a cross-validation, or draws of held-out users or positives. */
  readonly folds: number
  readonly seed: number
}

/**
 * The search for a model's parameters on some data, all of which may be looked at.
 *
 * @throws {@link RecommenderError} EMPTY_DATA when nobody can be asked for.
 */
export function problemOf(model: TunedModelName, data: TuningData, options: ProblemOptions): Problem {
  const tuned = TUNED_MODELS[model]
  const task = taskOf(model, options.task)
  const space: SearchSpace = tuned.space(task)
  const names = Object.keys(space)
  const own = Object.entries<number | string>(tuned.defaults).filter(([name]) => names.includes(name))
  const common = { model, space, defaults: Object.fromEntries(own), nParts: options.folds }
  return task === undefined
    ? { ...common, ...ratingProblem(TUNED_MODELS[model as 'svd' | 'bayes'], data.ratings, options) }
    : { ...common, ...rankingProblem(tuned as TunedRankingModel, data.positives, { ...options, task }) }
}

/** The task a model is judged by; none for those that are judged by the error of predicted ratings. */
export function taskOf(model: TunedModelName, task: Task | undefined): Task | undefined {
  const tuned = TUNED_MODELS[model]
  return tuned.metric === 'rmse' ? undefined : (task ?? tuned.task)
}
