import type { Task } from '../evaluate/evaluate-options.js'
import type { ReadOptions } from '../node/read/read-options.js'
import type { TrainProgress } from '../train/train-options.js'
import type { SamplerName } from './node/open-study.js'
import type { TunedTrial } from './tune-report.js'
import type { TunedModelName } from './tuned-models.js'

/** What {@link tune} needs to know. Only `data` and `model` are required. */
export interface TuneOptions extends Pick<ReadOptions, 'format' | 'columns' | 'encoding'> {
  /** Path of the log or ratings file. */
  readonly data: string
  /** What is tuned. `svd` and `bayes` are judged by the RMSE of ratings, the others by NDCG@10. */
  readonly model: TunedModelName
  /** Path of a split file: only what it leaves for training is looked at. */
  readonly split?: string
  /** What rankings are asked for. @defaultValue 'known' for ials, 'new-5' for linear and knn */
  readonly task?: Task
  /**
   * Trials that the study is to have in the end, an integer >= 1; those found in `storage` count, failed ones do not.
   * @defaultValue 50, or no limit with a timeout
   */
  readonly nTrials?: number
  /** Seconds after which no further trial starts, > 0. @defaultValue no limit */
  readonly timeout?: number
  /** Folds of the cross-validation, or draws of held-out users or positives, an integer >= 2. @defaultValue 3 */
  readonly folds?: number
  /** @defaultValue 'tpe' */
  readonly sampler?: SamplerName
  /** Seed of everything random: folds, draws, trials, initial factors. @defaultValue 0 */
  readonly seed?: number
  /** Path of the journal that keeps the study; created with its folder as needed. Without: kept in memory. */
  readonly storage?: string
  /** Names the study in its journal. @defaultValue model and task, such as `ials known` */
  readonly study?: string
  /** Folder of run records; one is added. @defaultValue `runs` beside the journal, else in the current folder */
  readonly runs?: string
  /** Called as the work goes on; must not throw. */
  readonly onProgress?: (progress: TrainProgress) => void
  /** Called before the first trial, with the number of trials that an earlier run left. */
  readonly onResume?: (nTrials: number) => void
  /** Called after every trial, however it ended. */
  readonly onTrial?: (trial: TunedTrial) => void
  /** Stops the running trial; {@link tune} then resolves to what was found so far. */
  readonly signal?: AbortSignal
}
