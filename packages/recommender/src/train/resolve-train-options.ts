import { RecommenderError } from '../errors.js'
import { checkInteger, checkNames, checkNumber } from '../options.js'
import type { TrainOptions } from './train-options.js'

/** The defaults of {@link train}. */
export const TRAIN_DEFAULTS = Object.freeze({
  model: 'auto',
  nFactors: 50,
  nEpochs: 20,
  learningRate: 0.005,
  regularization: 0.02,
  folds: 3,
  nTrials: 0,
  seed: 0,
} as const)

/** {@link TrainOptions} with defaults filled in. */
export type ResolvedTrainOptions = TrainOptions & Required<Pick<TrainOptions, keyof typeof TRAIN_DEFAULTS>>

const NAMES = [
  ...Object.keys(TRAIN_DEFAULTS),
  'data',
  'out',
  'format',
  'columns',
  'encoding',
  'sample',
  'onProgress',
  'signal',
]

/** Fills in defaults; refuses unknown names and values out of range before any work is done. */
export function resolveTrainOptions(options: TrainOptions): ResolvedTrainOptions {
  checkNames(options, NAMES)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const all = { ...TRAIN_DEFAULTS, ...Object.fromEntries(given) } as ResolvedTrainOptions
  for (const name of ['data', 'out'] as const)
    if (typeof all[name] !== 'string' || all[name] === '')
      throw new RecommenderError('INVALID_OPTION', `${name} must be a path, got ${String(all[name])}`)
  if (all.model !== 'auto' && all.model !== 'svd')
    throw new RecommenderError('INVALID_OPTION', `model must be auto or svd, got ${String(all.model)}`)
  checkInteger('nFactors', all.nFactors, 1, 4096)
  checkInteger('nEpochs', all.nEpochs, 1)
  checkNumber('learningRate', all.learningRate, Number.MIN_VALUE)
  checkNumber('regularization', all.regularization, 0)
  checkInteger('nTrials', all.nTrials, 0)
  checkInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  if (all.folds !== 0) checkInteger('folds', all.folds, 2)
  if (all.sample !== undefined) checkInteger('sample', all.sample, 1)
  return all
}
