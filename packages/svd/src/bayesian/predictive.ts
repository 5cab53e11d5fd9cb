import { SvdError } from '../errors.js'
import { requireNumber } from '../options.js'
import { normalQuantile } from './normal-quantile.js'

/** Mean and variance of ratings to come, by position; not clipped. */
export interface Moments {
  readonly means: Float64Array
  /** Of the model's own uncertainty and the noise of ratings together. */
  readonly variances: Float64Array
}

/** What a rating will be, as a normal distribution: of the rating itself, not of its mean. */
export interface PredictiveInterval {
  /** Not clipped to the scale, nor are the others. */
  readonly mean: number
  readonly standardDeviation: number
  readonly lower: number
  readonly upper: number
}

/** {@link PredictiveInterval} of many ratings, in their order. */
export interface PredictiveIntervals {
  readonly means: Float64Array
  readonly standardDeviations: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Which interval. */
export interface IntervalOptions {
  /** Probability that it holds the rating, above 0 and below 1. @defaultValue 0.95 */
  readonly level?: number
}

/** Central normal intervals. @throws {@link SvdError} INVALID_OPTION for a level that is not between 0 and 1. */
export function intervalsOf(
  { means, variances }: Moments,
  { level = 0.95 }: IntervalOptions,
): PredictiveIntervals {
  requireNumber('level', level, 0)
  if (level === 0 || level >= 1)
    throw new SvdError('INVALID_OPTION', `level must be above 0 and below 1, got ${level}`)
  const reach = normalQuantile((1 + level) / 2)
  const standardDeviations = variances.map(Math.sqrt)
  return {
    means,
    standardDeviations,
    lower: means.map((mean, n) => mean - reach * standardDeviations[n]),
    upper: means.map((mean, n) => mean + reach * standardDeviations[n]),
  }
}

/** The first of many. */
export function firstInterval({
  means,
  standardDeviations,
  lower,
  upper,
}: PredictiveIntervals): PredictiveInterval {
  return { mean: means[0], standardDeviation: standardDeviations[0], lower: lower[0], upper: upper[0] }
}
