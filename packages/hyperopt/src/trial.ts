import type { CategoricalChoice, ParameterValue, RangeOptions } from './distribution.js'
import type { Json, TrialState } from './frozen-trial.js'

/**
 * One run of the objective, which asks it for parameter values while it runs. Asking for the same name again gives
 * the same value again.
 */
export interface Trial {
  /** Position in the study, from 0. */
  readonly number: number

  /** Where the trial stands: `running` as long as the objective does. */
  readonly state: TrialState

  /** What the objective returned; `null` unless the trial is complete. */
  readonly value: number | null

  /** The values chosen so far, a snapshot. */
  readonly params: Readonly<Record<string, ParameterValue>>

  /** What {@link Trial.setUserAttr} set so far, a snapshot. */
  readonly userAttrs: Readonly<Record<string, Json>>

  /**
   * Chooses an integer from `low` to `high`, both included.
   *
   * @param name - Names the parameter in the study; not empty.
   * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or a range that is empty or contradicts
   *   itself, or if the trial was enqueued with a value outside the range; RANGE_CHANGED if an earlier call in the
   *   study gave this name another range; TRIAL_FINISHED if the trial is over; INVALID_SAMPLE if the sampler leaves
   *   the range.
   * @example
   * trial.suggestInt('nFactors', 16, 256, { log: true })
   */
  suggestInt(name: string, low: number, high: number, options?: RangeOptions): number

  /**
   * Chooses a number from `low` to `high`, both included.
   *
   * @param name - Names the parameter in the study; not empty.
   * @throws {@link HyperoptError} as {@link Trial.suggestInt}.
   * @example
   * trial.suggestFloat('learningRate', 1e-4, 1e-1, { log: true })
   */
  suggestFloat(name: string, low: number, high: number, options?: RangeOptions): number

  /**
   * Chooses one of a list of values without an order.
   *
   * @param name - Names the parameter in the study; not empty.
   * @param choices - At least one, all different, in the same order in every trial.
   * @throws {@link HyperoptError} as {@link Trial.suggestInt}.
   * @example
   * trial.suggestCategorical('biased', [true, false])
   */
  suggestCategorical<const Choice extends CategoricalChoice>(name: string, choices: readonly Choice[]): Choice

  /**
   * Records how the objective stands half-way, for pruners and for people.
   *
   * @param value - Comparable to what the objective will return. NaN says that it is worth nothing.
   * @param step - How far the objective has come, an integer >= 0, such as an epoch; of two values for the same step
   *   the later one counts.
   * @throws {@link HyperoptError} INVALID_OPTION for another step or no number; TRIAL_FINISHED if the trial is over.
   */
  report(value: number, step: number): void

  /**
   * Whether the study's pruner would give this trial up, going by what was reported. The objective then throws
   * {@link TrialPruned}, after it has cleaned up.
   *
   * @example
   * trial.report(rmse, epoch)
   * if (trial.shouldPrune()) throw new TrialPruned()
   */
  shouldPrune(): boolean

  /**
   * Keeps something with the trial, such as a second metric or the path of a file; an earlier value of the same key
   * is replaced.
   *
   * @throws {@link HyperoptError} INVALID_OPTION for what JSON cannot say; TRIAL_FINISHED if the trial is over.
   */
  setUserAttr(key: string, value: Json): void
}
