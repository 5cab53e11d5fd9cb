import type { MmrOptions } from '../src/maximal-marginal-relevance.js'
import type { Candidate } from '../src/seed-space/seed-space.js'

/** The definition, word for word: every candidate that is left is compared with every one that is chosen. */
export function plainMaximalMarginalRelevance(
  candidates: readonly Candidate[],
  { limit, relevanceWeight, similarity, admits }: MmrOptions,
): Candidate[] {
  const left = [...candidates]
  const chosen: Candidate[] = []
  while (chosen.length < limit) {
    let best = -1
    let bestValue = Number.NEGATIVE_INFINITY
    for (const [at, { row, score }] of left.entries()) {
      const alike = chosen.length === 0 ? 0 : Math.max(...chosen.map((other) => similarity(row, other.row)))
      const value = relevanceWeight * score - (1 - relevanceWeight) * alike
      if (value > bestValue && (admits === undefined || admits(row, chosen))) {
        best = at
        bestValue = value
      }
    }
    if (best < 0) break
    chosen.push(...left.splice(best, 1))
  }
  return chosen
}
