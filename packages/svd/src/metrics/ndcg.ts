import { hitsAt, type Relevant } from './ranking.js'

/**
 * Normalised discounted cumulative gain of the first k places with relevance 0 or 1: the sum of 1 / log2(place + 1)
 * over hits, divided by the same sum had all leading places been hits. From 0 to 1.
 *
 * @param ranked - Best first, without repeats; may be shorter than k.
 * @throws {@link SvdError} INVALID_OPTION for k below 1 or a repeated item; EMPTY_DATA when nothing is relevant.
 * @see Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
 */
export function ndcgAt<T>(ranked: readonly T[], relevant: Relevant<T>, k: number): number {
  const gain = (place: number) => 1 / Math.log2(place + 1)
  let sum = 0
  let ideal = 0
  for (const [index, hit] of hitsAt(ranked, relevant, k).entries()) if (hit) sum += gain(index + 1)
  for (let place = 1; place <= Math.min(k, relevant.size); place++) ideal += gain(place)
  return sum / ideal
}
