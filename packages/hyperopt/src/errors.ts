/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an argument is out of range, of the wrong type or unknown
 * - `RANGE_CHANGED` a parameter was asked for with another range than before in the same study
 * - `TRIAL_FINISHED` a trial was to be changed after it was over
 * - `TRIAL_PRUNED` an objective gave its trial up, see {@link TrialPruned}
 * - `INVALID_VALUE` an objective returned something that is not a number
 * - `INVALID_SAMPLE` a sampler gave a value outside the range it was asked for
 * - `NO_COMPLETED_TRIAL` there is no best trial, for none has completed
 * - `ABORTED` the caller's signal asked to stop
 * - `STUDY_EXISTS` the storage has a study of this name already
 * - `STUDY_NOT_FOUND` the storage has no study of this name
 * - `STUDY_MISMATCH` the storage's study of this name seeks something else
 * - `JOURNAL_BROKEN` a file is no journal, or one that was damaged
 * - `WORKER_FAILED` a worker thread ended, or could not load the objective
 */
export type HyperoptErrorCode =
  | 'INVALID_OPTION'
  | 'RANGE_CHANGED'
  | 'TRIAL_FINISHED'
  | 'TRIAL_PRUNED'
  | 'INVALID_VALUE'
  | 'INVALID_SAMPLE'
  | 'NO_COMPLETED_TRIAL'
  | 'ABORTED'
  | 'STUDY_EXISTS'
  | 'STUDY_NOT_FOUND'
  | 'STUDY_MISMATCH'
  | 'JOURNAL_BROKEN'
  | 'WORKER_FAILED'

/** Every error `@redux/hyperopt` throws on purpose. Branch on `code`; `message` is for people and may change. */
export class HyperoptError extends Error {
  static {
    HyperoptError.prototype.name = 'HyperoptError'
  }
  readonly code: HyperoptErrorCode

  constructor(code: HyperoptErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * What an objective throws to give its trial up, usually when `trial.shouldPrune()` says so. The study records the
 * trial as pruned and goes on.
 *
 * @example
 * if (trial.shouldPrune()) throw new TrialPruned()
 */
export class TrialPruned extends HyperoptError {
  static {
    TrialPruned.prototype.name = 'TrialPruned'
  }

  constructor(message = 'the trial was pruned') {
    super('TRIAL_PRUNED', message)
  }
}

/** Whether something thrown is a {@link TrialPruned}, be it of another copy of this package or of another thread. */
export function isTrialPruned(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'TRIAL_PRUNED'
}
