import {
  type FloatDistribution,
  gridSize,
  gridValue,
  type IntDistribution,
  type ParameterValue,
} from '../distribution.js'
import { checkKeys, checkOption } from '../options.js'
import { uniformAt } from '../random.js'
import type { SampleRequest, Sampler } from './sampler.js'

/** How a {@link RandomSampler} is made. */
export interface RandomSamplerOptions {
  /** A safe integer. @defaultValue 0 */
  readonly seed?: number
}

/** The defaults of {@link RandomSamplerOptions}. */
export const RANDOM_SAMPLER_DEFAULTS = Object.freeze({ seed: 0 })

/**
 * Chooses every value uniformly in its range, or, with `log`, uniformly in its logarithm, independent of all others
 * and of how earlier trials fared.
 *
 * A value depends on the seed, the trial's number and the parameter's name alone: same seed, same trials, in
 * whatever order they run. Values of `log` ranges go through `Math.log` and `Math.exp`, whose last bits may differ
 * between JavaScript engines.
 *
 * @see Bergstra, Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13, 2012.
 *   https://jmlr.org/papers/v13/bergstra12a.html
 */
export class RandomSampler implements Sampler {
  readonly seed: number

  /** @throws {@link HyperoptError} INVALID_OPTION for an unknown option or a seed that is no safe integer. */
  constructor(options: RandomSamplerOptions = {}) {
    checkKeys('RandomSampler', options, Object.keys(RANDOM_SAMPLER_DEFAULTS))
    const { seed = RANDOM_SAMPLER_DEFAULTS.seed } = options
    checkOption(Number.isSafeInteger(seed), 'seed', 'a safe integer', seed)
    this.seed = seed
  }

  sample({ trialNumber, name, distribution }: SampleRequest): ParameterValue {
    const u = uniformAt(this.seed, trialNumber, name)
    if (distribution.kind === 'categorical')
      return distribution.choices[Math.floor(u * distribution.choices.length)]!
    return distribution.kind === 'int' ? intAt(distribution, u) : floatAt(distribution, u)
  }
}

/** The value at quantile `u` in [0, 1). */
function intAt(distribution: IntDistribution, u: number): number {
  const { low, high, log, step } = distribution
  if (!log) return gridValue(distribution, step, Math.floor(u * gridSize(distribution, step)))
  // Each integer gets the share of the logarithm that rounds to it, the outermost ones included.
  return clamp(Math.round(logUniform(low - 0.5, high + 0.5, u)), low, high)
}

/** The value at quantile `u` in [0, 1). */
function floatAt(distribution: FloatDistribution, u: number): number {
  const { low, high, log, step } = distribution
  if (step !== null) return gridValue(distribution, step, Math.floor(u * gridSize(distribution, step)))
  // Weighted ends rather than `low + u * (high - low)`: the difference may overflow.
  return clamp(log ? logUniform(low, high, u) : low * (1 - u) + high * u, low, high)
}

function logUniform(low: number, high: number, u: number): number {
  return Math.exp(Math.log(low) * (1 - u) + Math.log(high) * u)
}

/** Undoes a rounding error at the ends of a range. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
