import { SvdError } from '../errors.js'
import { requireInteger } from '../options.js'
import { createRandom } from '../random.js'
import { clusterSums } from './confidence-interval.js'

/** How {@link signFlipTest} draws. */
export interface SignFlipOptions {
  /** Groups whose differences keep their signs together, see {@link meanInterval}. */
  readonly clusters?: readonly string[]
  /** Random assignments of signs, an integer >= 1. @defaultValue 10000 */
  readonly nRounds?: number
  /** @defaultValue 0 */
  readonly seed?: number
}

/**
 * Paired permutation test: how often differences with random signs have a mean as far from 0 as theirs. Assumes nothing
 * of their distribution. O(nRounds * clusters).
 *
 * @returns The two-sided p-value, at least 1 / (nRounds + 1).
 * @throws {@link SvdError} EMPTY_DATA, DIMENSION_MISMATCH, INVALID_OPTION
 * @see Phipson, Smyth, "Permutation p-values should never be zero", SAGMB 9(1), 2010.
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  { clusters, nRounds = 10_000, seed = 0 }: SignFlipOptions = {},
): number {
  requireInteger('nRounds', nRounds, 1)
  requireInteger('seed', seed, Number.MIN_SAFE_INTEGER)
  if (differences.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one case')
  const sums = clusterSums(Float64Array.from(differences), clusters)
  const random = createRandom(seed)
  const size = sums.reduce((total, sum) => total + Math.abs(sum), 0)
  // Equal sums in another order differ in their last bits.
  const observed = Math.abs(sums.reduce((total, sum) => total + sum, 0)) - 1e-12 * size
  let asFar = 0
  for (let round = 0; round < nRounds; round++) {
    let total = 0
    for (const sum of sums) total += random.uniform() < 0.5 ? sum : -sum
    if (Math.abs(total) >= observed) asFar++
  }
  return (asFar + 1) / (nRounds + 1)
}
