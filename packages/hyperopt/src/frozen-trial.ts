import type { Distribution, ParameterValue } from './distribution.js'

/** Where a trial stands. */
export type TrialState = 'running' | 'complete' | 'failed'

/** What a study records of a trial: a snapshot that never changes. */
export interface FrozenTrial {
  /** Position in the study, from 0. */
  readonly number: number
  readonly state: TrialState
  /** What the objective returned; `null` unless the trial is complete. */
  readonly value: number | null
  /** Why the trial failed, in words; `null` unless it did. */
  readonly failure: string | null
  /** The chosen value of every parameter that the objective asked for. */
  readonly params: Readonly<Record<string, ParameterValue>>
  /** The range of each. */
  readonly distributions: Readonly<Record<string, Distribution>>
}
