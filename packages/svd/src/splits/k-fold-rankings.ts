import { SvdError } from '../errors.js'
import { K_FOLD_DEFAULTS, type KFoldOptions } from '../k-fold.js'
import { requireInteger, withDefaults } from '../options.js'
import { createRandom, shuffle } from '../random.js'
import type { Ratings } from '../ratings.js'
import { type RankingSplit, splitKnownUsers } from './ranking-split.js'

/**
 * Cuts positives at random into `folds` parts whose sizes differ by at most one, and holds out each part once. A user has
 * up to one case a fold, so take intervals by user.
 *
 * @param positives - One row for every user and item.
 * @throws {@link SvdError} INVALID_OPTION, also for more folds than positives.
 */
export function* kFoldRankings(
  positives: Ratings,
  options: KFoldOptions = {},
): Generator<RankingSplit, void, undefined> {
  const { folds, seed } = withDefaults(K_FOLD_DEFAULTS, options)
  const n = positives.nRatings
  requireInteger('folds', folds, 2)
  if (folds > n)
    throw new SvdError('INVALID_OPTION', `folds must be at most the number of positives (${n}), got ${folds}`)
  const order = shuffle(
    Int32Array.from({ length: n }, (_, position) => position),
    createRandom(seed),
  )
  for (let fold = 0; fold < folds; fold++) {
    const isHeldOut = new Uint8Array(n)
    const [from, to] = [Math.floor((fold * n) / folds), Math.floor(((fold + 1) * n) / folds)]
    for (const position of order.subarray(from, to)) isHeldOut[position] = 1
    yield splitKnownUsers(positives, isHeldOut)
  }
}
