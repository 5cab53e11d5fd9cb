import type { ReadReport } from '../node/read/read-report.js'
import type { TrainPhase } from './train-options.js'

/** RMSE and MAE of held-out predictions, over the folds of one cross-validation. */
export interface FoldScores {
  readonly rmse: readonly number[]
  readonly mae: readonly number[]
  readonly meanRmse: number
  readonly meanMae: number
}

/** What a training run did and how good the model is, as `redux train --json` prints it. */
export interface TrainReport {
  /** The version folder's name, such as `20261121T101500Z-1a2b3c4d`. */
  readonly version: string
  /** The version folder. */
  readonly folder: string
  readonly model: 'svd'
  readonly hyperparameters: {
    readonly nFactors: number
    readonly nEpochs: number
    readonly learningRate: number
    readonly regularization: number
    readonly seed: number
  }
  readonly data: {
    readonly read: ReadReport
    /** Distinct user-item pairs learned from (after sampling). */
    readonly pairs: number
    readonly users: number
    readonly items: number
    readonly ratingMean: number
    readonly ratingStandardDeviation: number
    readonly scale: readonly [number, number]
  }
  /** Absent when `folds` is 0. All three on the same folds. */
  readonly crossValidation?: {
    readonly folds: number
    readonly model: FoldScores
    readonly globalMean: FoldScores
    readonly biasOnly: FoldScores
  }
  /** Absent when `nTrials` is 0. */
  readonly tuning?: { readonly nTrials: number; readonly bestRmse: number }
  /** Seconds of every phase that ran, in order. */
  readonly seconds: readonly { readonly phase: TrainPhase; readonly seconds: number }[]
  /** Highest resident memory of the process so far, in bytes. */
  readonly peakMemoryBytes: number
}
