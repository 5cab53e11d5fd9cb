import { requireSameLength } from './same-length.js'

/**
 * Mean absolute error, in rating units; 0 is perfect.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH for unequal lengths; EMPTY_DATA without any.
 */
export function mae(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  requireSameLength(predicted, actual)
  let sum = 0
  for (let n = 0; n < actual.length; n++) sum += Math.abs(predicted[n] - actual[n])
  return sum / actual.length
}
