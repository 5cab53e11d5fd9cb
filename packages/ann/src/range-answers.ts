import type { RangeAnswer } from '@redux/kernels'
import { AnnError } from './errors.js'
import { MAX_INT32 } from './options.js'
import type { RangeSearchResult } from './search-result.js'

/**
 * Puts the answers to all queries one after the other.
 *
 * @throws {@link AnnError} OUT_OF_RANGE if they are more than int32 can count.
 */
export function joinRangeAnswers(answers: readonly RangeAnswer[]): RangeSearchResult {
  const limits = new Int32Array(answers.length + 1)
  let total = 0
  for (const [query, { labels }] of answers.entries()) {
    total += labels.length
    if (total > MAX_INT32)
      throw new AnnError('OUT_OF_RANGE', `a range search gives ${MAX_INT32} answers at most, got ${total}`)
    limits[query + 1] = total
  }
  const result = { limits, distances: new Float32Array(total), labels: new Int32Array(total) }
  for (const [query, { distances, labels }] of answers.entries()) {
    result.distances.set(distances, limits[query])
    result.labels.set(labels, limits[query])
  }
  return result
}
