import type { Distribution, ParameterValue } from '../distribution.js'
import type { FrozenTrial } from '../frozen-trial.js'

/** Whether a study seeks the smallest or the largest value. */
export type Direction = 'minimize' | 'maximize'

/** All a sampler may know when a trial asks for its first value. */
export interface JointSampleRequest {
  /** The trial that asks. */
  readonly trialNumber: number
  readonly direction: Direction
  /** The trials that have completed, failed or been pruned so far, by number. */
  readonly history: readonly FrozenTrial[]
  /** The other trials that run, by number; `params` holds also what was fixed or sampled jointly and not yet asked for. */
  readonly running: readonly FrozenTrial[]
}

/** All a sampler may know when it chooses a value. */
export interface SampleRequest extends JointSampleRequest {
  /** The parameter's name. */
  readonly name: string
  /** The range to choose from; the same for this name in the whole study. */
  readonly distribution: Distribution
}

/**
 * Chooses parameter values. A trial asks once for each parameter that its objective mentions, when it does.
 *
 * A sampler that learns reads what it needs from the request, so it keeps no state and serves several studies.
 */
export interface Sampler {
  /** @returns A value that lies in `request.distribution`; the study refuses any other with INVALID_SAMPLE. */
  sample(request: SampleRequest): ParameterValue

  /**
   * Chooses values that depend on each other, when a trial asks for its first value and nothing is known of what else
   * it will ask for. The study asks `sample` for whatever is missing here or is asked for with another range.
   *
   * @returns Values by parameter; none if there is nothing to go by.
   */
  sampleJointly?(request: JointSampleRequest): Readonly<Record<string, ParameterValue>>
}
