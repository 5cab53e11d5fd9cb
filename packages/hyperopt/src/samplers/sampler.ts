import type { Distribution, ParameterValue } from '../distribution.js'
import type { FrozenTrial } from '../frozen-trial.js'

/** Whether a study seeks the smallest or the largest value. */
export type Direction = 'minimize' | 'maximize'

/** All a sampler may know when it chooses a value. */
export interface SampleRequest {
  /** The trial that asks. */
  readonly trialNumber: number
  /** The parameter's name. */
  readonly name: string
  /** The range to choose from; the same for this name in the whole study. */
  readonly distribution: Distribution
  readonly direction: Direction
  /** The trials that have completed or failed so far, by number. */
  readonly history: readonly FrozenTrial[]
}

/**
 * Chooses parameter values. A trial asks once for each parameter that its objective mentions, when it does.
 *
 * A sampler that learns reads what it needs from `history`, so it keeps no state and serves several studies.
 */
export interface Sampler {
  /** @returns A value that lies in `request.distribution`; the study refuses any other with INVALID_SAMPLE. */
  sample(request: SampleRequest): ParameterValue
}
