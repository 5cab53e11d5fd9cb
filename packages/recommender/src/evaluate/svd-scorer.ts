import { type FittedParameters, type Query, type RankingScorer, Vocabulary } from '@redux/svd'
import { evidence } from '../evidence.js'

/**
 * Ranks as the reference pipeline does with the factors of Funk SVD: for users of the training data by the expected
 * rating, for others by the cosine to the seeds, both shrunk by the {@link evidence} for an item.
 */
export class SvdScorer implements RankingScorer {
  readonly itemIds: readonly string[]
  readonly #parameters: FittedParameters
  readonly #nFactors: number
  readonly #users: Vocabulary
  readonly #items: Vocabulary
  /** By item: how far to trust what the model says of it. */
  readonly #evidence: Float64Array
  /** nItems x nFactors, row-major: item factors at length 1. */
  readonly #directions: Float64Array

  /** @param listeners - Training users of every item, in the order of `parameters.itemIds`. */
  constructor(parameters: FittedParameters, listeners: ArrayLike<number>) {
    const { userIds, itemIds, itemFactors } = parameters
    this.#parameters = parameters
    this.#nFactors = itemFactors.length / itemIds.length
    this.itemIds = itemIds
    this.#users = new Vocabulary(userIds)
    this.#items = new Vocabulary(itemIds)
    this.#evidence = Float64Array.from(listeners, evidence)
    this.#directions = Float64Array.from(itemFactors)
    for (let i = 0; i < itemIds.length; i++) {
      const row = this.#directions.subarray(i * this.#nFactors, (i + 1) * this.#nFactors)
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
      if (length > 0) for (let f = 0; f < row.length; f++) row[f] /= length
    }
  }

  scoresOfAll(queries: readonly Query[]): Float64Array[] {
    return queries.map(({ user, seeds }) => {
      const u = user === undefined ? -1 : this.#users.row(user)
      return u < 0 ? this.#cosines(seeds) : this.#expectedRatings(u)
    })
  }

  #expectedRatings(u: number): Float64Array {
    const { userFactors, itemFactors, userBiases, itemBiases, globalMean } = this.#parameters
    const user = userFactors.subarray(u * this.#nFactors, (u + 1) * this.#nFactors)
    const expected = this.#products(user, itemFactors)
    return expected.map((dot, i) => (globalMean + userBiases[u] + itemBiases[i] + dot) * this.#evidence[i])
  }

  #cosines(seeds: Query['seeds']): Float64Array {
    const n = this.#nFactors
    const profile = new Float64Array(n)
    for (const { item, weight = 1 } of seeds) {
      const row = this.#items.row(item)
      if (row >= 0) for (let f = 0; f < n; f++) profile[f] += weight * this.#directions[row * n + f]
    }
    return this.#products(profile, this.#directions).map((dot, i) => dot * this.#evidence[i])
  }

  #products(vector: Float32Array | Float64Array, rows: Float32Array | Float64Array): Float64Array {
    const n = this.#nFactors
    const products = new Float64Array(this.itemIds.length)
    for (let i = 0; i < products.length; i++) {
      let sum = 0
      for (let f = 0; f < n; f++) sum += vector[f] * rows[i * n + f]
      products[i] = sum
    }
    return products
  }
}
