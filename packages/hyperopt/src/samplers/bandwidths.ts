/** Gives every observation in [0, 1] the standard deviation of a kernel, in (0, 1]. */
export type Bandwidths = (observed: readonly number[]) => Float64Array

/** The least width, as a share of the range: half of the mean distance of n + 1 points, but never below a hundredth. */
const leastWidth = (n: number) => Math.max(0.5 / (n + 2), 0.01)

/**
 * How wide a normal kernel is to be laid around every observation in [0, 1]: as far as the further of its two
 * neighbours, within bounds. So kernels are narrow where observations are close, and wide where there are few.
 *
 * The lower bound decides most: kernels that may be narrow let the search close in on an optimum. It is half of
 * Optuna's, in the direction that Watanabe's ablation (2023, section 4) found best.
 *
 * Cost: O(n log n).
 *
 * @returns A standard deviation for each observation, at most 1.
 * @see Bergstra, Bardenet, Bengio, Kégl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011, section 4.
 *   https://papers.nips.cc/paper/4443-algorithms-for-hyper-parameter-optimization
 */
export function bandwidths(observed: readonly number[]): Float64Array {
  const n = observed.length
  const order = Array.from(observed, (_, i) => i).sort((a, b) => observed[a]! - observed[b]!)
  const least = leastWidth(n)
  const widths = new Float64Array(n)
  for (const [rank, i] of order.entries()) {
    const x = observed[i]!
    const [before, after] = [order[rank - 1], order[rank + 1]]
    // The ends of the range do not count as neighbours, unless there are no others.
    const left = before === undefined ? (n === 1 ? x : 0) : x - observed[before]!
    const right = after === undefined ? (n === 1 ? 1 - x : 0) : observed[after]! - x
    widths[i] = Math.min(Math.max(left, right, least), 1)
  }
  return widths
}
