import type { Query, RankingScorer } from '@redux/svd'

/**
 * The sum of several models' scores, each less its mean and over its standard deviation: what they agree on comes first.
 * All must know the same items in the same order.
 */
export class Blend implements RankingScorer {
  readonly itemIds: readonly string[]
  readonly #models: readonly RankingScorer[]

  constructor(models: readonly RankingScorer[]) {
    this.itemIds = models[0].itemIds
    this.#models = models
  }

  scoresOfAll(queries: readonly Query[]): Float64Array[] {
    const scores = this.#models.map((model) => model.scoresOfAll(queries))
    return queries.map((_, n) => {
      const sums = new Float64Array(this.itemIds.length)
      for (const model of scores) addStandardised(sums, model[n])
      return sums
    })
  }
}

/** Adds scores with mean 0 and standard deviation 1; nothing when all are equal. */
export function addStandardised(sums: Float64Array, scores: ArrayLike<number>): void {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < scores.length; i++) {
    sum += scores[i]
    squares += scores[i] * scores[i]
  }
  const mean = sum / scores.length
  const deviation = Math.sqrt(Math.max(squares / scores.length - mean * mean, 0))
  if (deviation > 0) for (let i = 0; i < scores.length; i++) sums[i] += (scores[i] - mean) / deviation
}
