import type { Random } from '../random.js'

/**
 * One dimension of a Parzen estimator: a density for each observation, and one more, the last, for the prior.
 *
 * Values are coordinates: the index of a choice, or a number, or, with `log`, its logarithm.
 */
export interface Kernels {
  /** A value drawn from kernel `k`. */
  sample(k: number, random: Random): number
  /** Adds to `sums[k]` the logarithm of the density (or, on a grid, the probability) of `x` under kernel `k`. */
  addLogDensities(x: number, sums: Float64Array): void
}
