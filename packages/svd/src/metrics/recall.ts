import { hitsAt, type Relevant } from './ranking.js'

/**
 * Share of the relevant items found in the first k places, out of as many as fit there: hits / min(k, relevant).
 * From 0 to 1.
 *
 * @param ranked - Best first, without repeats; may be shorter than k.
 * @throws {@link SvdError} INVALID_OPTION for k below 1 or a repeated item; EMPTY_DATA when nothing is relevant.
 */
export function recallAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): number {
  return hitsAt(ranked, relevant, k).filter(Boolean).length / Math.min(k, relevant.size)
}
