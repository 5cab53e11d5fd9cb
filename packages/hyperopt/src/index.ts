export type {
  CategoricalChoice,
  CategoricalDistribution,
  Distribution,
  FloatDistribution,
  IntDistribution,
  ParameterValue,
  RangeOptions,
} from './distribution.js'
export { HyperoptError, type HyperoptErrorCode } from './errors.js'
export type { FrozenTrial, TrialState } from './frozen-trial.js'
export {
  RANDOM_SAMPLER_DEFAULTS,
  RandomSampler,
  type RandomSamplerOptions,
} from './samplers/random-sampler.js'
export type { Direction, SampleRequest, Sampler } from './samplers/sampler.js'
export { createStudy, type Objective, type OptimizeOptions, type Study, type StudyOptions } from './study.js'
export type { Trial } from './trial.js'
