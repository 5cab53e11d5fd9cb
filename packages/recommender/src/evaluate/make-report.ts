import { compareAllPaired, type MeanInterval, meanInterval, type PairedPValues } from '@redux/svd'
import { LIBRARY_VERSION } from '../library-version.js'
import type { ModelResult } from './evaluate-model.js'
import { MODELS } from './models.js'
import type { ReadSplitFile } from './node/read-split-file.js'
import type { Prepared } from './prepare.js'
import type { EvaluationData } from './read-data.js'
import {
  CASE_METRICS,
  type CasesReport,
  type ComparisonReport,
  EVALUATION_FORMAT_VERSION,
  type EvaluationReport,
  type Interval,
  type ReportedMetric,
} from './report.js'
import type { ResolvedEvaluateOptions } from './resolve-evaluate-options.js'
import { DESCRIPTIONS } from './splits.js'

interface Evaluated {
  readonly data: EvaluationData
  readonly prepared: Prepared
  readonly splitFile: ReadSplitFile | undefined
  readonly options: ResolvedEvaluateOptions
}

/** Means, intervals and comparisons of what the models did. */
export function makeReport(results: readonly ModelResult[], evaluated: Evaluated): EvaluationReport {
  const { prepared, options } = evaluated
  const users = prepared.splits.flatMap(({ cases }) => cases.map(({ user }) => user))
  return {
    kind: 'evaluation',
    formatVersion: EVALUATION_FORMAT_VERSION,
    libraryVersion: LIBRARY_VERSION,
    createdAt: new Date().toISOString(),
    data: dataOf(evaluated),
    protocol: { ...protocolOf(evaluated, users), k: results[0].k, recallK: results[0].recallK },
    models: results.map(({ name, perCase, coverage, gini, seconds }) => ({
      name,
      description: MODELS[name].description,
      metrics: byMetric((metric) => intervalOf(meanInterval(perCase[metric], { clusters: users }))),
      coverage,
      gini,
      seconds,
    })),
    baseline: options.baseline,
    comparisons: comparisonsOf(results, users, options),
    ...(options.cases && { cases: casesOf(results, users, prepared) }),
  }
}

function dataOf({ data, prepared, options }: Evaluated): EvaluationReport['data'] {
  const { report, interactions } = data
  return {
    name: report.name,
    sha256: report.sha256,
    format: report.format,
    kind: interactions.kind,
    rows: report.rows,
    pairs: interactions.items.length,
    users: interactions.userIds.length,
    items: interactions.itemIds.length,
    positives: prepared.positives.nRatings,
    threshold: interactions.kind === 'ratings' ? options.threshold : null,
  }
}

function protocolOf(
  { prepared, splitFile, options }: Evaluated,
  users: readonly string[],
): Omit<EvaluationReport['protocol'], 'k' | 'recallK'> {
  const { protocol, task, splits, positives } = prepared
  return {
    name: protocol,
    task,
    description: DESCRIPTIONS[protocol],
    split: splitFile ? { name: splitFile.name, sha256: splitFile.sha256 } : null,
    seed: options.seed,
    nSplits: splits.length,
    nCases: users.length,
    nUsers: new Set(users).size,
    catalogueSize: positives.nItems,
  }
}

function comparisonsOf(
  results: readonly ModelResult[],
  users: readonly string[],
  { baseline, metrics }: ResolvedEvaluateOptions,
): ComparisonReport[] {
  const base = results.find(({ name }) => name === baseline)!
  const others = results.filter(({ name }) => name !== baseline)
  return metrics.flatMap((metric) => {
    const values = others.map(({ perCase }) => perCase[metric])
    const comparisons = compareAllPaired(values, base.perCase[metric], { clusters: users })
    return comparisons.map(({ difference, pValue, corrected }, n) => ({
      model: others[n].name,
      metric,
      difference: intervalOf(difference),
      pValue: pValues(pValue),
      corrected: pValues(corrected),
    }))
  })
}

function casesOf(
  results: readonly ModelResult[],
  users: readonly string[],
  { splits }: Prepared,
): CasesReport {
  return {
    users,
    splits: splits.flatMap(({ cases }, split) => cases.map(() => split)),
    values: Object.fromEntries(
      results.map(({ name, perCase }) => [name, byMetric((metric) => [...perCase[metric]])]),
    ),
  }
}

function byMetric<T>(of: (metric: ReportedMetric) => T): Record<ReportedMetric, T> {
  return Object.fromEntries(CASE_METRICS.map((metric) => [metric, of(metric)])) as Record<ReportedMetric, T>
}

function intervalOf({ mean, standardError, halfWidth, low, high }: MeanInterval): Interval {
  return {
    mean,
    standardError: nullIfNaN(standardError),
    halfWidth: nullIfNaN(halfWidth),
    low: nullIfNaN(low),
    high: nullIfNaN(high),
  }
}

function pValues({ t, wilcoxon }: PairedPValues) {
  return { t: nullIfNaN(t), wilcoxon: nullIfNaN(wilcoxon) }
}

/** JSON knows no NaN. */
function nullIfNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
