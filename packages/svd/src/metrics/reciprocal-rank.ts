import { hitsAt, type Relevant } from './ranking.js'

/**
 * 1 / place of the first hit, 0 without one. From 0 to 1. Its mean over users is MRR.
 *
 * @param ranked - Best first, without repeats: the whole ranking, unless hits below its end are to count as none.
 * @throws {@link SvdError} INVALID_OPTION for a repeated item; EMPTY_DATA when nothing is relevant.
 */
export function reciprocalRank<T>(ranked: readonly T[], relevant: Relevant<T>): number {
  const index = hitsAt(ranked, relevant, Math.max(ranked.length, 1)).indexOf(true)
  return index < 0 ? 0 : 1 / (index + 1)
}
