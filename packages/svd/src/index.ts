export * from './baseline-only.js'
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
// Evaluation of rankings: metrics, splits, the harness, statistics and the yardstick models.
export { evaluateRanking } from './evaluation/evaluate-ranking.js'
export type { RankingCase } from './evaluation/ranking-case.js'
export { rankingCatalogue } from './evaluation/ranking-catalogue.js'
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
  type HoldOutOptions,
  holdOut,
  K_FOLD_DEFAULTS,
  type KFoldOptions,
  kFold,
  type Split,
} from './k-fold.js'
export { mae } from './metrics/mae.js'
export { ndcgAt } from './metrics/ndcg.js'
export { precisionAt } from './metrics/precision.js'
export type { Relevant } from './metrics/ranking.js'
export { recallAt } from './metrics/recall.js'
export { rmse } from './metrics/rmse.js'
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
export {
  type Query,
  type RankingFitOptions,
  RankingModel,
  type Scores,
  type Seed,
  type TopN,
  type TrainingStep,
} from './ranking-model.js'
export { type Rating, type RatingColumns, Ratings, type RatingsOptions } from './ratings.js'
export { type KnownItem, SVDpp, type SVDppParameters } from './svdpp.js'
export {
  type ResolvedSVDppOptions,
  SVDPP_DEFAULTS,
  type SVDppOptions,
  type SvdppParameterRates,
} from './svdpp-options.js'
export type { EpochReport } from './train-epochs.js'
export { type Id, Vocabulary } from './vocabulary.js'
