export * from './baseline-only.js'
export {
  type BayesianData,
  type BayesianFitOptions,
  BayesianSVDpp,
  type GibbsStep,
} from './bayesian/bayesian-svdpp.js'
export { BAYESIAN_SVDPP_DEFAULTS, type BayesianSVDppOptions } from './bayesian/bayesian-svdpp-options.js'
export { type Convergence, convergence } from './bayesian/convergence.js'
export { DISTILL_DEFAULTS, type DistillOptions } from './bayesian/distill.js'
export type { SideInformation } from './bayesian/features.js'
export type { IntervalOptions, PredictiveInterval, PredictiveIntervals } from './bayesian/predictive.js'
export { type FoldedInPosterior, RatingPosterior } from './bayesian/rating-posterior.js'
export type { Traces } from './bayesian/traces.js'
export { VariationalMF } from './bayesian/variational-mf.js'
export { VARIATIONAL_MF_DEFAULTS, type VariationalMFOptions } from './bayesian/variational-options.js'
export {
  type CrossValidateOptions,
  type CrossValidationResult,
  type CrossValidationStep,
  crossValidate,
  crossValidationSteps,
  type FoldResult,
  predictAll,
  type RatingModel,
} from './cross-validate.js'
export { SvdError, type SvdErrorCode } from './errors.js'
export {
  type MeanInterval,
  type MeanIntervalOptions,
  meanInterval,
} from './evaluation/confidence-interval.js'
export {
  type EvaluateRankingOptions,
  evaluateRanking,
  type RankingEvaluationOptions,
  type RankingEvaluationStep,
  type RankingScorer,
  rankingEvaluationSteps,
} from './evaluation/evaluate-ranking.js'
export { holm } from './evaluation/holm.js'
export {
  type CorrectedComparison,
  compareAllPaired,
  comparePaired,
  type PairedComparison,
  type PairedPValues,
} from './evaluation/paired-comparison.js'
export { type RankingCase, withFirstSeeds } from './evaluation/ranking-case.js'
export { type RankingCatalogue, rankingCatalogue } from './evaluation/ranking-catalogue.js'
export type { CaseMetric, CaseMetrics, RankingEvaluation } from './evaluation/ranking-evaluation.js'
export { type SignFlipOptions, signFlipTest } from './evaluation/sign-flip-test.js'
export { type WilcoxonResult, wilcoxonSignedRank } from './evaluation/wilcoxon.js'
export type { EpochsOptions, FitOptions, FittedParameters } from './factor-model.js'
export type { FactorParameters } from './factors.js'
export {
  FEW_SEED_LINEAR_DEFAULTS,
  FewSeedLinear,
  type FewSeedLinearOptions,
} from './few-seed-linear/few-seed-linear.js'
export type { FoldedInUser, FoldInOptions, UserParameters } from './fold-in.js'
export { FunkSVD, type FunkSVDParameters } from './funk-svd.js'
export { GlobalMean } from './global-mean.js'
export {
  ImplicitALS,
  type ImplicitALSFitOptions,
  type ImplicitALSFoldInOptions,
} from './implicit-als.js'
export {
  IMPLICIT_ALS_DEFAULTS,
  type ImplicitALSOptions,
  type ResolvedImplicitALSOptions,
} from './implicit-als-options.js'
export { ITEM_KNN_DEFAULTS, ItemKNN, type ItemKNNOptions } from './item-knn.js'
export {
  type HoldOutOptions,
  holdOut,
  K_FOLD_DEFAULTS,
  type KFoldOptions,
  kFold,
  type Split,
} from './k-fold.js'
export { averagePrecisionAt } from './metrics/average-precision.js'
export {
  type CalibrationPoint,
  calibrationCurve,
  calibrationError,
  pitValues,
} from './metrics/calibration.js'
export { catalogueCoverage } from './metrics/coverage.js'
export { giniIndex } from './metrics/gini.js'
export { hitRateAt } from './metrics/hit-rate.js'
export { intervalCoverage, intervalWidth } from './metrics/interval.js'
export { intraListDiversity } from './metrics/intra-list-diversity.js'
export { mae } from './metrics/mae.js'
export { ndcgAt } from './metrics/ndcg.js'
export { popularityPercentiles } from './metrics/popularity-percentile.js'
export { precisionAt } from './metrics/precision.js'
export type { Relevant } from './metrics/ranking.js'
export { recallAt } from './metrics/recall.js'
export { reciprocalRank } from './metrics/reciprocal-rank.js'
export { rmse } from './metrics/rmse.js'
export { selfInformation } from './metrics/self-information.js'
export { readModel, saveModel } from './model-files.js'
export type { ModelParameters, OptionValue } from './model-parameters.js'
export { type NpyArray, type NpyData, readNpy, writeNpy } from './npy.js'
export {
  type BackendOption,
  FUNK_SVD_DEFAULTS,
  type FunkSVDOptions,
  type ParameterRates,
  type ResolvedFunkSVDOptions,
} from './options.js'
export { Popularity } from './popularity.js'
export {
  bestRows,
  type Query,
  type RankingFitOptions,
  RankingModel,
  type Scores,
  type Seed,
  type TopN,
  type TrainingStep,
} from './ranking-model.js'
export { type Rating, type RatingColumns, Ratings, type RatingsOptions } from './ratings.js'
export { kFoldRankings } from './splits/k-fold-rankings.js'
export { type KnownUsersOptions, knownUsers } from './splits/known-users.js'
export { lastN } from './splits/last-n.js'
export { leaveOneOut } from './splits/leave-one-out.js'
export { type NewUsersOptions, newUsers } from './splits/new-users.js'
export { type RankingSplit, splitKnownUsers, splitNewUsers } from './splits/ranking-split.js'
export { type KnownItem, SVDpp, type SVDppParameters } from './svdpp.js'
export {
  type ResolvedSVDppOptions,
  SVDPP_DEFAULTS,
  type SVDppOptions,
  type SvdppParameterRates,
} from './svdpp-options.js'
export type { EpochReport } from './train-epochs.js'
export { type Id, Vocabulary } from './vocabulary.js'
