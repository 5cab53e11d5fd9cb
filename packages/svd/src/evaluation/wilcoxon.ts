import { normalCdf } from './distributions.js'

/** Differences up to which the distribution of the statistic is counted out rather than approximated. */
const EXACT_UP_TO = 50

/** What {@link wilcoxonSignedRank} finds. */
export interface WilcoxonResult {
  /** Sum of the ranks of the positive differences. */
  readonly positiveRankSum: number
  readonly negativeRankSum: number
  /** Two-sided. */
  readonly pValue: number
}

/**
 * Wilcoxon's signed-rank test: whether differences lie symmetrically about 0, judged by their ranks, so that a few huge
 * ones weigh no more than their order. Zeros are left out, equal sizes share their mean rank. Up to 50 differences the
 * p-value is exact, ties included; above, normal with continuity and tie correction. O(n log n).
 *
 * @see Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1(6), 1945.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>): WilcoxonResult {
  const nonZero = Array.from(differences)
    .filter((difference) => difference !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
  const doubledRanks = doubledMidRanks(nonZero)
  let positive = 0
  let negative = 0
  for (const [n, difference] of nonZero.entries())
    if (difference > 0) positive += doubledRanks[n] / 2
    else negative += doubledRanks[n] / 2
  const smaller = Math.min(positive, negative)
  const pValue =
    nonZero.length <= EXACT_UP_TO ? exact(doubledRanks, 2 * smaller) : normal(doubledRanks, smaller)
  return { positiveRankSum: positive, negativeRankSum: negative, pValue }
}

/** Twice the mean rank of every size, a whole number. */
function doubledMidRanks(ascending: readonly number[]): Int32Array {
  const ranks = new Int32Array(ascending.length)
  for (let first = 0; first < ascending.length; ) {
    let end = first
    while (end < ascending.length && Math.abs(ascending[end]) === Math.abs(ascending[first])) end++
    ranks.fill(first + 1 + end, first, end)
    first = end
  }
  return ranks
}

/** Probability of a sum at most this small on either side, over all 2^n ways to sign the ranks. */
function exact(doubledRanks: Int32Array, doubledSum: number): number {
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0)
  const probabilities = new Float64Array(total + 1)
  probabilities[0] = 1
  for (const rank of doubledRanks)
    for (let sum = total; sum >= 0; sum--)
      probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2
  const tail = probabilities.subarray(0, doubledSum + 1).reduce((sum, probability) => sum + probability, 0)
  return Math.min(2 * tail, 1)
}

function normal(doubledRanks: Int32Array, sum: number): number {
  // With mid-ranks the variance, the sum of squared ranks / 4, has the tie correction in it.
  const variance = doubledRanks.reduce((squares, rank) => squares + rank * rank, 0) / 16
  const mean = doubledRanks.reduce((ranks, rank) => ranks + rank, 0) / 4
  return Math.min(2 * normalCdf((sum - mean + 0.5) / Math.sqrt(variance)), 1)
}
