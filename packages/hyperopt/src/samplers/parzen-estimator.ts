import type { Random } from '../random.js'
import type { Bandwidths } from './bandwidths.js'
import type { Dimension } from './dimension.js'
import type { Kernels } from './kernels.js'

/**
 * A density estimated from observed points: a weighted sum of one product of kernels for each point, and one for the
 * prior, which is spread over the whole space.
 *
 * Points are rows of coordinates, one for each dimension.
 *
 * @see Falkner, Klein, Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", ICML 2018, for the
 *   product over dimensions. https://arxiv.org/abs/1807.01774
 */
export class ParzenEstimator {
  readonly #kernels: readonly Kernels[]
  readonly #logWeights: Float64Array
  readonly #cumulative: Float64Array

  /**
   * @param weights - Of the points; the prior weighs 1.
   * @param widths - How wide the kernels of numbers are to be.
   */
  constructor(
    dimensions: readonly Dimension[],
    points: readonly (readonly number[])[],
    weights: readonly number[],
    widths?: Bandwidths,
  ) {
    this.#kernels = dimensions.map((dimension, i) =>
      dimension.kernels(
        points.map((point) => point[i]!),
        widths,
      ),
    )
    const all = [...weights, 1]
    const total = all.reduce((sum, weight) => sum + weight, 0)
    this.#logWeights = Float64Array.from(all, (weight) => Math.log(weight / total))
    let sum = 0
    this.#cumulative = Float64Array.from(all, (weight) => (sum += weight / total))
  }

  /** A point drawn from the density: all its coordinates from the kernels of one observation. */
  sample(random: Random): number[] {
    const u = random()
    const found = this.#cumulative.findIndex((sum) => u < sum)
    const k = found < 0 ? this.#cumulative.length - 1 : found
    return this.#kernels.map((kernels) => kernels.sample(k, random))
  }

  /** The logarithm of the density at a point. Cost: the number of observations times that of dimensions. */
  logDensity(point: readonly number[]): number {
    const sums = this.#logWeights.slice()
    for (const [i, kernels] of this.#kernels.entries()) kernels.addLogDensities(point[i]!, sums)
    return logSumExp(sums)
  }
}

/** log(sum(exp(x))), without overflow or loss of what is small. */
function logSumExp(logs: Float64Array): number {
  const largest = logs.reduce((a, b) => Math.max(a, b))
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0))
}
