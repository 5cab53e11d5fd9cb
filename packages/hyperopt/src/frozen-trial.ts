import type { Distribution, ParameterValue } from './distribution.js'

/**
 * Where a trial stands: `waiting` in the queue, `running`, or over, in one of three ways. `pruned` trials were given
 * up half-way because they promised little.
 */
export type TrialState = 'waiting' | 'running' | 'complete' | 'pruned' | 'failed'

/** What can be kept with a study or a trial: whatever JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * What a study records of a trial: a snapshot that never changes. The times are not enumerable, so that trials which
 * went the same way are equal, and the same as JSON, whenever they ran.
 */
export interface FrozenTrial {
  /** Position in the study, from 0. */
  readonly number: number
  readonly state: TrialState
  /** What the objective returned, or for a pruned trial what it reported last; `null` if there is no such value. */
  readonly value: number | null
  /** Why the trial failed, in words; `null` unless it did. */
  readonly failure: string | null
  /** The chosen value of every parameter that the objective asked for. */
  readonly params: Readonly<Record<string, ParameterValue>>
  /** The range of each. */
  readonly distributions: Readonly<Record<string, Distribution>>
  /** What was reported, by step, in ascending order. */
  readonly intermediateValues: Readonly<Record<number, number>>
  /** What the objective wanted to be kept. */
  readonly userAttrs: Readonly<Record<string, Json>>
  /** What samplers and studies keep for themselves. */
  readonly systemAttrs: Readonly<Record<string, Json>>
  /** `null` as long as the trial waits. */
  readonly datetimeStart: Date | null
  /** `null` as long as the trial is not over. */
  readonly datetimeComplete: Date | null
}

/** Whether a trial is over. */
export function isFinished({ state }: { readonly state: TrialState }): boolean {
  return state !== 'waiting' && state !== 'running'
}
