import type { Study } from '@redux/hyperopt'
import { SvdError } from '@redux/svd'
import { RecommenderError } from '../errors.js'
import { localTracker, runsBeside } from '../node/tracking/local-tracker.js'
import type { Run } from '../tracking/tracker.js'
import { Phases } from '../train/phases.js'
import { makeTuneReport, tunedTrial } from './make-tune-report.js'
import { openStudy } from './node/open-study.js'
import { type Problem, problemOf, taskOf } from './problem.js'
import { readTuningData, type TuningSource } from './read-tuning-data.js'
import { recordFindings, recordQuestion } from './record.js'
import { type ResolvedTuneOptions, resolveTuneOptions } from './resolve-tune-options.js'
import { search } from './search.js'
import { bestOf, isDone } from './standing.js'
import type { TuneOptions } from './tune-options.js'
import type { TuneReport } from './tune-report.js'

/**
 * Searches for a model's hyper-parameters: trains it with many of them on a part of the data and asks it for the rest.
 * The run is recorded; with a `storage`, every trial is kept there and a later call goes on where this one ended.
 *
 * The same file, options and seed give the same trials.
 *
 * @returns What was found; also when the signal stopped it, if a trial was complete by then.
 * @throws {@link RecommenderError} INVALID_OPTION, also for a study in `storage` that is about something else;
 *   NOT_FOUND, NOT_A_FILE, EMPTY_DATA, MISSING_COLUMN, UNKNOWN_FORMAT, UNREADABLE, BAD_ROWS for the data; BAD_SPLIT;
 *   UNKNOWN_FORMAT for a `storage` that is no journal; TRAINING_FAILED when no trial is complete; ABORTED.
 * @example
 * const report = await tune({ data: 'listens.csv', model: 'linear', nTrials: 30 })
 * report.best.parameters // { regularization: 311.4, keepRate: 0.0153 }
 */
export async function tune(options: TuneOptions): Promise<TuneReport> {
  const resolved = resolveTuneOptions(options)
  const runs = resolved.runs ?? runsBeside(resolved.storage ?? '.')
  const run = await localTracker(runs).startRun('tune')
  try {
    const report = await tuneRecorded(resolved, run)
    await run.end(report.stopped ? 'killed' : 'finished')
    return report
  } catch (error) {
    const known = inWords(error)
    await run.end(known instanceof RecommenderError && known.code === 'ABORTED' ? 'killed' : 'failed')
    throw known
  }
}

async function tuneRecorded(options: ResolvedTuneOptions, run: Run): Promise<TuneReport> {
  const { model, folds, seed, nTrials, timeout, signal, onTrial } = options
  const start = performance.now()
  const phases = new Phases(options.onProgress, signal, run)
  const source = await phases.run('read', (tell) => readTuningData(options, tell))
  const problem = problemOf(model, source.data, { task: taskIn(options, source), folds, seed })
  const study = studyFor(problem, source, options)
  const nResumed = study.trials.filter(isDone).length
  if (nResumed > 0) options.onResume?.(nResumed)
  await recordQuestion(run, { options, source, problem, study })
  const stopped = await phases.run('tune', (tell) =>
    search(
      study,
      problem,
      { nTrials, timeout, signal },
      { phases, tell, onTrial: (trial) => onTrial?.(tunedTrial(trial)) },
    ),
  )
  requireComplete(study, stopped)
  const seconds = (performance.now() - start) / 1000
  const searched = { options, source, problem, study, nResumed, stopped, seconds, run: run.id }
  const report = makeTuneReport(searched)
  await recordFindings(run, report)
  return report
}

/** What was asked for, else what the split file holds out, else what suits the model. */
function taskIn({ model, task }: ResolvedTuneOptions, { split }: TuningSource) {
  return taskOf(model, task ?? (split === null ? undefined : split.isKnown ? 'known' : 'new-5'))
}

function studyFor(problem: Problem, { read, split }: TuningSource, options: ResolvedTuneOptions): Study {
  const { model, direction, task } = problem
  const { folds, seed, sampler, storage, study = task === undefined ? model : `${model} ${task}` } = options
  const about = {
    ...{ model, task: task ?? null, folds, seed },
    ...{ sha256: read.sha256, split: split?.sha256 ?? null },
  }
  return openStudy({ direction, sampler, seed, storage, studyName: study, about })
}

function requireComplete(study: Study, stopped: boolean): void {
  if (bestOf(study) !== undefined) return
  if (stopped) throw new RecommenderError('ABORTED', 'tuning was stopped before a trial was complete')
  const failure = study.trials.find(({ failure }) => failure !== null)?.failure
  throw new RecommenderError(
    'TRAINING_FAILED',
    `none of ${study.trials.length} trials is complete${failure ? `: ${failure}` : ''}`,
  )
}

function inWords(error: unknown): unknown {
  if (error instanceof SvdError) {
    const code = error.code === 'INVALID_OPTION' ? 'INVALID_OPTION' : 'TRAINING_FAILED'
    return new RecommenderError(code, error.message, { cause: error })
  }
  if (error instanceof RecommenderError && error.code === 'ABORTED')
    return new RecommenderError('ABORTED', 'tuning was stopped before a trial was complete', { cause: error })
  return error
}
