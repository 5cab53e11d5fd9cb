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

/** Options of {@link holdOut}. */
export interface HoldOutOptions {
  /** Share of the ratings that is held out, above 0 and below 1. */
  readonly fraction: number
  /** @defaultValue 0 */
  readonly seed?: number
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
  const order = randomOrder(n, seed)
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

/**
 * Holds out a random share of the ratings, at least one and not all. Users and items that occur only among those held
 * out are unknown to the training part.
 *
 * @throws {@link SvdError} INVALID_OPTION for a fraction that is not between 0 and 1, or fewer than two ratings.
 */
export function holdOut(ratings: Ratings, { fraction, seed = 0 }: HoldOutOptions): Split {
  if (typeof fraction !== 'number' || !(fraction > 0 && fraction < 1))
    throw new SvdError('INVALID_OPTION', `fraction must be above 0 and below 1, got ${String(fraction)}`)
  const n = ratings.nRatings
  if (n < 2)
    throw new SvdError('INVALID_OPTION', 'there must be two ratings at least to hold out some, got 1')
  const order = randomOrder(n, seed)
  const nTest = Math.min(Math.max(Math.round(fraction * n), 1), n - 1)
  return { train: ratings.select(order.subarray(nTest)), test: ratings.select(order.subarray(0, nTest)) }
}

function randomOrder(n: number, seed: number): Int32Array {
  const order = new Int32Array(n)
  for (let position = 0; position < n; position++) order[position] = position
  return shuffle(order, createRandom(seed))
}
