import type { CaseMetric, MeanInterval, PairedPValues } from '@redux/svd'
import type { DataFormat } from '../node/read/read-options.js'
import type { ProtocolName, Task } from './evaluate-options.js'
import type { ModelName } from './models.js'

/** Raised whenever a reader of the former version would misread a report. */
export const EVALUATION_FORMAT_VERSION = 1

/** Metrics by case that a report holds. */
export const CASE_METRICS = [
  'ndcg',
  'recall',
  'precision',
  'mrr',
  'map',
  'hitRate',
  'popularity',
  'novelty',
] as const satisfies readonly CaseMetric[]

export type ReportedMetric = (typeof CASE_METRICS)[number]

/** Metrics of which more is better, so that models can be compared by them. */
export const COMPARED_METRICS = ['ndcg', 'recall', 'precision', 'mrr', 'map', 'hitRate'] as const

export type ComparedMetric = (typeof COMPARED_METRICS)[number]

/** A mean with its 95 % interval, which is `null` for what the cases of a single user cannot tell. */
export interface Interval extends Pick<MeanInterval, 'mean'> {
  readonly standardError: number | null
  readonly halfWidth: number | null
  readonly low: number | null
  readonly high: number | null
}

/** How one model did. */
export interface ModelReport {
  readonly name: ModelName
  readonly description: string
  readonly metrics: Readonly<Record<ReportedMetric, Interval>>
  /** Share of the catalogue in any top k; the mean over splits. */
  readonly coverage: number
  /** Gini index of the recommendations over the catalogue; the mean over splits. */
  readonly gini: number
  /** Of all splits together. */
  readonly seconds: { readonly fit: number; readonly score: number }
}

/** How much better than the baseline one model is, by one metric, on the same cases. */
export interface ComparisonReport {
  readonly model: ModelName
  readonly metric: ComparedMetric
  /** Model less baseline. */
  readonly difference: Interval
  /** `null` for what a single user cannot tell. */
  readonly pValue: Readonly<Record<keyof PairedPValues, number | null>>
  /** The same by Holm's method, for as many comparisons by this metric as there are models. */
  readonly corrected: Readonly<Record<keyof PairedPValues, number | null>>
}

/** Values of every case, in the same order for every model. */
export interface CasesReport {
  readonly users: readonly string[]
  /** Index of the split, from 0. */
  readonly splits: readonly number[]
  readonly values: Readonly<Record<string, Readonly<Record<ReportedMetric, readonly number[]>>>>
}

/** What {@link evaluate} found, as `redux evaluate --json` prints it. */
export interface EvaluationReport {
  readonly kind: 'evaluation'
  readonly formatVersion: typeof EVALUATION_FORMAT_VERSION
  readonly libraryVersion: string
  readonly createdAt: string
  readonly data: {
    readonly name: string
    /** Of the file as it lies on disk. */
    readonly sha256: string
    readonly format: DataFormat
    readonly kind: 'plays' | 'ratings'
    readonly rows: number
    /** Distinct user-item pairs. */
    readonly pairs: number
    readonly users: number
    readonly items: number
    readonly positives: number
    /** Lowest rating that is a positive; `null` for plays. */
    readonly threshold: number | null
  }
  readonly protocol: {
    readonly name: ProtocolName
    readonly task: Task
    /** In one sentence, for people. */
    readonly description: string
    /** The file that fixes the split, or `null` for splits drawn by seeds. */
    readonly split: { readonly name: string; readonly sha256: string } | null
    readonly seed: number
    readonly nSplits: number
    readonly nCases: number
    /** Users with at least one case; intervals are clustered by them. */
    readonly nUsers: number
    /** Items that may be recommended: those with a positive anywhere in the data. */
    readonly catalogueSize: number
    /** Length of the lists judged by all metrics but recall and MRR. */
    readonly k: number
    /** Length of the lists judged by recall. */
    readonly recallK: number
  }
  /** In the order asked for. */
  readonly models: readonly ModelReport[]
  readonly baseline: ModelName
  /** By metric, then in the order of the models; the baseline itself is left out. */
  readonly comparisons: readonly ComparisonReport[]
  /** Only when asked for. */
  readonly cases?: CasesReport
}
