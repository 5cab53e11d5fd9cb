import { RecommenderError } from '../errors.js'
import { TASKS } from '../evaluate/resolve-evaluate-options.js'
import { checkName } from '../evaluate/suggest.js'
import { checkInteger, checkNames, checkNumber } from '../options.js'
import { SAMPLERS } from './node/open-study.js'
import type { TuneOptions } from './tune-options.js'
import { TUNED_MODEL_NAMES, TUNED_MODELS } from './tuned-models.js'

/** The defaults of {@link tune}; `nTrials` counts where there is no timeout. */
export const TUNE_DEFAULTS = Object.freeze({ nTrials: 50, folds: 3, sampler: 'tpe', seed: 0 } as const)

/** {@link TuneOptions} with defaults filled in, but for the task, which a split file may say. */
export type ResolvedTuneOptions = TuneOptions & Required<Pick<TuneOptions, 'folds' | 'sampler' | 'seed'>>

const NAMES = [
  ...Object.keys(TUNE_DEFAULTS),
  ...['data', 'model', 'split', 'task', 'timeout', 'storage', 'study', 'runs'],
  ...['format', 'columns', 'encoding', 'onProgress', 'onResume', 'onTrial', 'signal'],
]

/** Fills in defaults; refuses unknown names and values out of range before any work is done. */
export function resolveTuneOptions(options: TuneOptions): ResolvedTuneOptions {
  checkNames(options, NAMES)
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const { nTrials, ...defaults } = TUNE_DEFAULTS
  const ends = 'timeout' in given ? {} : { nTrials }
  const all = { ...defaults, ...ends, ...given } as ResolvedTuneOptions
  for (const name of ['data', 'split', 'storage', 'study', 'runs'] as const)
    if (name === 'data' || all[name] !== undefined) checkText(name, all[name])
  checkName('model', all.model, TUNED_MODEL_NAMES)
  checkName('sampler', all.sampler, SAMPLERS)
  if (all.task !== undefined) {
    checkName('task', all.task, TASKS)
    if (TUNED_MODELS[all.model].metric === 'rmse')
      throw new RecommenderError(
        'INVALID_OPTION',
        `task is for models that rank; ${all.model} is tuned by the error of predicted ratings`,
      )
  }
  if (all.nTrials !== undefined) checkInteger('nTrials', all.nTrials, 1)
  if (all.timeout !== undefined) checkNumber('timeout', all.timeout, Number.MIN_VALUE)
  checkInteger('folds', all.folds, 2)
  checkInteger('seed', all.seed, Number.MIN_SAFE_INTEGER)
  return all
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '')
    throw new RecommenderError(
      'INVALID_OPTION',
      `${name} must be text that is not empty, got ${String(value)}`,
    )
}
