import { MODEL_KINDS, type ModelKind } from '../artifact/manifest.js'
import { RecommenderError } from '../errors.js'
import { checkInteger, checkNames, checkNumber } from '../options.js'
import type { TrainOptions } from './train-options.js'

/** The defaults of {@link train}; those of hyper-parameters are each model's own. */
export const TRAIN_DEFAULTS = Object.freeze({
  model: 'auto',
  folds: 3,
  nTrials: 0,
  seed: 0,
} as const)

/** {@link TrainOptions} with defaults filled in. */
export type ResolvedTrainOptions = TrainOptions &
  Required<Pick<TrainOptions, Exclude<keyof typeof TRAIN_DEFAULTS, 'model'>>> & { readonly model: ModelKind }

/** Hyper-parameters, and the models that have them. */
const HYPERPARAMETERS: Readonly<Record<string, readonly ModelKind[]>> = {
  nFactors: MODEL_KINDS,
  nEpochs: ['auto', 'svd', 'ials'],
  learningRate: ['auto', 'svd'],
  regularization: ['auto', 'svd', 'ials', 'linear'],
}

/** What the models can do at most; `auto` hands the number to iALS, too. */
const MAX_FACTORS: Readonly<Record<ModelKind, number>> = {
  auto: 1024,
  svd: 4096,
  ials: 1024,
  linear: 4096,
  bayes: 128,
}

const NAMES = [
  ...Object.keys(TRAIN_DEFAULTS),
  ...Object.keys(HYPERPARAMETERS),
  'data',
  'out',
  'runs',
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
  for (const name of ['data', 'out'] as const) checkPath(name, all[name])
  if (all.runs !== undefined) checkPath('runs', all.runs)
  if (!MODEL_KINDS.includes(all.model))
    throw new RecommenderError(
      'INVALID_OPTION',
      `model must be one of ${MODEL_KINDS.join(', ')}, got ${String(all.model)}`,
    )
  checkHyperparameters(all)
  checkInteger('nTrials', all.nTrials, 0)
  checkInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  if (all.folds !== 0) checkInteger('folds', all.folds, 2)
  if (all.sample !== undefined) checkInteger('sample', all.sample, 1)
  return all
}

function checkPath(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw new RecommenderError('INVALID_OPTION', `${name} must be a path, got ${String(value)}`)
}

function checkHyperparameters(all: ResolvedTrainOptions): void {
  for (const [name, kinds] of Object.entries(HYPERPARAMETERS))
    if (name in all && !kinds.includes(all.model))
      throw new RecommenderError(
        'INVALID_OPTION',
        `${name} is not an option of the model ${all.model}; it is one of ${kinds.join(', ')}`,
      )
  if (all.nFactors !== undefined) checkInteger('nFactors', all.nFactors, 1, MAX_FACTORS[all.model])
  if (all.nEpochs !== undefined) checkInteger('nEpochs', all.nEpochs, 1)
  if (all.learningRate !== undefined) checkNumber('learningRate', all.learningRate, Number.MIN_VALUE)
  if (all.regularization !== undefined) checkNumber('regularization', all.regularization, 0)
}
