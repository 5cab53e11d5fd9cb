import { requireSameLength } from './same-length.js'

/**
 * Root mean squared error, in rating units; 0 is perfect.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH for unequal lengths; EMPTY_DATA without any.
 */
export function rmse(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  requireSameLength(predicted, actual)
  let sum = 0
  for (let n = 0; n < actual.length; n++) sum += (predicted[n] - actual[n]) ** 2
  return Math.sqrt(sum / actual.length)
}
