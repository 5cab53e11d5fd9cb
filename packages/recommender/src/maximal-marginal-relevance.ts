import type { Candidate } from './seed-space/seed-space.js'

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

/**
 * Chooses one candidate after another, each time the one with the best
 * `w * relevance - (1 - w) * similarity to the most similar one chosen`; ties go to the earlier candidate.
 * May choose fewer than `limit` when no candidate is admitted.
 *
 * Costs `limit * candidates` similarities.
 *
 * @param candidates - With their relevance as `score`; best first.
 * @see Carbonell, Goldstein, "The use of MMR, diversity-based reranking for reordering documents and producing
 *   summaries", SIGIR 1998.
 */
export function maximalMarginalRelevance(candidates: readonly Candidate[], options: MmrOptions): Candidate[] {
  const { limit, relevanceWeight, similarity, admits } = options
  const left = [...candidates]
  // Highest similarity of each candidate that is left to any chosen one; nothing chosen yet counts as unlike.
  const nearest = new Map(left.map(({ row }) => [row, 0]))
  const chosen: Candidate[] = []
  while (chosen.length < limit) {
    let best = -1
    let bestValue = Number.NEGATIVE_INFINITY
    for (const [at, { row, score }] of left.entries()) {
      const value = relevanceWeight * score - (1 - relevanceWeight) * (nearest.get(row) ?? 0)
      if (value > bestValue && (admits === undefined || admits(row, chosen))) {
        best = at
        bestValue = value
      }
    }
    if (best < 0) break
    const [next] = left.splice(best, 1)
    chosen.push(next)
    for (const { row } of left) {
      const alike = similarity(row, next.row)
      if (chosen.length === 1 || alike > (nearest.get(row) ?? 0)) nearest.set(row, alike)
    }
  }
  return chosen
}
