import { SvdError } from '../errors.js'
import { normalCdf } from '../evaluation/distributions.js'
import { requireSameLength } from './same-length.js'

/**
 * Probability integral transform of normal predictions: for every rating, the probability that its prediction gave to
 * ratings up to it. Uniform in 0..1 when the predictions are honest; heaped up at both ends when they are too sure.
 *
 * @param means - Of the predictive distributions.
 * @param standardDeviations - Of the same, all > 0.
 * @throws {@link SvdError} DIMENSION_MISMATCH for unequal lengths; EMPTY_DATA without any; INVALID_OPTION for a standard
 *   deviation that is not above 0.
 * @see Gneiting, Balabdaoui, Raftery, "Probabilistic forecasts, calibration and sharpness", JRSS B 69(2), 2007.
 */
export function pitValues(
  means: ArrayLike<number>,
  standardDeviations: ArrayLike<number>,
  actual: ArrayLike<number>,
): Float64Array {
  requireSameLength(means, actual)
  requireSameLength(standardDeviations, actual)
  return Float64Array.from(actual, (rating, n) => {
    if (!(standardDeviations[n] > 0))
      throw new SvdError(
        'INVALID_OPTION',
        `standard deviations must be above 0, got ${standardDeviations[n]} at ${n}`,
      )
    return normalCdf((rating - means[n]) / standardDeviations[n])
  })
}

/** How often a central interval held the rating, beside how often it claims to. */
export interface CalibrationPoint {
  /** Probability that the interval claims, above 0 and below 1. */
  readonly level: number
  /** Share of ratings within it. */
  readonly observed: number
}

/**
 * Calibration curve of central intervals, from {@link pitValues}: a rating is within the central interval of a level
 * when its PIT value is within (1 ± level) / 2.
 *
 * @param levels - Default 0.5, 0.8, 0.9, 0.95, 0.99.
 * @throws {@link SvdError} EMPTY_DATA without values; INVALID_OPTION for a level that is not between 0 and 1.
 */
export function calibrationCurve(
  pit: ArrayLike<number>,
  levels: readonly number[] = [0.5, 0.8, 0.9, 0.95, 0.99],
): CalibrationPoint[] {
  if (pit.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one PIT value')
  return levels.map((level) => {
    if (!(level > 0 && level < 1))
      throw new SvdError('INVALID_OPTION', `levels must be above 0 and below 1, got ${level}`)
    let inside = 0
    for (let n = 0; n < pit.length; n++) if (Math.abs(2 * pit[n] - 1) <= level) inside++
    return { level, observed: inside / pit.length }
  })
}

/**
 * How far predictions are from calibrated: the largest distance of the PIT values' distribution from the uniform one
 * (the Kolmogorov-Smirnov statistic). 0 is perfect, 1 the worst. O(n log n).
 *
 * @throws {@link SvdError} EMPTY_DATA without values.
 */
export function calibrationError(pit: ArrayLike<number>): number {
  if (pit.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one PIT value')
  const sorted = Float64Array.from(pit).sort()
  return sorted.reduce(
    (worst, value, n) => Math.max(worst, (n + 1) / sorted.length - value, value - n / sorted.length),
    0,
  )
}
