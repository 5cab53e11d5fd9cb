import type { ModelKind } from '../artifact/manifest.js'
import type { ReadOptions } from '../node/read/read-options.js'

/** What {@link train} needs to know. Only `data` and `out` are required. */
export interface TrainOptions extends Pick<ReadOptions, 'format' | 'columns' | 'encoding'> {
  /** Path of the log or ratings file. */
  readonly data: string
  /** Artifacts folder; a new version is published in it. Created when it does not exist. */
  readonly out: string
  /** Folder of run records; one is added. Created when it does not exist. @defaultValue `runs` beside `out` */
  readonly runs?: string
  /**
   * What learns. `auto`: the linear few-seed model for those of whom some songs are known, iALS for users of the
   * data and, from ratings, Bayesian SVD++ to predict ratings. The others: only what they name. @defaultValue 'auto'
   */
  readonly model?: ModelKind
  /** Factors per user and item, an integer in 1..1024, 1..4096 for svd and linear, 1..128 for bayes. @defaultValue 50 for svd, 128 for linear and ials, 16 for bayes */
  readonly nFactors?: number
  /** Passes over the data, an integer >= 1; of svd and ials. @defaultValue 20 for svd, 12 for ials */
  readonly nEpochs?: number
  /** Step size of SGD, > 0; of svd. @defaultValue 0.005 */
  readonly learningRate?: number
  /** L2 penalty, >= 0; of svd, linear and ials. @defaultValue 0.02 for svd, what each model has for the others */
  readonly regularization?: number
  /**
   * Folds of the cross-validation of predicted ratings, an integer >= 2. With 0 nothing is judged: no
   * cross-validation, no rankings for held-out users. @defaultValue 3
   */
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

/**
 * The phases of a training run, in order. `tune` is skipped with 0 trials, `cross-validate` and `evaluate` with 0 folds
 * and for models that do not rate, or do nothing but rate.
 */
export type TrainPhase =
  | 'read'
  | 'prepare'
  | 'tune'
  | 'cross-validate'
  | 'evaluate'
  | 'fit'
  | 'index'
  | 'taste map'
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
