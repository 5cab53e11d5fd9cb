import type { Candidate } from './seed-space/seed-space.js'

/**
 * How many candidates to choose from, for every song wanted. Measured for 1,500 songs of a catalogue of 29,570: from
 * twice as many the same shelves are chosen, and 10 songs for up next that are the same for all but 32 of them.
 */
export const POOL = 10

/** What {@link maximalMarginalRelevance} needs beside the candidates. */
export interface MmrOptions {
  /** At most this many are chosen. */
  readonly limit: number
  /** From 0 (only variety) to 1 (only relevance). */
  readonly relevanceWeight: number
  /** Similarity of two candidates by row, from -1 to 1. */
  readonly similarity: (a: number, b: number) => number
  /** Says whether a candidate may come next after those chosen so far. */
  readonly admits?: (row: number, chosen: readonly Candidate[]) => boolean
}

/** Below any similarity, also one that rounding has put below -1. */
const LEAST_SIMILARITY = -1.001

/**
 * Chooses one candidate after another, each time the one with the best
 * `w * relevance - (1 - w) * similarity to the most similar one chosen`; ties go to the earlier candidate. As long as
 * nothing is chosen, every candidate counts as unlike: 0. May choose fewer than `limit` when no candidate is admitted.
 *
 * Exact, but lazy: with every further choice a candidate's value can only fall, so what it was worth when last looked
 * at bounds it from above, and only candidates whose bound beats the best one found are looked at again. Costs
 * `limit * candidates` similarities at most. Measured for three shelves of 8 out of 480: 51, 211 and 506 with weights
 * 0.92, 0.84 and 0.76 (about 3,800 each if all were compared).
 *
 * @param candidates - With their relevance as `score`; best first.
 * @see Carbonell, Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
 *   summaries", SIGIR 1998.
 * @see Minoux, "Accelerated greedy algorithms for maximizing submodular set functions", 1978, for the bounds.
 */
export function maximalMarginalRelevance<C extends Candidate>(
  candidates: readonly C[],
  options: MmrOptions,
): C[] {
  const { limit, relevanceWeight, similarity, admits } = options
  const n = candidates.length
  const varietyWeight = 1 - relevanceWeight
  const chosen: C[] = []
  // By candidate: what its relevance is worth; the highest similarity to those chosen that it was compared with, which
  // are the first so many; and a bound of its value, -Infinity once it is chosen.
  const relevance = new Float64Array(n)
  for (let at = 0; at < n; at++) relevance[at] = relevanceWeight * candidates[at].score
  const nearest = new Float64Array(n)
  const compared = new Int32Array(n)
  const bounds = relevance.slice()
  while (chosen.length < limit) {
    let best = -1
    let bestValue = Number.NEGATIVE_INFINITY
    for (let at = 0; at < n; at++) {
      // Those behind are less relevant still.
      if (relevance[at] - varietyWeight * LEAST_SIMILARITY <= bestValue) break
      if (bounds[at] <= bestValue || admits?.(candidates[at].row, chosen) === false) continue
      while (compared[at] < chosen.length && bounds[at] > bestValue) {
        const alike = similarity(candidates[at].row, chosen[compared[at]++].row)
        nearest[at] = compared[at] === 1 ? alike : Math.max(nearest[at], alike)
        bounds[at] = relevance[at] - varietyWeight * nearest[at]
      }
      if (bounds[at] <= bestValue) continue
      best = at
      bestValue = bounds[at]
    }
    if (best < 0) break
    chosen.push(candidates[best])
    // Nothing but the first choice can raise a value: what counted as unlike may turn out to be less than that.
    if (chosen.length === 1)
      for (let at = 0; at < n; at++) bounds[at] = relevance[at] - varietyWeight * LEAST_SIMILARITY
    bounds[best] = Number.NEGATIVE_INFINITY
  }
  return chosen
}
