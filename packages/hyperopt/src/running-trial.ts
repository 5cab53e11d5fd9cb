import {
  type CategoricalChoice,
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type ParameterValue,
  type RangeOptions,
} from './distribution.js'
import { HyperoptError } from './errors.js'
import type { FrozenTrial, TrialState } from './frozen-trial.js'
import { checkOption } from './options.js'
import type { SearchSpace } from './search-space.js'
import type { Trial } from './trial.js'

/** Chooses a value for a parameter that a trial has not asked for before. */
export type Choose = (name: string, distribution: Distribution) => ParameterValue

/** The study's side of a {@link Trial}, which can also end it and record it. */
export class RunningTrial implements Trial {
  readonly number: number
  readonly #searchSpace: SearchSpace
  readonly #choose: Choose
  readonly #params = new Map<string, ParameterValue>()
  readonly #distributions = new Map<string, Distribution>()
  #state: TrialState = 'running'
  #value: number | null = null
  #failure: string | null = null
  /** What {@link RunningTrial.freeze} made, until something changes. */
  #frozen: FrozenTrial | undefined

  constructor(number: number, searchSpace: SearchSpace, choose: Choose) {
    this.number = number
    this.#searchSpace = searchSpace
    this.#choose = choose
  }

  get state(): TrialState {
    return this.#state
  }

  get value(): number | null {
    return this.#value
  }

  get params(): Readonly<Record<string, ParameterValue>> {
    return this.freeze().params
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

  /** What the trial is now, as a record that will not change. */
  freeze(): FrozenTrial {
    this.#frozen ??= Object.freeze({
      number: this.number,
      state: this.#state,
      value: this.#value,
      failure: this.#failure,
      params: Object.freeze(Object.fromEntries(this.#params)),
      distributions: Object.freeze(Object.fromEntries(this.#distributions)),
    })
    return this.#frozen
  }

  /** Ends the trial with the value of the objective. */
  complete(value: number): void {
    this.#state = 'complete'
    this.#value = value
    this.#frozen = undefined
  }

  /** Ends the trial without a value. */
  fail(failure: string): void {
    this.#state = 'failed'
    this.#failure = failure
    this.#frozen = undefined
  }

  #suggest(name: string, distribution: Distribution): ParameterValue {
    if (this.#state !== 'running')
      throw new HyperoptError(
        'TRIAL_FINISHED',
        `${name} must be asked for while trial ${this.number} runs, but it is ${this.#state}`,
      )
    this.#searchSpace.enter(name, distribution)
    const known = this.#params.get(name)
    // null is a value of a categorical parameter, undefined never is.
    if (known !== undefined) return known
    const value = this.#choose(name, distribution)
    this.#params.set(name, value)
    this.#distributions.set(name, distribution)
    this.#frozen = undefined
    return value
  }
}

function checkName(name: string): void {
  checkOption(typeof name === 'string' && name !== '', 'the name of a parameter', 'a string, not empty', name)
}
