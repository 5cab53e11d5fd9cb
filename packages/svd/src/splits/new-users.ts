import { SvdError } from '../errors.js'
import { requireInteger, withDefaults } from '../options.js'
import { createRandom, shuffle } from '../random.js'
import type { Ratings } from '../ratings.js'
import { requireFraction } from './known-users.js'
import { positionsOf, type RankingSplit, splitNewUsers } from './ranking-split.js'

/** How {@link newUsers} draws. */
export interface NewUsersOptions {
  /** Share of the users that is held out, above 0 and below 1. @defaultValue 0.2 */
  readonly fraction?: number
  /** Positives that are told of a held-out user, an integer >= 1. @defaultValue 5 */
  readonly nSeeds?: number
  /** Held-out users with fewer positives are not asked for, an integer above `nSeeds`. @defaultValue 15 */
  readonly minPositives?: number
  /** @defaultValue 0 */
  readonly seed?: number
}

const DEFAULTS = { fraction: 0.2, nSeeds: 5, minPositives: 15, seed: 0 }

/**
 * The task of newcomers: holds out random users, at least one and not all, and tells a few of their positives. See
 * {@link withFirstSeeds} for the same cases with fewer seeds.
 *
 * @param positives - One row for every user and item.
 * @throws {@link SvdError} INVALID_OPTION, also for fewer than two users.
 */
export function newUsers(positives: Ratings, options: NewUsersOptions = {}): RankingSplit {
  const { fraction, nSeeds, minPositives, seed } = withDefaults(DEFAULTS, options)
  requireFraction(fraction)
  requireInteger('nSeeds', nSeeds, 1)
  requireInteger('minPositives', minPositives, nSeeds + 1)
  const { nUsers } = positives
  if (nUsers < 2)
    throw new SvdError('INVALID_OPTION', `there must be two users at least to hold out some, got ${nUsers}`)
  const random = createRandom(seed)
  const order = shuffle(
    Int32Array.from({ length: nUsers }, (_, u) => u),
    random,
  )
  const heldOut = order.subarray(0, Math.min(Math.max(Math.round(fraction * nUsers), 1), nUsers - 1)).sort()
  const seedPositions = new Map<number, readonly number[] | undefined>()
  for (const u of heldOut) {
    const positions = shuffle(Int32Array.from(positionsOf(positives, u)), random)
    seedPositions.set(u, positions.length < minPositives ? undefined : [...positions.subarray(0, nSeeds)])
  }
  return splitNewUsers(positives, seedPositions)
}
