// Everything that needs no file system and no threads.
export { createStudy, type LoadStudyOptions, loadStudy, type StudyOptions } from './create-study.js'
export type {
  CategoricalChoice,
  CategoricalDistribution,
  Distribution,
  FloatDistribution,
  IntDistribution,
  ParameterValue,
  RangeOptions,
} from './distribution.js'
export { HyperoptError, type HyperoptErrorCode, TrialPruned } from './errors.js'
export type { FrozenTrial, Json, TrialState } from './frozen-trial.js'
export type { Objective, OptimizeOptions } from './optimize.js'
export { parameterImportances } from './parameter-importances.js'
export {
  MEDIAN_PRUNER_DEFAULTS,
  MedianPruner,
  type MedianPrunerOptions,
} from './pruners/median-pruner.js'
export { NopPruner } from './pruners/nop-pruner.js'
export type { PruneRequest, Pruner } from './pruners/pruner.js'
export {
  SUCCESSIVE_HALVING_PRUNER_DEFAULTS,
  SuccessiveHalvingPruner,
  type SuccessiveHalvingPrunerOptions,
} from './pruners/successive-halving-pruner.js'
export { GridSampler, type GridSamplerOptions } from './samplers/grid-sampler.js'
export {
  RANDOM_SAMPLER_DEFAULTS,
  RandomSampler,
  type RandomSamplerOptions,
} from './samplers/random-sampler.js'
export type { Direction, JointSampleRequest, SampleRequest, Sampler } from './samplers/sampler.js'
export { TPE_SAMPLER_DEFAULTS, TPESampler, type TPESamplerOptions } from './samplers/tpe-sampler.js'
export { InMemoryStorage } from './storage/in-memory-storage.js'
export type { Operation } from './storage/operation.js'
export type { StudyStorage } from './storage/storage.js'
export type { FailStaleTrialsOptions, Study } from './study.js'
export type { Trial } from './trial.js'
