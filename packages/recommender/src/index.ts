export { type NpyArray, readNpy, writeNpy } from '@redux/svd'
export type { Artifact, ArtifactContent } from './artifact/artifact.js'
export { decodeArtifact } from './artifact/decode-artifact.js'
export { encodeArtifact } from './artifact/encode-artifact.js'
export {
  FORMAT_VERSION,
  type Manifest,
  type ManifestDescription,
  MODEL_KINDS,
  type ModelKind,
} from './artifact/manifest.js'
export { Catalogue, type CatalogueSearchOptions, type CatalogueSong } from './catalogue.js'
export { RecommenderError, type RecommenderErrorCode } from './errors.js'
export { evaluate } from './evaluate/evaluate.js'
export type { EvaluateOptions, EvaluateProgress, ProtocolName, Task } from './evaluate/evaluate-options.js'
export { MODEL_NAMES, type ModelName } from './evaluate/models.js'
export {
  type CasesReport,
  COMPARED_METRICS,
  type ComparedMetric,
  type ComparisonReport,
  EVALUATION_FORMAT_VERSION,
  type EvaluationReport,
  type Interval as EvaluationInterval,
  type ModelReport,
  type ReportedMetric,
} from './evaluate/report.js'
export { EVALUATE_DEFAULTS, PROTOCOLS, TASKS } from './evaluate/resolve-evaluate-options.js'
export type { Interactions } from './interactions.js'
export { loadArtifact, readCurrentVersion } from './node/artifacts/load.js'
export {
  makeCurrent,
  type PublishedVersion,
  publishArtifact,
  writeVersion,
} from './node/artifacts/publish.js'
export { type RollBackOptions, type RolledBack, rollBack } from './node/artifacts/roll-back.js'
export { type ListedVersion, listVersions } from './node/artifacts/versions.js'
export { type ReadResult, readInteractions } from './node/read/read-interactions.js'
export type { CsvColumns, DataFormat, ReadOptions } from './node/read/read-options.js'
export type { BadRow, ReadReport } from './node/read/read-report.js'
export { Recommender } from './node/recommender.js'
export { localTracker } from './node/tracking/local-tracker.js'
export { playsFromRating, ratingFromPlays } from './rating-transform.js'
export type {
  Reason,
  Recommendation,
  Recommendations,
  Shelf,
  Taste,
  Wanted,
  WantedVaried,
} from './recommendation.js'
export type { RecommenderOptions, Stage } from './recommender.js'
export {
  REPORT_DEFAULTS,
  type ReportOptions,
  report,
  type WrittenReport,
} from './report/node/report.js'
export { type SampleOptions, sampleInteractions } from './sample.js'
export type { Song } from './song.js'
export { songId, songKey, splitSongId } from './song-key.js'
export type { TasteMap } from './taste-map/taste-map.js'
export type { ParamValue, Run, RunStatus, Tracker } from './tracking/tracker.js'
export { TRAIN_DEFAULTS } from './train/resolve-train-options.js'
export { train } from './train/train.js'
export type { TrainOptions, TrainPhase, TrainProgress } from './train/train-options.js'
export type {
  Difference,
  FoldScores,
  RankingJudgement,
  TrainReport,
  VarietyJudgement,
} from './train/train-report.js'
export { SAMPLERS, type SamplerName } from './tune/node/open-study.js'
export { TUNE_DEFAULTS } from './tune/resolve-tune-options.js'
export type {
  ParameterRange,
  SearchSpace,
  TunedParameters,
} from './tune/search-space.js'
export { tune } from './tune/tune.js'
export type { TuneOptions } from './tune/tune-options.js'
export { TUNING_FORMAT_VERSION, type TunedTrial, type TuneReport } from './tune/tune-report.js'
export { TUNED_MODEL_NAMES, type TunedModelName } from './tune/tuned-models.js'
