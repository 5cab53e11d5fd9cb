import { HyperoptError, isTrialPruned } from './errors.js'
import type { FrozenTrial } from './frozen-trial.js'
import { checkKeys, checkOption } from './options.js'
import type { RunningTrial } from './running-trial.js'
import type { Study } from './study.js'
import type { Trial } from './trial.js'

/**
 * What is to be made small or large: asks the trial for parameter values and returns what they are worth. NaN
 * says that these values are worth nothing; infinities are values like others.
 */
export type Objective = (trial: Trial) => number | Promise<number>

/** How long a study goes on, and how. At least one of `nTrials` and `timeout` has to be given. */
export interface OptimizeOptions {
  /** Trials to run in this call, an integer >= 0. Failed and pruned ones count. @defaultValue no limit */
  readonly nTrials?: number
  /** Seconds after which no further trial starts, > 0; those that run are let finish. @defaultValue no limit */
  readonly timeout?: number
  /**
   * Trials that run at the same time, an integer >= 1. Of use if the objective waits for something else to compute.
   * @defaultValue 1
   */
  readonly concurrency?: number
  /** Once aborted, no further trial starts, and those that wait for something fail. @defaultValue none */
  readonly signal?: AbortSignal
  /** Called after every trial, however it ended. What it throws ends the call. @defaultValue none */
  readonly onTrial?: (trial: FrozenTrial) => void
  /** As `onTrial`, one after the other, with the study to stop or to look at. @defaultValue none */
  readonly callbacks?: readonly ((study: Study, trial: FrozenTrial) => void)[]
  /** Whether the study is to go on although an objective threw this error. @defaultValue for none */
  readonly catch?: (error: unknown) => boolean
}

/** Runs the trials of one call of `study.optimize`. */
export async function optimize(
  study: Study,
  start: () => RunningTrial,
  isStopped: () => boolean,
  objective: Objective,
  options: OptimizeOptions,
): Promise<void> {
  checkOption(typeof objective === 'function', 'objective', 'a function', objective)
  checkOptimizeOptions(options)
  const { nTrials = Infinity, timeout = Infinity, concurrency = 1, signal, onTrial, callbacks = [] } = options
  // A monotonic clock, which a change of the system's time does not reach.
  const deadline = performance.now() + timeout * 1000
  const errors: unknown[] = []
  let nStarted = 0
  let nFinished = 0
  const mayStart = () =>
    nStarted < nTrials &&
    errors.length === 0 &&
    !isStopped() &&
    signal?.aborted !== true &&
    performance.now() < deadline
  const runOne = async () => {
    const trial = start()
    try {
      await run(objective, trial, options)
    } finally {
      onTrial?.(trial.freeze())
      for (const callback of callbacks) callback(study, trial.freeze())
    }
  }
  const runMany = async () => {
    for (;;) {
      if (nStarted > 0) await nextTask()
      if (!mayStart()) return
      nStarted++
      try {
        await runOne()
        nFinished++
      } catch (error) {
        if (!isAbort(error, signal)) errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, nTrials) }, runMany))
  if (errors.length > 0) throw errors[0]
  if (signal?.aborted && nFinished < nTrials && !isStopped() && performance.now() < deadline)
    throw new HyperoptError('ABORTED', `optimize was aborted after ${nFinished} of ${nTrials} trials`, {
      cause: signal.reason,
    })
}

/** Runs the objective once and records how it ended. */
async function run(objective: Objective, trial: RunningTrial, options: OptimizeOptions): Promise<void> {
  let value: number
  try {
    const result = objective(trial)
    value = typeof result === 'number' ? result : await unlessAborted(Promise.resolve(result), options.signal)
    if (typeof value !== 'number')
      throw new HyperoptError('INVALID_VALUE', `the objective must return a number, got ${String(value)}`)
  } catch (error) {
    if (isTrialPruned(error)) {
      trial.prune()
      return
    }
    trial.fail(error instanceof Error ? error.message : String(error))
    if (options.catch?.(error) === true && !isAbort(error, options.signal)) return
    throw error
  }
  if (Number.isNaN(value)) trial.fail('the objective returned NaN')
  else trial.complete(value)
}

/** Waits for a promise, but not beyond the moment when the signal is aborted. */
function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new HyperoptError('ABORTED', 'the trial was aborted', { cause: signal.reason }))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && error instanceof HyperoptError && error.code === 'ABORTED'
}

/**
 * Lets timers and events have their turn. Between trials of an objective that never waits, nothing else would: a
 * signal could not be aborted, nor progress be shown. About a millisecond.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

const OPTIONS = ['nTrials', 'timeout', 'concurrency', 'signal', 'onTrial', 'callbacks', 'catch']

function checkOptimizeOptions(options: OptimizeOptions): void {
  checkKeys('optimize', options, OPTIONS)
  const { nTrials, timeout, concurrency = 1, signal, onTrial, callbacks = [] } = options
  const isCount = (value: number, least: number) => Number.isSafeInteger(value) && value >= least
  const isFunction = (value: unknown) => typeof value === 'function'
  checkOption(
    nTrials === undefined ? timeout !== undefined : isCount(nTrials, 0),
    'nTrials',
    'an integer >= 0, or absent with a timeout',
    nTrials,
  )
  checkOption(
    timeout === undefined || (typeof timeout === 'number' && timeout > 0),
    'timeout',
    'a number of seconds > 0',
    timeout,
  )
  checkOption(isCount(concurrency, 1), 'concurrency', 'an integer >= 1', concurrency)
  checkOption(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal', signal)
  checkOption(onTrial === undefined || isFunction(onTrial), 'onTrial', 'a function', onTrial)
  checkOption(
    Array.isArray(callbacks) && callbacks.every(isFunction),
    'callbacks',
    'a list of functions',
    callbacks,
  )
  checkOption(options.catch === undefined || isFunction(options.catch), 'catch', 'a function', options.catch)
}
