import type { Distribution, ParameterValue } from '../distribution.js'
import { type FrozenTrial, isFinished, type Json, type TrialState } from '../frozen-trial.js'

/** The key under which a failed trial keeps the reason. */
export const FAIL_REASON = 'fail_reason'

/** What a storage knows of a trial, and changes as operations say. */
export class TrialRecord {
  /** Position among the trials of all studies of the storage, from 0. */
  readonly id: number
  /** Position in its study, from 0. */
  readonly number: number
  #state: TrialState = 'running'
  #values: readonly number[] | null = null
  #datetimeStart: Date | null = null
  #datetimeComplete: Date | null = null
  readonly #params = new Map<string, ParameterValue>()
  readonly #distributions = new Map<string, Distribution>()
  readonly #intermediateValues = new Map<number, number>()
  readonly #userAttrs = new Map<string, Json>()
  readonly #systemAttrs = new Map<string, Json>()
  /** What {@link TrialRecord.freeze} made, until something changes. */
  #frozen: FrozenTrial | undefined

  constructor(id: number, number: number) {
    this.id = id
    this.number = number
  }

  get state(): TrialState {
    return this.#state
  }

  get isFinished(): boolean {
    return isFinished(this)
  }

  get value(): number | null {
    return this.#values?.[0] ?? null
  }

  start(time: Date | null): void {
    this.#frozen = undefined
    this.#state = 'running'
    this.#datetimeStart = time
  }

  wait(): void {
    this.#frozen = undefined
    this.#state = 'waiting'
    this.#datetimeStart = null
  }

  finish(state: TrialState, values: readonly number[] | null, time: Date | null): void {
    this.#frozen = undefined
    this.#state = state
    this.#values = values
    this.#datetimeComplete = time
  }

  setParam(name: string, value: ParameterValue, distribution: Distribution): void {
    this.#frozen = undefined
    this.#params.set(name, value)
    this.#distributions.set(name, distribution)
  }

  setIntermediateValue(step: number, value: number): void {
    this.#frozen = undefined
    this.#intermediateValues.set(step, value)
  }

  setUserAttrs(attrs: Readonly<Record<string, Json>>): void {
    this.#frozen = undefined
    for (const [key, value] of Object.entries(attrs)) this.#userAttrs.set(key, value)
  }

  setSystemAttrs(attrs: Readonly<Record<string, Json>>): void {
    this.#frozen = undefined
    for (const [key, value] of Object.entries(attrs)) this.#systemAttrs.set(key, value)
  }

  /** What the trial is now, as a record that will not change. */
  freeze(): FrozenTrial {
    this.#frozen ??= withTimes(this.#datetimeStart, this.#datetimeComplete, {
      number: this.number,
      state: this.#state,
      value: this.value,
      failure: this.#failure(),
      params: frozenRecord(this.#params),
      distributions: frozenRecord(this.#distributions),
      intermediateValues: frozenRecord(this.#intermediateValues),
      userAttrs: frozenRecord(this.#userAttrs),
      systemAttrs: frozenRecord(this.#systemAttrs),
    })
    return this.#frozen
  }

  #failure(): string | null {
    const reason = this.#systemAttrs.get(FAIL_REASON)
    return this.#state === 'failed' && typeof reason === 'string' ? reason : null
  }
}

/** Not enumerable, so that the records of equal trials are equal, and the same as JSON, whenever they ran. */
export function withTimes(
  datetimeStart: Date | null,
  datetimeComplete: Date | null,
  fields: Omit<FrozenTrial, 'datetimeStart' | 'datetimeComplete'>,
): FrozenTrial {
  const times = { datetimeStart: { value: datetimeStart }, datetimeComplete: { value: datetimeComplete } }
  return Object.freeze(Object.defineProperties({ ...fields }, times) as FrozenTrial)
}

function frozenRecord<Key extends string | number, Value>(
  map: ReadonlyMap<Key, Value>,
): Readonly<Record<Key, Value>> {
  return Object.freeze(Object.fromEntries(map) as Record<Key, Value>)
}
