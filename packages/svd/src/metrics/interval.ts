import { requireSameLength } from './same-length.js'

/**
 * Share of ratings within their predicted intervals, ends included. From 0 to 1; honest 95 % intervals give about 0.95.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH for unequal lengths; EMPTY_DATA without any.
 */
export function intervalCoverage(
  lows: ArrayLike<number>,
  highs: ArrayLike<number>,
  actual: ArrayLike<number>,
): number {
  requireSameLength(lows, actual)
  requireSameLength(highs, actual)
  let inside = 0
  for (let n = 0; n < actual.length; n++) if (actual[n] >= lows[n] && actual[n] <= highs[n]) inside++
  return inside / actual.length
}

/**
 * Mean width of predicted intervals, in rating units: of two models with the same coverage, the narrower tells more.
 *
 * @throws {@link SvdError} DIMENSION_MISMATCH for unequal lengths; EMPTY_DATA without any.
 */
export function intervalWidth(lows: ArrayLike<number>, highs: ArrayLike<number>): number {
  requireSameLength(lows, highs)
  let sum = 0
  for (let n = 0; n < lows.length; n++) sum += highs[n] - lows[n]
  return sum / lows.length
}
