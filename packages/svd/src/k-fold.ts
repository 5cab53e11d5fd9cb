import { SvdError } from './errors.js'
import { requireInteger, withDefaults } from './options.js'
import { createRandom, shuffle } from './random.js'
import type { Ratings } from './ratings.js'

export interface KFoldOptions {
  /** Number of parts, an integer >= 2 and at most the number of ratings. @defaultValue 5 */
  readonly folds?: number
  /** @defaultValue 0 */
  readonly seed?: number
}

/** One way to cut the ratings in two. */
export interface Split {
  readonly train: Ratings
  readonly test: Ratings
}

/** The defaults of {@link kFold}. */
export const K_FOLD_DEFAULTS = Object.freeze({ folds: 5, seed: 0 })

/**
 * Cuts ratings at random into `folds` parts whose sizes differ by at most one, and yields each part once as the
 * test set with all others as the training set. Every rating is tested exactly once. Users and items that occur
 * only in the test part are unknown to the training part. Both parts are in shuffled order, as in Surprise: a log
 * that is sorted by artist or time must not set the order in which SGD sees it.
 *
 * @throws {@link SvdError} INVALID_OPTION, also for more folds than ratings.
 */
export function* kFold(ratings: Ratings, options: KFoldOptions = {}): Generator<Split, void, undefined> {
  const { folds, seed } = withDefaults(K_FOLD_DEFAULTS, options)
  requireInteger('folds', folds, 2)
  const n = ratings.nRatings
  if (folds > n)
    throw new SvdError('INVALID_OPTION', `folds must be at most the number of ratings (${n}), got ${folds}`)
  const order = shuffle(
    Int32Array.from({ length: n }, (_, position) => position),
    createRandom(seed),
  )
  for (let fold = 0; fold < folds; fold++) {
    const from = Math.floor((fold * n) / folds)
    const to = Math.floor(((fold + 1) * n) / folds)
    const test = order.subarray(from, to)
    const train = new Int32Array(n - test.length)
    train.set(order.subarray(0, from))
    train.set(order.subarray(to), from)
    yield { train: ratings.select(train), test: ratings.select(test) }
  }
}
