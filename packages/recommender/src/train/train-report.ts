import type { ModelKind } from '../artifact/manifest.js'
import type { ReadReport } from '../node/read/read-report.js'
import type { TrainPhase } from './train-options.js'

/** What a model was told. Those of `auto` carry the model's name in front, such as `linear.regularization`. */
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>

/** A mean with its 95 % interval; NaN bounds where there is one case only. */
export interface Difference {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** How well rankings do for held-out users, beside the yardsticks, on the same cases. */
export interface RankingJudgement {
  /** `new-5`: newcomers who name five of their songs; `known`: users of the data, asked for what was held back. */
  readonly task: 'new-5' | 'known'
  readonly nCases: number
  /** The trained model first. */
  readonly models: readonly {
    readonly name: string
    /** NDCG@10. */
    readonly ndcg: Difference
    /** Recall@20. */
    readonly recall: Difference
    /** Mean popularity percentile of what was recommended, 0 to 1. */
    readonly popularity: Difference
    /** Share of the catalogue that was recommended to anybody. */
    readonly coverage: number
  }[]
  /** The trained model's NDCG@10 less that of each yardstick, case by case. */
  readonly against: readonly {
    readonly name: string
    readonly ndcg: Difference
    /** Of Wilcoxon's signed-rank test, two-sided. */
    readonly pValue: number
  }[]
}

/** What variety costs: NDCG@10 and diversity of lists chosen by maximal marginal relevance. */
export interface VarietyJudgement {
  /** 1 is no variety. */
  readonly relevanceWeight: number
  readonly ndcg: number
  /** NDCG@10 less that without variety. */
  readonly lost: Difference
  /** Mean of 1 less the cosine over all pairs of a list. */
  readonly diversity: number
}

/** RMSE and MAE of held-out predictions, over the folds of one cross-validation. */
export interface FoldScores {
  readonly rmse: readonly number[]
  readonly mae: readonly number[]
  readonly meanRmse: number
  readonly meanMae: number
}

/** How honest the intervals of predicted ratings are, over the folds of the cross-validation. */
export interface Calibration {
  /** Share of held-out ratings within their 95 % intervals. */
  readonly coverage95: number
  /** Mean width of these, in rating units. */
  readonly width95: number
  /** Claimed and observed shares of central intervals. */
  readonly levels: readonly { readonly level: number; readonly observed: number }[]
  /** Shares of the probability integral transform in equal bins of 0..1; equal when all is honest. */
  readonly pit: readonly number[]
}

/** What a training run did and how good the model is, as `redux train --json` prints it. */
export interface TrainReport {
  /** The version folder's name, such as `20261121T101500Z-1a2b3c4d`. */
  readonly version: string
  /** The version folder. */
  readonly folder: string
  /** Name of the run's record, a folder under `runs/`. */
  readonly run: string
  readonly model: ModelKind
  /** What recommends to those of whom some songs are known, and what to users of the data. */
  readonly roles: { readonly seeds: string; readonly listeners: string; readonly ratings?: string }
  readonly hyperparameters: Hyperparameters
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
  /** Absent when `folds` is 0, and where nothing predicts ratings. All three on the same folds. */
  readonly crossValidation?: {
    /** Which model predicted; `svd` also for `auto` on plays, as the yardstick that the reference system went by. */
    readonly name: string
    readonly folds: number
    readonly model: FoldScores
    readonly globalMean: FoldScores
    readonly biasOnly: FoldScores
  }
  /** Of models that know how sure they are; absent as `crossValidation` is. */
  readonly calibration?: Calibration
  /** For newcomers and for users of the data; absent when `folds` is 0, and where nobody has enough positives. */
  readonly rankings?: readonly RankingJudgement[]
  /** Absent as `rankings` is. */
  readonly variety?: readonly VarietyJudgement[]
  /** Absent when `nTrials` is 0. */
  readonly tuning?: { readonly nTrials: number; readonly bestRmse?: number; readonly bestNdcg?: number }
  /** Seconds of every phase that ran, in order. */
  readonly seconds: readonly { readonly phase: TrainPhase; readonly seconds: number }[]
  /** Highest resident memory of the process so far, in bytes. */
  readonly peakMemoryBytes: number
}
