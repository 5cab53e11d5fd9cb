import type { ReadOptions } from '../node/read/read-options.js'
import type { ModelName } from './models.js'
import type { ComparedMetric } from './report.js'

/** How the positives are cut into what is learned from and what is asked for. */
export type ProtocolName = 'new-user' | 'known' | 'k-fold' | 'leave-one-out' | 'last-n'

/** What is asked: for newcomers who name so many items, or for users of the training data. */
export type Task = 'new-5' | 'new-3' | 'new-1' | 'known'

/** What {@link evaluate} needs to know. Only `data` and `models` are required. */
export interface EvaluateOptions extends Pick<ReadOptions, 'format' | 'columns' | 'encoding'> {
  /** Path of the log or ratings file. */
  readonly data: string
  /** Which models, each trained on the same parts and asked for the same cases. */
  readonly models: readonly ModelName[]
  /** @defaultValue 'new-user', or what `task` goes with. Not with `split`, which says it. */
  readonly protocol?: ProtocolName
  /** Path of a split file, which fixes what is held out. */
  readonly split?: string
  /** @defaultValue 'new-5' for new users, else 'known' */
  readonly task?: Task
  /** The model that others are compared with. @defaultValue 'popularity' if it is one of the models, else the first */
  readonly baseline?: ModelName
  /** Metrics that are compared. @defaultValue ndcg, recall, precision, mrr */
  readonly metrics?: readonly ComparedMetric[]
  /** Lowest rating that is a positive. @defaultValue 4 */
  readonly threshold?: number
  /** Folds of the protocol `k-fold`, an integer >= 2. @defaultValue 5 */
  readonly folds?: number
  /** Positives a user that the protocol `last-n` holds out, an integer >= 1. @defaultValue 1 */
  readonly last?: number
  /** Seed of the first split and of the models. @defaultValue 0 */
  readonly seed?: number
  /** Splits to draw, with the seeds from `seed` on; an integer >= 1. @defaultValue 1 */
  readonly seeds?: number
  /** Whether the report holds the values of every case. @defaultValue false */
  readonly cases?: boolean
  /** Called as the work goes on; must not throw. */
  readonly onProgress?: (progress: EvaluateProgress) => void
  /** Stops between two steps of training, batches of cases or file chunks; {@link evaluate} then rejects with `ABORTED`. */
  readonly signal?: AbortSignal
}

/** How far the current phase is. */
export interface EvaluateProgress {
  /** `read`, or the name of a model. */
  readonly phase: string
  /** Done part of the phase, from 0 to 1; 1 is reported exactly once, at its end. */
  readonly fraction: number
  /** A few words for people, such as `split 1/5 case 128/373`. */
  readonly detail: string
}
