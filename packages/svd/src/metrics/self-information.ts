import { SvdError } from '../errors.js'
import { requireInteger } from '../options.js'

/**
 * How surprising every item is, in bits: -log2 of the share of training users who took it. An item that nobody took
 * counts as if one had. From 0 to log2(nUsers). The mean over a list is the list's novelty.
 *
 * @param itemCounts - Training users of every item, 0 to nUsers.
 * @throws {@link SvdError} INVALID_OPTION
 * @see Zhou et al., "Solving the apparent diversity-accuracy dilemma of recommender systems", PNAS 107(10), 2010.
 */
export function selfInformation(itemCounts: ArrayLike<number>, nUsers: number): Float64Array {
  requireInteger('nUsers', nUsers, 1)
  return Float64Array.from(itemCounts, (count) => {
    if (!(count >= 0 && count <= nUsers))
      throw new SvdError('INVALID_OPTION', `item counts must be in 0..${nUsers} (users), got ${count}`)
    return Math.log2(nUsers / Math.max(count, 1))
  })
}
