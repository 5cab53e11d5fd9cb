import { SvdError } from '../errors.js'
import type { RankingCase } from '../evaluation/ranking-case.js'
import type { Seed } from '../ranking-model.js'
import type { Ratings } from '../ratings.js'

/** What to learn from, and what to be asked afterwards. */
export interface RankingSplit {
  readonly train: Ratings
  /** In order of the users' rows. */
  readonly cases: readonly RankingCase[]
}

/**
 * Holds out some positives of known users: everything else is for training. A case asks for a user, with their training
 * positives as seeds; the targets are what was held out. Users with nothing held out have no case, nor have those with
 * nothing left, of whom nothing is known.
 *
 * @param isHeldOut - nRatings long, by position: 0 or 1.
 * @throws {@link SvdError} DIMENSION_MISMATCH; EMPTY_DATA when nothing is left to learn from.
 */
export function splitKnownUsers(positives: Ratings, isHeldOut: Uint8Array): RankingSplit {
  if (isHeldOut.length !== positives.nRatings)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `isHeldOut must be as long as the positives (${positives.nRatings}), got ${isHeldOut.length}`,
    )
  const train = positives.select(positionsWhere(positives, (at) => isHeldOut[at] === 0))
  const seedAt = seedsOf(positives, train.mean)
  const cases: RankingCase[] = []
  for (let u = 0; u < positives.nUsers; u++) {
    const positions = positionsOf(positives, u)
    const targets = positions.filter((at) => isHeldOut[at] === 1)
    if (targets.length === 0 || targets.length === positions.length) continue
    const user = positives.users.ids[u]
    const seeds = positions.filter((at) => isHeldOut[at] === 0).map(seedAt)
    cases.push({ user, query: { user, seeds }, targets: targets.map((at) => itemAt(positives, at)) })
  }
  return { train, cases }
}

/**
 * Holds out whole users: nothing of theirs is for training. A case asks with some of a held-out user's positives as
 * seeds, without user and weights; the targets are all their others.
 *
 * @param seedPositions - By row of a held-out user, the positions of the seeds in order; `undefined` for those that are
 *   held out and not asked for.
 * @throws {@link SvdError} EMPTY_DATA when nobody is left to learn from.
 */
export function splitNewUsers(
  positives: Ratings,
  seedPositions: ReadonlyMap<number, readonly number[] | undefined>,
): RankingSplit {
  const train = positives.select(positionsWhere(positives, (_, u) => !seedPositions.has(u)))
  const cases: RankingCase[] = []
  for (const [u, seeds] of [...seedPositions].sort(([a], [b]) => a - b)) {
    if (seeds === undefined) continue
    const rest = positionsOf(positives, u).filter((at) => !seeds.includes(at))
    cases.push({
      user: positives.users.ids[u],
      query: { seeds: seeds.map((at) => ({ item: itemAt(positives, at) })) },
      targets: rest.map((at) => itemAt(positives, at)),
    })
  }
  return { train, cases }
}

/** Positions of a user's ratings. */
export function positionsOf({ offsets }: Ratings, user: number): number[] {
  return Array.from({ length: offsets[user + 1] - offsets[user] }, (_, n) => offsets[user] + n)
}

function positionsWhere(ratings: Ratings, holds: (position: number, user: number) => boolean): Int32Array {
  const positions: number[] = []
  for (let u = 0; u < ratings.nUsers; u++)
    for (let at = ratings.offsets[u]; at < ratings.offsets[u + 1]; at++) if (holds(at, u)) positions.push(at)
  return Int32Array.from(positions)
}

function itemAt({ items, itemRows }: Ratings, position: number): string {
  return items.ids[itemRows[position]]
}

/** Seeds weighted by their values against the training mean, as training weighs them. */
function seedsOf(positives: Ratings, mean: number) {
  return (position: number): Seed => {
    const weight = positives.values[position] / mean
    return { item: itemAt(positives, position), ...(weight > 0 && Number.isFinite(weight) && { weight }) }
  }
}
