import { SvdError } from '../errors.js'
import { normalQuantile } from './normal-quantile.js'

/** Whether chains tell of the distribution that they are to be drawn from. */
export interface Convergence {
  /** Split R-hat of ranks, of the centre or the spread, whichever is larger: 1 is perfect, above 1.01 chains differ. */
  readonly rHat: number
  /** Independent draws that would tell as much of the distribution's centre; above 100 a chain is enough for most. */
  readonly bulkEss: number
}

/**
 * Rank-normalised split R-hat and bulk effective sample size. Every chain is cut into halves, so that one chain that
 * drifts is found out, too. O(S log S + S T) for S draws and T lags until they no longer correlate.
 *
 * @param chains - Draws of one quantity, each of the same length >= 4, from one or several seeds.
 * @throws {@link SvdError} INVALID_OPTION for fewer than four draws or no chain; DIMENSION_MISMATCH for chains of
 *   unequal length; NOT_FINITE.
 * @see Vehtari, Gelman, Simpson, Carpenter, Bürkner, "Rank-normalization, folding, and localization: an improved R-hat
 *   for assessing convergence of MCMC", Bayesian Analysis 16(2), 2021.
 */
export function convergence(chains: readonly ArrayLike<number>[]): Convergence {
  const n = chains[0]?.length ?? 0
  if (n < 4) throw new SvdError('INVALID_OPTION', `there must be chains of four draws at least, got ${n}`)
  for (const chain of chains) {
    if (chain.length !== n)
      throw new SvdError('DIMENSION_MISMATCH', `chains must be equally long, got ${n} and ${chain.length}`)
    for (let at = 0; at < n; at++)
      if (!Number.isFinite(chain[at]))
        throw new SvdError('NOT_FINITE', `draw ${at} must be finite, got ${chain[at]}`)
  }
  const halves = chains.flatMap((chain) => splitInHalves(Float64Array.from(chain)))
  const normalised = rankNormalised(halves)
  const middle = median(halves)
  const folded = rankNormalised(halves.map((half) => half.map((value) => Math.abs(value - middle))))
  return { rHat: Math.max(rHat(normalised), rHat(folded)), bulkEss: effectiveSampleSize(normalised) }
}

/** The middle draw of an odd number is left out. */
function splitInHalves(chain: Float64Array): [Float64Array, Float64Array] {
  const half = Math.floor(chain.length / 2)
  return [chain.slice(0, half), chain.slice(chain.length - half)]
}

function median(chains: readonly Float64Array[]): number {
  const sorted = Float64Array.from(chains.flatMap((chain) => [...chain])).sort()
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** Every draw by its rank among all, as a standard normal would have it; equal draws share the mean of their ranks. */
function rankNormalised(chains: readonly Float64Array[]): Float64Array[] {
  const n = chains[0].length
  const all = chains.flatMap((chain) => [...chain])
  const order = [...all.keys()].sort((a, b) => all[a] - all[b])
  const scores = new Float64Array(all.length)
  for (let from = 0, end = 0; from < order.length; from = end) {
    while (end < order.length && all[order[end]] === all[order[from]]) end++
    const rank = (from + 1 + end) / 2
    const score = normalQuantile((rank - 3 / 8) / (all.length + 1 / 4))
    for (let at = from; at < end; at++) scores[order[at]] = score
  }
  return chains.map((_, chain) => scores.slice(chain * n, (chain + 1) * n))
}

/** Root of the variance of all draws over the mean variance within a chain; 1 where nothing varies. */
function rHat(chains: readonly Float64Array[]): number {
  const { within, total } = variances(chains)
  return total === 0 ? 1 : Math.sqrt(total / within)
}

/** Mean variance within chains, and an estimate of that of the distribution, from above. */
function variances(chains: readonly Float64Array[]): { within: number; total: number } {
  const n = chains[0].length
  const within = mean(chains.map((chain) => (autocovariance(chain, 0) * n) / (n - 1)))
  const means = Float64Array.from(chains, mean)
  const between = (autocovariance(means, 0) * means.length) / (means.length - 1)
  return { within, total: (within * (n - 1)) / n + between }
}

/** By Geyer's initial monotone sequence: correlations are added up in pairs, for as long as these are above 0. */
function effectiveSampleSize(chains: readonly Float64Array[]): number {
  const n = chains[0].length
  const nDraws = n * chains.length
  const { within, total } = variances(chains)
  if (total === 0) return nDraws
  const correlation = (lag: number) =>
    1 - (within - mean(chains.map((chain) => autocovariance(chain, lag)))) / total
  let sum = 0
  let before = Number.POSITIVE_INFINITY
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1)
    if (!(pair > 0)) break
    before = Math.min(before, pair)
    sum += before
  }
  return nDraws / Math.max(2 * sum - 1, 1 / Math.log10(nDraws))
}

/** Divided by n, not by n - lag: less noise where little is known. */
function autocovariance(chain: Float64Array, lag: number): number {
  const centre = mean(chain)
  let sum = 0
  for (let at = lag; at < chain.length; at++) sum += (chain[at] - centre) * (chain[at - lag] - centre)
  return sum / chain.length
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]
  return sum / values.length
}
