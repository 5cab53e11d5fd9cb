import type { Direction, TrialState } from '@redux/hyperopt'
import type { Task } from '../evaluate/evaluate-options.js'
import type { DataFormat } from '../node/read/read-options.js'
import type { SamplerName } from './node/open-study.js'
import type { SearchSpace, TunedParameters } from './search-space.js'
import type { TunedModelName } from './tuned-models.js'

/** Raised whenever a reader of the former version would misread a report. */
export const TUNING_FORMAT_VERSION = 1

/** One trial of a search. */
export interface TunedTrial {
  readonly number: number
  readonly state: TrialState
  /** The mean over the parts that were held out. */
  readonly value: number | null
  readonly parameters: TunedParameters
  /** The value of every part; empty unless the trial is complete. */
  readonly folds: readonly number[]
  /** Why it failed; `null` unless it did. */
  readonly failure: string | null
}

/** What {@link tune} found, as `redux tune --json` prints it. */
export interface TuneReport {
  readonly kind: 'tuning'
  readonly formatVersion: typeof TUNING_FORMAT_VERSION
  readonly libraryVersion: string
  readonly createdAt: string
  readonly data: {
    readonly name: string
    /** Of the file as it lies on disk. */
    readonly sha256: string
    readonly format: DataFormat
    readonly kind: 'plays' | 'ratings'
    readonly rows: number
    /** Ratings or positives that were looked at, and of how many users and items. */
    readonly pairs: number
    readonly users: number
    readonly items: number
    /** The file that says what was not looked at. */
    readonly split: { readonly name: string; readonly sha256: string } | null
  }
  readonly model: TunedModelName
  /** RMSE of held-out ratings, or NDCG@10 of rankings. */
  readonly metric: 'rmse' | 'ndcg'
  readonly direction: Direction
  /** What rankings were asked for. */
  readonly task: Task | null
  readonly folds: number
  readonly seed: number
  readonly sampler: SamplerName
  readonly space: SearchSpace
  readonly study: {
    readonly name: string
    /** Path of the journal; `null` when it was kept in memory. */
    readonly storage: string | null
    /** Trials that an earlier run had left. */
    readonly nResumed: number
  }
  /** Whether it was stopped before its end. */
  readonly stopped: boolean
  readonly nTrials: Readonly<Record<'complete' | 'pruned' | 'failed', number>>
  readonly best: TunedTrial
  /** The trial with the model's own parameters, if it is among the complete ones. */
  readonly defaults: TunedTrial | null
  /** The ten best complete trials, best first. */
  readonly top: readonly TunedTrial[]
  /** Share of every parameter in what makes trials good; `null` with fewer than two complete trials. */
  readonly importances: Readonly<Record<string, number>> | null
  readonly seconds: number
  /** Name of the run's record, a folder under `runs`. */
  readonly run: string
}
