import { hitsAt, type Relevant } from './ranking.js'

/**
 * Share of the first k places that are hits; places left empty count as misses. From 0 to 1.
 *
 * @param ranked - Best first, without repeats; may be shorter than k.
 * @throws {@link SvdError} INVALID_OPTION for k below 1 or a repeated item; EMPTY_DATA when nothing is relevant.
 */
export function precisionAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): number {
  return hitsAt(ranked, relevant, k).filter(Boolean).length / k
}
