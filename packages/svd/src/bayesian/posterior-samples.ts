import type { Moments } from './predictive.js'

/** Draws from a posterior, each a factor model whole: what any pair's rating can be predicted from. */
export interface PosteriorSamples {
  /** How many there are. */
  readonly nKept: number
  /** Rows of users and items in each draw; the last of each is for whoever is unknown. */
  readonly nUserRows: number
  readonly nItemRows: number
  /** Numbers in a row: two more than factors, so that a rating less the mean is user row . item row. */
  readonly width: number
  /** nKept x nUserRows x width */
  readonly userSamples: Float32Array
  /** nKept x nItemRows x width */
  readonly itemSamples: Float32Array
}

/**
 * Mean and variance over the draws of every pair's user row . item row. `2 nKept width` flops a pair.
 *
 * @param userRows - From 0 to nUserRows - 1; -1 is the last.
 * @param itemRows - As many, likewise.
 */
export function momentsOverSamples(
  { nKept, nUserRows, nItemRows, width, userSamples, itemSamples }: PosteriorSamples,
  userRows: Int32Array,
  itemRows: Int32Array,
): Moments {
  const means = new Float64Array(userRows.length)
  const squares = new Float64Array(userRows.length)
  for (let sample = 0; sample < nKept; sample++)
    for (let n = 0; n < means.length; n++) {
      const userRow = userRows[n] < 0 ? nUserRows - 1 : userRows[n]
      const itemRow = itemRows[n] < 0 ? nItemRows - 1 : itemRows[n]
      const u = (sample * nUserRows + userRow) * width
      const i = (sample * nItemRows + itemRow) * width
      let dot = 0
      for (let f = 0; f < width; f++) dot += userSamples[u + f] * itemSamples[i + f]
      means[n] += dot
      squares[n] += dot * dot
    }
  return overCount({ means, variances: squares }, nKept)
}

/** Sums and sums of squares to means and variances, in place. */
export function overCount({ means, variances }: Moments, count: number): Moments {
  for (let n = 0; n < means.length; n++) {
    means[n] /= count
    variances[n] = Math.max(0, variances[n] / count - means[n] * means[n])
  }
  return { means, variances }
}
