import {
  type CategoricalChoice,
  categoricalDistribution,
  contains,
  type Distribution,
  describeDistribution,
  floatDistribution,
  intDistribution,
  type ParameterValue,
  type RangeOptions,
} from './distribution.js'
import { HyperoptError } from './errors.js'
import type { FrozenTrial, Json, TrialState } from './frozen-trial.js'
import { checkOption } from './options.js'
import type { SearchSpace } from './search-space.js'
import { distributionToJson, toInternal } from './storage/distribution-json.js'
import { isoTime } from './storage/iso-time.js'
import { copyOfJson } from './storage/json.js'
import { OP, type Operation } from './storage/operation.js'
import type { StudyStorage } from './storage/storage.js'
import { FAIL_REASON, type TrialRecord } from './storage/trial-record.js'
import { stateCode } from './storage/trial-state.js'
import type { Trial } from './trial.js'

/** What a trial asks of its study. */
export interface TrialContext {
  readonly storage: StudyStorage
  readonly searchSpace: SearchSpace
  /** Values that the trial was enqueued with. */
  readonly fixed: Readonly<Record<string, Json>>
  /** Chooses a value for a parameter that the trial has not asked for before. */
  choose(name: string, distribution: Distribution): ParameterValue
  shouldPrune(trial: FrozenTrial): boolean
}

/** The study's side of a {@link Trial}, which can also end it. All it does is recorded in the storage. */
export class RunningTrial implements Trial {
  readonly number: number
  readonly #record: TrialRecord
  readonly #context: TrialContext

  constructor(record: TrialRecord, context: TrialContext) {
    this.number = record.number
    this.#record = record
    this.#context = context
  }

  get state(): TrialState {
    return this.#record.state
  }

  get value(): number | null {
    return this.state === 'complete' ? this.#record.value : null
  }

  get params(): Readonly<Record<string, ParameterValue>> {
    return this.freeze().params
  }

  get userAttrs(): Readonly<Record<string, Json>> {
    return this.freeze().userAttrs
  }

  suggestInt(name: string, low: number, high: number, options: RangeOptions = {}): number {
    checkName(name)
    return Number(this.#suggest(name, intDistribution(name, low, high, options)))
  }

  suggestFloat(name: string, low: number, high: number, options: RangeOptions = {}): number {
    checkName(name)
    return Number(this.#suggest(name, floatDistribution(name, low, high, options)))
  }

  suggestCategorical<const Choice extends CategoricalChoice>(
    name: string,
    choices: readonly Choice[],
  ): Choice {
    checkName(name)
    const value = this.#suggest(name, categoricalDistribution(name, choices))
    // Looked up for its type: the study has made sure that the value is among the choices.
    return choices.find((choice) => choice === value)!
  }

  report(value: number, step: number): void {
    checkOption(typeof value === 'number', 'a reported value', 'a number', value)
    checkOption(Number.isSafeInteger(step) && step >= 0, 'step', 'an integer >= 0', step)
    this.#write(`the value of step ${step}`, {
      op_code: OP.setTrialIntermediateValue,
      trial_id: this.#record.id,
      step,
      intermediate_value: value,
    })
  }

  shouldPrune(): boolean {
    return this.#context.shouldPrune(this.freeze())
  }

  setUserAttr(key: string, value: Json): void {
    checkOption(typeof key === 'string' && key !== '', 'the key of an attribute', 'a string, not empty', key)
    const user_attr = { [key]: copyOfJson(`the attribute ${key}`, value) }
    this.#write(key, { op_code: OP.setTrialUserAttr, trial_id: this.#record.id, user_attr })
  }

  /** What the trial is now, as a record that will not change. */
  freeze(): FrozenTrial {
    return this.#record.freeze()
  }

  /** Ends the trial with the value of the objective. */
  complete(value: number): void {
    this.#finish('complete', [value])
  }

  /** Ends the trial half-way, with the value it reported last. */
  prune(): void {
    const last = Object.values(this.freeze().intermediateValues).at(-1)
    this.#finish('pruned', last === undefined || Number.isNaN(last) ? null : [last])
  }

  /** Ends the trial without a value. */
  fail(failure: string): void {
    // Nothing to say, if another process has ended the trial.
    if (this.#record.isFinished) return
    const system_attr = { [FAIL_REASON]: failure }
    this.#context.storage.write({ op_code: OP.setTrialSystemAttr, trial_id: this.#record.id, system_attr })
    this.#finish('failed', null)
  }

  #finish(state: TrialState, values: readonly number[] | null): void {
    this.#context.storage.write({
      op_code: OP.setTrialState,
      trial_id: this.#record.id,
      state: stateCode(state),
      values,
      datetime_complete: isoTime(new Date()),
    })
  }

  #suggest(name: string, distribution: Distribution): ParameterValue {
    if (this.#record.isFinished) throw this.#finished(name)
    this.#context.searchSpace.enter(name, distribution)
    const known = this.params[name]
    // null is a value of a categorical parameter, undefined never is.
    if (known !== undefined && Object.hasOwn(this.params, name)) return known
    const fixed = this.#fixed(name, distribution)
    const value = fixed === undefined ? this.#context.choose(name, distribution) : fixed
    const operation = {
      op_code: OP.setTrialParam,
      trial_id: this.#record.id,
      param_name: name,
      param_value_internal: toInternal(distribution, value),
      distribution: distributionToJson(distribution),
    }
    if (this.#context.storage.write(operation) === null) throw this.#refused(name)
    return value
  }

  /** The value that the trial was enqueued with; `undefined` if it was without one. */
  #fixed(name: string, distribution: Distribution): ParameterValue | undefined {
    if (!Object.hasOwn(this.#context.fixed, name)) return undefined
    const value = this.#context.fixed[name] as ParameterValue
    checkOption(
      contains(distribution, value),
      `${name}, enqueued for trial ${this.number},`,
      describeDistribution(distribution),
      value,
    )
    return value
  }

  #write(what: string, operation: Operation): void {
    if (this.#record.isFinished || this.#context.storage.write(operation) === null) throw this.#finished(what)
  }

  /** Why the storage did not take a parameter: the trial is over, or another process has it with another kind. */
  #refused(name: string): HyperoptError {
    if (this.#record.isFinished) return this.#finished(name)
    return new HyperoptError(
      'RANGE_CHANGED',
      `${name} must stay of the kind, and have the choices, that it had in the study's first trial with it`,
    )
  }

  #finished(what: string): HyperoptError {
    return new HyperoptError(
      'TRIAL_FINISHED',
      `${what} must be asked for or set while trial ${this.number} runs, but it is ${this.state}`,
    )
  }
}

function checkName(name: string): void {
  checkOption(typeof name === 'string' && name !== '', 'the name of a parameter', 'a string, not empty', name)
}
