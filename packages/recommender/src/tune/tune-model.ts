import { RecommenderError } from '../errors.js'
import type { Phases, Tell } from '../train/phases.js'
import { openStudy } from './node/open-study.js'
import { problemOf, type TuningData } from './problem.js'
import { TUNE_DEFAULTS } from './resolve-tune-options.js'
import { search } from './search.js'
import type { TunedParameters } from './search-space.js'
import { bestOf } from './standing.js'
import type { TunedModelName } from './tuned-models.js'

/** What training learns of a search. */
export interface TunedModel {
  readonly parameters: TunedParameters
  /** RMSE or NDCG@10. */
  readonly value: number
}

/**
 * Searches for a model's hyper-parameters as a part of training: as `tune` does by default, in memory.
 *
 * @throws {@link RecommenderError} TRAINING_FAILED when no trial is complete; EMPTY_DATA when nobody can be asked for.
 */
export async function tuneModel(
  model: TunedModelName,
  data: TuningData,
  { nTrials, seed }: { readonly nTrials: number; readonly seed: number },
  phases: Phases,
  tell: Tell,
): Promise<TunedModel> {
  const { folds, sampler } = TUNE_DEFAULTS
  const problem = problemOf(model, data, { folds, seed })
  const study = openStudy({ direction: problem.direction, sampler, seed, studyName: model, about: {} })
  await search(study, problem, { nTrials }, { phases, tell, prefix: `tune/${model}/` })
  const best = bestOf(study)
  if (best === undefined)
    throw new RecommenderError('TRAINING_FAILED', `none of ${nTrials} trials of ${model} is complete`)
  return { parameters: best.params as TunedParameters, value: best.value! }
}
