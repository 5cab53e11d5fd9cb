import { hitsAt, type Relevant } from './ranking.js'

/**
 * Mean precision over the places of the hits among the first k, out of as many hits as fit there: the sum over hits of
 * (hits so far / place), divided by min(k, relevant). From 0 to 1. Its mean over users is MAP@k.
 *
 * @param ranked - Best first, without repeats; may be shorter than k.
 * @throws {@link SvdError} INVALID_OPTION for k below 1 or a repeated item; EMPTY_DATA when nothing is relevant.
 */
export function averagePrecisionAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): number {
  let hits = 0
  let sum = 0
  for (const [index, hit] of hitsAt(ranked, relevant, k).entries()) if (hit) sum += ++hits / (index + 1)
  return sum / Math.min(k, relevant.size)
}
