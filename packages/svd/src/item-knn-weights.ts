import type { Ratings } from './ratings.js'

/** How little a repetition still adds, and how much less each of many items of one user counts. */
const K1 = 1.2
const B = 0.75

/**
 * BM25 weights of all positives, by position: users as documents, items as their words, values (scaled to a mean of 1)
 * as word counts. Items that many took, and each item of a user who took many, count less.
 *
 * @param counts - Users of every item.
 * @see Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
 */
export function bm25Weights(positives: Ratings, counts: Int32Array): Float64Array {
  const { offsets, itemRows, values, mean, nUsers } = positives
  const weights = new Float64Array(values.length)
  const meanLength = values.length / nUsers
  for (let u = 0; u < nUsers; u++) {
    let length = 0
    for (let at = offsets[u]; at < offsets[u + 1]; at++) length += values[at] / mean
    const norm = K1 * (1 - B + (B * length) / meanLength)
    for (let at = offsets[u]; at < offsets[u + 1]; at++) {
      const value = values[at] / mean
      const rarity = Math.log(1 + nUsers / counts[itemRows[at]])
      weights[at] = ((value * (K1 + 1)) / (value + norm)) * rarity
    }
  }
  return weights
}
