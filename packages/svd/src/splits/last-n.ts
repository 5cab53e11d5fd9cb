import { SvdError } from '../errors.js'
import { requireInteger } from '../options.js'
import type { Ratings } from '../ratings.js'
import { positionsOf, type RankingSplit, splitKnownUsers } from './ranking-split.js'

/**
 * Holds out the latest positives of every user who has more than that many: what came before predicts what came after.
 * Of equal times the later position is the later one. Other users' rows from after that moment stay in training.
 *
 * @param positives - One row for every user and item.
 * @param times - When each was, by position, in any unit.
 * @param options.n - How many, an integer >= 1. Default 1.
 * @throws {@link SvdError} DIMENSION_MISMATCH; NOT_FINITE for a time that is no number; INVALID_OPTION.
 */
export function lastN(
  positives: Ratings,
  times: ArrayLike<number>,
  { n = 1 }: { readonly n?: number } = {},
): RankingSplit {
  requireInteger('n', n, 1)
  if (times.length !== positives.nRatings)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `times must be as long as the positives (${positives.nRatings}), got ${times.length}`,
    )
  const isHeldOut = new Uint8Array(positives.nRatings)
  for (let u = 0; u < positives.nUsers; u++) {
    const positions = positionsOf(positives, u)
    for (const at of positions)
      if (!Number.isFinite(times[at]))
        throw new SvdError('NOT_FINITE', `times must be finite numbers, got ${times[at]} at ${at}`)
    if (positions.length <= n) continue
    positions.sort((a, b) => times[b] - times[a] || b - a)
    for (const position of positions.slice(0, n)) isHeldOut[position] = 1
  }
  return splitKnownUsers(positives, isHeldOut)
}
