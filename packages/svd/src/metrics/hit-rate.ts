import { hitsAt, type Relevant } from './ranking.js'

/**
 * 1 when at least one of the first k places is a hit, else 0. Its mean over users is the hit rate.
 *
 * @param ranked - Best first, without repeats; may be shorter than k.
 * @throws {@link SvdError} INVALID_OPTION for k below 1 or a repeated item; EMPTY_DATA when nothing is relevant.
 */
export function hitRateAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): number {
  return hitsAt(ranked, relevant, k).includes(true) ? 1 : 0
}
