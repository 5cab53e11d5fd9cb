import type { ReadOptions } from '../node/read/read-options.js'

/** What {@link train} needs to know. Only `data` and `out` are required. */
export interface TrainOptions extends Pick<ReadOptions, 'format' | 'columns' | 'encoding'> {
  /** Path of the log or ratings file. */
  readonly data: string
  /** Artifacts folder; a new version is published in it. Created when it does not exist. */
  readonly out: string
  /** Which model learns. `auto` is `svd` for now. @defaultValue 'auto' */
  readonly model?: 'auto' | 'svd'
  /** Factors per user and item, an integer >= 1. @defaultValue 50 */
  readonly nFactors?: number
  /** Passes over the ratings, an integer >= 1. @defaultValue 20 */
  readonly nEpochs?: number
  /** Step size of SGD, > 0. @defaultValue 0.005 */
  readonly learningRate?: number
  /** L2 penalty per rating, >= 0. @defaultValue 0.02 */
  readonly regularization?: number
  /** Folds of the cross-validation, an integer >= 2, or 0 to skip it. @defaultValue 3 */
  readonly folds?: number
  /** Hyper-parameter trials before the fit; 0 takes the values above. @defaultValue 0 */
  readonly nTrials?: number
  /** Keep a seeded random sample of this many user-item pairs; all of them when absent. */
  readonly sample?: number
  /** Seed of everything random: sample, folds, trials, initial factors. @defaultValue 0 */
  readonly seed?: number
  /** Called as the work goes on; must not throw. */
  readonly onProgress?: (progress: TrainProgress) => void
  /** Stops the training between two epochs or file chunks; {@link train} then rejects with `ABORTED`. */
  readonly signal?: AbortSignal
}

/** The phases of a training run, in order. `tune` is skipped with 0 trials, `cross-validate` with 0 folds. */
export type TrainPhase =
  | 'read'
  | 'prepare'
  | 'tune'
  | 'cross-validate'
  | 'fit'
  | 'index'
  | 'smoke test'
  | 'publish'

/** How far the current phase is. */
export interface TrainProgress {
  readonly phase: TrainPhase
  /** Done part of the phase, from 0 to 1; 1 is reported exactly once, at its end. */
  readonly fraction: number
  /** A few words for people, such as `fold 2/3 epoch 7/20 training rmse 0.1712`. */
  readonly detail: string
}
