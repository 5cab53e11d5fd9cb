import type { FrozenTrial } from '../frozen-trial.js'
import { checkKeys, checkOption } from '../options.js'
import type { Direction } from '../samplers/sampler.js'
import { isWorse, lastStep, type PruneRequest, type Pruner } from './pruner.js'

/** How a {@link MedianPruner} is made. */
export interface MedianPrunerOptions {
  /** Trials that must have completed before any is given up, an integer >= 0. @defaultValue 5 */
  readonly nStartupTrials?: number
  /** Steps below which no trial is given up, an integer >= 0. @defaultValue 0 */
  readonly nWarmupSteps?: number
  /** Steps between two judgements, counted from `nWarmupSteps`, an integer >= 1. @defaultValue 1 */
  readonly intervalSteps?: number
}

/** The defaults of {@link MedianPrunerOptions}. */
export const MEDIAN_PRUNER_DEFAULTS = Object.freeze({ nStartupTrials: 5, nWarmupSteps: 0, intervalSteps: 1 })

/**
 * Gives a trial up if the best it has reported is worse than the median of what complete trials had reported at the
 * same step. Trials without a report at that step do not count; a trial that has reported nothing but NaN is given up.
 *
 * @see Golovin et al., "Google Vizier: A Service for Black-Box Optimization", KDD 2017, section 3.3.
 *   https://doi.org/10.1145/3097983.3098043
 */
export class MedianPruner implements Pruner {
  readonly nStartupTrials: number
  readonly nWarmupSteps: number
  readonly intervalSteps: number

  /** @throws {@link HyperoptError} INVALID_OPTION for an unknown option or one out of range. */
  constructor(options: MedianPrunerOptions = {}) {
    checkKeys('MedianPruner', options, Object.keys(MEDIAN_PRUNER_DEFAULTS))
    const { nStartupTrials, nWarmupSteps, intervalSteps } = { ...MEDIAN_PRUNER_DEFAULTS, ...options }
    for (const [name, value] of Object.entries({ nStartupTrials, nWarmupSteps }))
      checkOption(Number.isSafeInteger(value) && value >= 0, name, 'an integer >= 0', value)
    checkOption(
      Number.isSafeInteger(intervalSteps) && intervalSteps >= 1,
      'intervalSteps',
      'an integer >= 1',
      intervalSteps,
    )
    this.nStartupTrials = nStartupTrials
    this.nWarmupSteps = nWarmupSteps
    this.intervalSteps = intervalSteps
  }

  shouldPrune({ trial, trials, direction }: PruneRequest): boolean {
    const complete = trials.filter(({ state }) => state === 'complete')
    const step = lastStep(trial)
    if (step === undefined || complete.length < this.nStartupTrials || !this.#isDue(trial, step)) return false
    const best = bestOf(Object.values(trial.intermediateValues), direction)
    if (best === undefined) return true
    const others = complete.map(({ intermediateValues }) => intermediateValues[step] ?? NaN)
    const middle = median(others.filter((value) => !Number.isNaN(value)))
    return middle !== undefined && isWorse(best, middle, direction)
  }

  /** Whether `step` is the first that was reported in its interval. */
  #isDue({ intermediateValues }: FrozenTrial, step: number): boolean {
    if (step < this.nWarmupSteps) return false
    const intervalOf = (any: number) => Math.floor((any - this.nWarmupSteps) / this.intervalSteps)
    const before = Object.keys(intermediateValues).at(-2)
    return before === undefined || intervalOf(Number(before)) < intervalOf(step)
  }
}

/** `undefined` if all values are NaN. */
function bestOf(values: readonly number[], direction: Direction): number | undefined {
  const numbers = values.filter((value) => !Number.isNaN(value))
  return numbers.reduce<number | undefined>(
    (best, value) => (best === undefined || isWorse(best, value, direction) ? value : best),
    undefined,
  )
}

/** `undefined` if there are no values. */
function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined || low === high ? low : (low + high) / 2
}
