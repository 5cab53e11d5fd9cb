import { requireInteger } from '../options.js'
import { createRandom } from '../random.js'
import type { Ratings } from '../ratings.js'
import { type RankingSplit, splitKnownUsers } from './ranking-split.js'

/**
 * Holds out one random positive of every user who has at least two: the others stay wholly in training.
 *
 * @param positives - One row for every user and item.
 * @param options.seed - Default 0.
 * @throws {@link SvdError} INVALID_OPTION
 */
export function leaveOneOut(positives: Ratings, { seed = 0 }: { readonly seed?: number } = {}): RankingSplit {
  requireInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  const { offsets, nUsers, nRatings } = positives
  const random = createRandom(seed)
  const isHeldOut = new Uint8Array(nRatings)
  for (let u = 0; u < nUsers; u++) {
    const n = offsets[u + 1] - offsets[u]
    if (n >= 2) isHeldOut[offsets[u] + Math.floor(random.uniform() * n)] = 1
  }
  return splitKnownUsers(positives, isHeldOut)
}
