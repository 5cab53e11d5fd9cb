import type { RankingSplit, Ratings } from '@redux/svd'

/**
 * What a model of ratings may learn from beside a split's positives: everything that the training users rated, below the
 * threshold too, but for what is asked for.
 *
 * @param all - Every rating of the data.
 */
export function trainingRatings(all: Ratings, { train, cases }: RankingSplit): Ratings {
  const targets = new Map<number, Set<number>>()
  for (const { user, targets: items } of cases)
    targets.set(all.users.row(user), new Set(items.map((item) => all.items.row(item))))
  const positions: number[] = []
  for (let u = 0; u < all.nUsers; u++) {
    if (train.users.row(all.users.ids[u]) < 0) continue
    const heldOut = targets.get(u)
    for (let at = all.offsets[u]; at < all.offsets[u + 1]; at++)
      if (!heldOut?.has(all.itemRows[at])) positions.push(at)
  }
  return all.select(Int32Array.from(positions))
}
