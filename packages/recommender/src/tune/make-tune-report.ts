import { type FrozenTrial, parameterImportances, type Study } from '@redux/hyperopt'
import { LIBRARY_VERSION } from '../library-version.js'
import type { Problem } from './problem.js'
import type { TuningSource } from './read-tuning-data.js'
import type { ResolvedTuneOptions } from './resolve-tune-options.js'
import { PARTS } from './run-trial.js'
import type { TunedParameters } from './search-space.js'
import { TUNING_FORMAT_VERSION, type TunedTrial, type TuneReport } from './tune-report.js'

const TOP = 10

/** What a search was about and came to. */
export interface Searched {
  readonly options: ResolvedTuneOptions
  readonly source: TuningSource
  readonly problem: Problem
  readonly study: Study
  readonly nResumed: number
  readonly stopped: boolean
  readonly seconds: number
  readonly run: string
}

/** The report of a search in which at least one trial is complete. */
export function makeTuneReport({ options, source, problem, study, ...rest }: Searched): TuneReport {
  const { nResumed, stopped, seconds, run } = rest
  const { model, metric, direction, space } = problem
  const { trials } = study
  const count = (state: FrozenTrial['state']) => trials.filter((trial) => trial.state === state).length
  const complete = trials.filter(({ state }) => state === 'complete')
  const sign = direction === 'minimize' ? 1 : -1
  const ranked = complete.toSorted((a, b) => sign * (a.value! - b.value!)).map(tunedTrial)
  return {
    kind: 'tuning',
    formatVersion: TUNING_FORMAT_VERSION,
    libraryVersion: LIBRARY_VERSION,
    createdAt: new Date().toISOString(),
    data: dataOf(source, metric),
    ...{ model, metric, direction, task: problem.task ?? null },
    ...{ folds: options.folds, seed: options.seed, sampler: options.sampler, space },
    study: { name: study.studyName, storage: options.storage ?? null, nResumed },
    stopped,
    nTrials: { complete: count('complete'), pruned: count('pruned'), failed: count('failed') },
    best: ranked[0],
    defaults: ranked.find(({ parameters }) => isSame(parameters, problem.defaults)) ?? null,
    top: ranked.slice(0, TOP),
    importances: complete.length < 2 ? null : parameterImportances(study),
    ...{ seconds, run },
  }
}

function dataOf({ data, kind, read, split }: TuningSource, metric: Problem['metric']): TuneReport['data'] {
  const { nRatings, nUsers, nItems } = metric === 'rmse' ? data.ratings : data.positives
  const { name, sha256, format, rows } = read
  return {
    ...{ name, sha256, format, kind, rows },
    ...{ pairs: nRatings, users: nUsers, items: nItems },
    split: split && { name: split.name, sha256: split.sha256 },
  }
}

/** What people want to know of a trial. */
export function tunedTrial({ number, state, value, failure, params, userAttrs }: FrozenTrial): TunedTrial {
  const folds = (userAttrs[PARTS] ?? []) as readonly number[]
  return { number, state, value, parameters: params as TunedParameters, folds, failure }
}

function isSame(a: TunedParameters, b: TunedParameters): boolean {
  return Object.entries(b).every(([name, value]) => a[name] === value)
}
