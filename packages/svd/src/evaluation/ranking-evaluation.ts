/** Metrics that every case has a value of. */
export interface CaseMetrics {
  /** NDCG@k. */
  readonly ndcg: Float64Array
  /** Recall@recallK, out of min(recallK, targets). */
  readonly recall: Float64Array
  /** Precision@k. */
  readonly precision: Float64Array
  /** 1 / place of the best-ranked target among all candidates. */
  readonly mrr: Float64Array
  /** Average precision@k. */
  readonly map: Float64Array
  /** Whether there is a hit in the top k, 0 or 1. */
  readonly hitRate: Float64Array
  /** Mean popularity percentile of the top k, 0 to 1. */
  readonly popularity: Float64Array
  /** Mean self-information of the top k, in bits. */
  readonly novelty: Float64Array
  /** Intra-list diversity of the top k; only with a similarity to tell it by. */
  readonly diversity?: Float64Array
}

export type CaseMetric = keyof CaseMetrics

/** What one model did on a list of cases. */
export interface RankingEvaluation {
  readonly k: number
  readonly recallK: number
  readonly nCases: number
  /** Whose every case is. */
  readonly users: readonly string[]
  /** Values by case, in the order of the cases: the same for every model, so that models can be paired. */
  readonly perCase: CaseMetrics
  /** Share of the catalogue that is in any top k. */
  readonly coverage: number
  /** Gini index of how often the items of the catalogue are in a top k. */
  readonly gini: number
  /** How often every item of the catalogue is in a top k. */
  readonly recommended: Int32Array
}
