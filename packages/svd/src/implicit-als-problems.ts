import type { RidgeProblems } from '@redux/kernels/linear-algebra'
import { type FrequencyPenalty, penaltyOf } from './implicit-als-penalty.js'
import type { SingleListenerItems } from './implicit-als-single-listeners.js'
import type { Ratings } from './ratings.js'

/** The regressions of all users: over the slots of the items they share, then over their bundle, which is set later. */
export function userProblems(
  ratings: Ratings,
  confidences: Float32Array,
  singles: SingleListenerItems,
  penalty: FrequencyPenalty,
): RidgeProblems & { readonly bundlePositions: Int32Array } {
  const slotOfBundle = new Map(singles.bundles.map(({ user, slot }) => [user, slot]))
  const counts = new Int32Array(ratings.nUsers)
  for (let user = 0; user < ratings.nUsers; user++) {
    if (slotOfBundle.has(user)) counts[user]++
    for (let at = ratings.offsets[user]; at < ratings.offsets[user + 1]; at++)
      if (singles.slotOf[ratings.itemRows[at]] >= 0) counts[user]++
  }
  const problems = emptyProblems(counts)
  const bundlePositions: number[] = []
  let to = 0
  for (let user = 0; user < ratings.nUsers; user++) {
    for (let at = ratings.offsets[user]; at < ratings.offsets[user + 1]; at++) {
      const slot = singles.slotOf[ratings.itemRows[at]]
      if (slot < 0) continue
      problems.entries[to] = slot
      problems.confidences[to++] = confidences[at]
    }
    const bundle = slotOfBundle.get(user)
    if (bundle !== undefined) {
      bundlePositions.push(to)
      problems.entries[to++] = bundle
    }
    problems.regularization[user] = penaltyOf(penalty, ratings.offsets[user + 1] - ratings.offsets[user])
  }
  return { ...problems, bundlePositions: Int32Array.from(bundlePositions) }
}

/** The regressions of the items that have a slot of their own, by slot, over their users in ascending order. */
export function itemProblems(
  ratings: Ratings,
  confidences: Float32Array,
  singles: SingleListenerItems,
  penalty: FrequencyPenalty,
): RidgeProblems {
  const counts = new Int32Array(singles.nShared)
  for (const item of ratings.itemRows) if (singles.slotOf[item] >= 0) counts[singles.slotOf[item]]++
  const problems = emptyProblems(counts)
  const next = problems.offsets.slice()
  for (let user = 0; user < ratings.nUsers; user++)
    for (let at = ratings.offsets[user]; at < ratings.offsets[user + 1]; at++) {
      const slot = singles.slotOf[ratings.itemRows[at]]
      if (slot < 0) continue
      const to = next[slot]++
      problems.entries[to] = user
      problems.confidences[to] = confidences[at]
    }
  for (const [slot, count] of counts.entries()) problems.regularization[slot] = penaltyOf(penalty, count)
  return problems
}

/** Room for so many entries a row, with the target 1 everywhere. */
function emptyProblems(counts: Int32Array): RidgeProblems {
  const offsets = new Int32Array(counts.length + 1)
  for (const [row, count] of counts.entries()) offsets[row + 1] = offsets[row] + count
  const nEntries = offsets[counts.length]
  return {
    offsets,
    entries: new Int32Array(nEntries),
    confidences: new Float32Array(nEntries).fill(1),
    targets: new Float32Array(nEntries).fill(1),
    regularization: new Float32Array(counts.length),
  }
}
