import { contains, type Distribution, describeDistribution, type ParameterValue } from './distribution.js'
import { HyperoptError } from './errors.js'
import type { FrozenTrial } from './frozen-trial.js'
import { checkKeys, checkOption } from './options.js'
import { RunningTrial } from './running-trial.js'
import { RandomSampler } from './samplers/random-sampler.js'
import type { Direction, Sampler } from './samplers/sampler.js'
import { SearchSpace } from './search-space.js'
import type { Trial } from './trial.js'

/** How a study is made. */
export interface StudyOptions {
  /** Whether the smallest or the largest value of the objective is the best. */
  readonly direction: Direction
  /** Chooses the parameter values. @defaultValue new RandomSampler() */
  readonly sampler?: Sampler
  /** A name for people; not empty. @defaultValue 'study' */
  readonly studyName?: string
}

/**
 * What is to be made small or large: asks the trial for parameter values and returns what they are worth. NaN
 * says that these values are worth nothing; infinities are values like others.
 */
export type Objective = (trial: Trial) => number | Promise<number>

/** How long a study goes on. */
export interface OptimizeOptions {
  /** Trials to run in this call, an integer >= 0. Failed ones count. */
  readonly nTrials: number
  /** Seconds after which no further trial starts, > 0; one that runs is let finish. @defaultValue none */
  readonly timeout?: number
  /** Once aborted, no further trial starts; one that runs is let finish. @defaultValue none */
  readonly signal?: AbortSignal
  /** Called after every trial, complete or failed. What it throws ends the call. @defaultValue none */
  readonly onTrial?: (trial: FrozenTrial) => void
}

/**
 * A search for the parameter values that make an objective best. Made by {@link createStudy}.
 *
 * A study keeps its trials, and a further call of `optimize` adds to them.
 */
export class Study {
  readonly direction: Direction
  readonly sampler: Sampler
  readonly studyName: string
  readonly #trials: RunningTrial[] = []
  readonly #searchSpace = new SearchSpace()

  constructor({ direction, sampler = new RandomSampler(), studyName = 'study' }: StudyOptions) {
    checkOption(
      direction === 'minimize' || direction === 'maximize',
      'direction',
      "'minimize' or 'maximize'",
      direction,
    )
    checkOption(typeof sampler?.sample === 'function', 'sampler', 'an object with a method sample', sampler)
    checkOption(
      typeof studyName === 'string' && studyName !== '',
      'studyName',
      'a string, not empty',
      studyName,
    )
    this.direction = direction
    this.sampler = sampler
    this.studyName = studyName
  }

  /** All trials so far, by number, a snapshot; the last ones may still run. */
  get trials(): readonly FrozenTrial[] {
    return this.#trials.map((trial) => trial.freeze())
  }

  /**
   * The completed trial with the smallest or largest value, as `direction` says; the earliest of several. Failed
   * trials do not compete.
   *
   * @throws {@link HyperoptError} NO_COMPLETED_TRIAL if there is none.
   */
  get bestTrial(): FrozenTrial {
    const sign = this.direction === 'minimize' ? 1 : -1
    let best: RunningTrial | undefined
    for (const trial of this.#trials)
      if (trial.value !== null && (best === undefined || sign * trial.value < sign * best.value!))
        best = trial
    if (best === undefined)
      throw new HyperoptError(
        'NO_COMPLETED_TRIAL',
        `bestTrial needs a completed trial, but none of the ${this.#trials.length} trials of ${this.studyName} is`,
      )
    return best.freeze()
  }

  /**
   * Runs the objective in trials, one after the other. Timers and events have their turn between two trials.
   *
   * A trial whose objective returns NaN is recorded as failed and the study goes on. A trial whose objective throws
   * is recorded as failed too, and what it threw is thrown on: the cause may be a mistake in the program, which a
   * hundred further trials would not mend. The study can go on in another call.
   *
   * @returns When all trials are over or the time is.
   * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one out of range; INVALID_VALUE if the
   *   objective returns something that is not a number; ABORTED, with the signal's reason as its cause, if the
   *   signal stopped the call before its last trial; and what the objective or `onTrial` throws.
   * @example
   * await study.optimize((trial) => (trial.suggestFloat('x', -10, 10) - 2) ** 2, { nTrials: 100 })
   */
  async optimize(objective: Objective, options: OptimizeOptions): Promise<void> {
    checkOption(typeof objective === 'function', 'objective', 'a function', objective)
    checkOptimizeOptions(options)
    const { nTrials, timeout = Infinity, signal, onTrial } = options
    // A monotonic clock, which a change of the system's time does not reach.
    const deadline = performance.now() + timeout * 1000
    for (let i = 0; i < nTrials; i++) {
      if (i > 0) await nextTask()
      if (performance.now() >= deadline) return
      if (signal?.aborted)
        throw new HyperoptError('ABORTED', `optimize was aborted after ${i} of ${nTrials} trials`, {
          cause: signal.reason,
        })
      const trial = this.#start()
      try {
        await run(objective, trial)
      } finally {
        onTrial?.(trial.freeze())
      }
    }
  }

  #start(): RunningTrial {
    const trial: RunningTrial = new RunningTrial(
      this.#trials.length,
      this.#searchSpace,
      (name, distribution) => this.#choose(trial, name, distribution),
    )
    this.#trials.push(trial)
    return trial
  }

  #choose(trial: RunningTrial, name: string, distribution: Distribution): ParameterValue {
    const value = this.sampler.sample({
      trialNumber: trial.number,
      name,
      distribution,
      direction: this.direction,
      history: this.trials.filter(({ state }) => state !== 'running'),
    })
    if (!contains(distribution, value))
      throw new HyperoptError(
        'INVALID_SAMPLE',
        `the sampler's ${name} must be ${describeDistribution(distribution)}, got ${JSON.stringify(value)}`,
      )
    return value
  }
}

/**
 * Makes a study without trials.
 *
 * @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one of the wrong type.
 * @example
 * const study = createStudy({ direction: 'minimize', sampler: new RandomSampler({ seed: 1 }) })
 */
export function createStudy(options: StudyOptions): Study {
  checkKeys('createStudy', options, ['direction', 'sampler', 'studyName'])
  return new Study(options)
}

/** Runs the objective once and records how it ended. */
async function run(objective: Objective, trial: RunningTrial): Promise<void> {
  let value: number
  try {
    value = await objective(trial)
    if (typeof value !== 'number')
      throw new HyperoptError('INVALID_VALUE', `the objective must return a number, got ${String(value)}`)
  } catch (error) {
    trial.fail(error instanceof Error ? error.message : String(error))
    throw error
  }
  if (Number.isNaN(value)) trial.fail('the objective returned NaN')
  else trial.complete(value)
}

/**
 * Lets timers and events have their turn. Between trials of an objective that never waits, nothing else would: a
 * signal could not be aborted, nor progress be shown. About a millisecond.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

function checkOptimizeOptions(options: OptimizeOptions): void {
  checkKeys('optimize', options, ['nTrials', 'timeout', 'signal', 'onTrial'])
  const { nTrials, timeout, signal, onTrial } = options
  checkOption(Number.isSafeInteger(nTrials) && nTrials >= 0, 'nTrials', 'an integer >= 0', nTrials)
  checkOption(
    timeout === undefined || (typeof timeout === 'number' && timeout > 0),
    'timeout',
    'a number of seconds > 0',
    timeout,
  )
  checkOption(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal', signal)
  checkOption(onTrial === undefined || typeof onTrial === 'function', 'onTrial', 'a function', onTrial)
}
