/**
 * What went wrong, as a stable code:
 *
 * - `INVALID_OPTION` an argument is out of range, of the wrong type or unknown
 * - `RANGE_CHANGED` a parameter was asked for with another range than before in the same study
 * - `TRIAL_FINISHED` a trial was asked for a parameter after its objective had returned or thrown
 * - `INVALID_VALUE` an objective returned something that is not a number
 * - `INVALID_SAMPLE` a sampler gave a value outside the range it was asked for
 * - `NO_COMPLETED_TRIAL` there is no best trial, for none has completed
 * - `ABORTED` the caller's signal asked to stop
 */
export type HyperoptErrorCode =
  | 'INVALID_OPTION'
  | 'RANGE_CHANGED'
  | 'TRIAL_FINISHED'
  | 'INVALID_VALUE'
  | 'INVALID_SAMPLE'
  | 'NO_COMPLETED_TRIAL'
  | 'ABORTED'

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
