import { SvdError } from '../errors.js'

/** Standard errors on either side of the mean that a 95 % interval takes. */
const Z = 1.96

/** A mean with what it is uncertain by. */
export interface MeanInterval {
  readonly mean: number
  readonly standardError: number
  /** Half the width of the 95 % interval: mean ± this. */
  readonly halfWidth: number
  readonly low: number
  readonly high: number
  readonly nCases: number
  /** Independent groups of cases; as many as cases when every case is its own. */
  readonly nClusters: number
}

/** How {@link meanInterval} counts. */
export interface MeanIntervalOptions {
  /**
   * Which group every case belongs to, such as its user, when cases of one group are alike and tell less than as many
   * independent ones. Every case is its own group when absent.
   */
  readonly clusters?: readonly string[]
}

/**
 * Mean over cases of equal weight, with a normal 95 % interval whose variance is cluster-robust:
 * G / (G - 1) * sum over groups of (sum of the group's deviations)² / n². Where every case is its own group that is the
 * usual s² / n. Of a single group nothing is known but its mean: the error is NaN.
 *
 * @throws {@link SvdError} EMPTY_DATA without cases; DIMENSION_MISMATCH; NOT_FINITE.
 * @see Cameron, Miller, "A practitioner's guide to cluster-robust inference", J. Human Resources 50(2), 2015.
 */
export function meanInterval(
  values: ArrayLike<number>,
  { clusters }: MeanIntervalOptions = {},
): MeanInterval {
  const nCases = values.length
  const mean = meanOf(values)
  const deviations = clusterSums(
    Float64Array.from(values, (value) => value - mean),
    clusters,
  )
  const nClusters = deviations.length
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0)
  const standardError = Math.sqrt((nClusters / (nClusters - 1)) * squares) / nCases
  const halfWidth = Z * standardError
  return { mean, standardError, halfWidth, low: mean - halfWidth, high: mean + halfWidth, nCases, nClusters }
}

/** Mean of finite numbers, at least one of them. */
function meanOf(values: ArrayLike<number>): number {
  if (values.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one case')
  let sum = 0
  for (let n = 0; n < values.length; n++) {
    if (!Number.isFinite(values[n]))
      throw new SvdError('NOT_FINITE', `case ${n} must be a finite number, got ${values[n]}`)
    sum += values[n]
  }
  return sum / values.length
}

/** Sums by group, in order of first appearance; the values themselves without groups. */
export function clusterSums(values: Float64Array, clusters: readonly string[] | undefined): Float64Array {
  if (clusters === undefined) return values
  if (clusters.length !== values.length)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `there must be one cluster a case (${values.length}), got ${clusters.length}`,
    )
  const sums = new Map<string, number>()
  for (const [n, cluster] of clusters.entries()) sums.set(cluster, (sums.get(cluster) ?? 0) + values[n])
  return Float64Array.from(sums.values())
}
