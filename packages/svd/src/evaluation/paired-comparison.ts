import { SvdError } from '../errors.js'
import {
  clusterSums,
  type MeanInterval,
  type MeanIntervalOptions,
  meanInterval,
} from './confidence-interval.js'
import { studentTwoSided } from './distributions.js'
import { holm } from './holm.js'
import { wilcoxonSignedRank } from './wilcoxon.js'

/** P-values of one question by several tests, two-sided. */
export interface PairedPValues {
  /** Paired t-test, by cluster-robust errors with (clusters - 1) degrees of freedom. NaN for a single cluster. */
  readonly t: number
  /** Wilcoxon's signed-rank test of the sums by cluster. */
  readonly wilcoxon: number
}

/** One model's values less another's on the same cases. */
export interface PairedComparison {
  /** Of the differences: above 0 when the first is larger. */
  readonly difference: MeanInterval
  readonly pValue: PairedPValues
}

/** A {@link PairedComparison} of one among several models. */
export interface CorrectedComparison extends PairedComparison {
  /** {@link PairedComparison.pValue} by Holm's method, for as many comparisons as there are models. */
  readonly corrected: PairedPValues
}

/**
 * Compares two models by their differences on the same cases. What makes a case hard or easy for both cancels out, so
 * the interval is much narrower than those of the two means.
 *
 * @param values - A metric of one model by case.
 * @param baseline - The same metric of the other on the same cases.
 * @throws {@link SvdError} DIMENSION_MISMATCH, EMPTY_DATA, NOT_FINITE
 */
export function comparePaired(
  values: ArrayLike<number>,
  baseline: ArrayLike<number>,
  { clusters }: MeanIntervalOptions = {},
): PairedComparison {
  if (values.length !== baseline.length)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `both models must have the same cases (${baseline.length}), got ${values.length}`,
    )
  const differences = Float64Array.from(values, (value, n) => value - baseline[n])
  const difference = meanInterval(differences, { clusters })
  const { mean, standardError, nClusters } = difference
  return {
    difference,
    pValue: {
      t: mean === 0 ? 1 : studentTwoSided(mean / standardError, nClusters - 1),
      wilcoxon: wilcoxonSignedRank(clusterSums(differences, clusters)).pValue,
    },
  }
}

/**
 * Compares several models with one baseline on the same cases, with p-values corrected for their number.
 *
 * @returns In the order of `models`.
 */
export function compareAllPaired(
  models: readonly ArrayLike<number>[],
  baseline: ArrayLike<number>,
  options: MeanIntervalOptions = {},
): CorrectedComparison[] {
  const comparisons = models.map((values) => comparePaired(values, baseline, options))
  const corrected = (test: keyof PairedPValues) => holm(comparisons.map(({ pValue }) => pValue[test]))
  const [t, wilcoxon] = [corrected('t'), corrected('wilcoxon')]
  return comparisons.map((comparison, n) => ({
    ...comparison,
    corrected: { t: t[n], wilcoxon: wilcoxon[n] },
  }))
}
