import { SvdError } from '../errors.js'
import { requireInteger, withDefaults } from '../options.js'
import { createRandom, shuffle } from '../random.js'
import type { Ratings } from '../ratings.js'
import { positionsOf, type RankingSplit, splitKnownUsers } from './ranking-split.js'

/** How {@link knownUsers} draws. */
export interface KnownUsersOptions {
  /** Share of a user's positives that is held out, above 0 and below 1. @defaultValue 0.2 */
  readonly fraction?: number
  /** Users with fewer positives stay wholly in training, an integer >= 2. @defaultValue 10 */
  readonly minPositives?: number
  /** @defaultValue 0 */
  readonly seed?: number
}

const DEFAULTS = { fraction: 0.2, minPositives: 10, seed: 0 }

/**
 * The task of a service's own users: holds out a random share, rounded, of each user's positives, at least one and not
 * all.
 *
 * @param positives - One row for every user and item.
 * @throws {@link SvdError} INVALID_OPTION
 */
export function knownUsers(positives: Ratings, options: KnownUsersOptions = {}): RankingSplit {
  const { fraction, minPositives, seed } = withDefaults(DEFAULTS, options)
  requireFraction(fraction)
  requireInteger('minPositives', minPositives, 2)
  const random = createRandom(seed)
  const isHeldOut = new Uint8Array(positives.nRatings)
  for (let u = 0; u < positives.nUsers; u++) {
    const positions = shuffle(Int32Array.from(positionsOf(positives, u)), random)
    if (positions.length < minPositives) continue
    const n = Math.min(Math.max(Math.round(fraction * positions.length), 1), positions.length - 1)
    for (const position of positions.subarray(0, n)) isHeldOut[position] = 1
  }
  return splitKnownUsers(positives, isHeldOut)
}

/** Refuses anything but a number above 0 and below 1. */
export function requireFraction(fraction: unknown): void {
  if (typeof fraction === 'number' && fraction > 0 && fraction < 1) return
  throw new SvdError('INVALID_OPTION', `fraction must be above 0 and below 1, got ${String(fraction)}`)
}
