import type { ComparedMetric, EvaluationInterval, EvaluationReport } from '../../index.js'
import { drawTable } from './tables.js'

/** How metrics are called in tables. */
const LABELS: Readonly<Record<ComparedMetric, (k: number, recallK: number) => string>> = {
  ndcg: (k) => `NDCG@${k}`,
  recall: (_, recallK) => `Recall@${recallK}`,
  precision: (k) => `Precision@${k}`,
  mrr: () => 'MRR',
  map: (k) => `MAP@${k}`,
  hitRate: (k) => `Hit rate@${k}`,
}

interface Shown {
  readonly metrics: readonly string[]
  readonly colours: boolean
}

/** Everything an evaluation has to tell, top to bottom. */
export function evaluationText(report: EvaluationReport, shown: Shown): string {
  const { data, protocol, baseline } = report
  const count = (value: number) => value.toLocaleString('en')
  const seeds = protocol.nSplits > 1 ? ` in ${protocol.nSplits} splits` : ''
  const parts = [
    `Data: ${data.name}, ${count(data.positives)} positives of ${count(data.users)} users, a catalogue of ${count(protocol.catalogueSize)} items`,
    `Task: ${protocol.task}; ${protocol.split ? `split file ${protocol.split.name}` : protocol.description}`,
    `Cases: ${count(protocol.nCases)} of ${count(protocol.nUsers)} users${seeds}; ± is half a 95 % interval`,
    metricsTable(report, shown),
    ...(report.comparisons.length === 0
      ? []
      : [
          `Better or worse than ${baseline} on the same cases; * marks p < 0.05 (paired t-test, Holm-corrected)`,
          differencesTable(report, shown),
        ]),
  ]
  return parts.join('\n')
}

function metricsTable(
  { models, protocol: { k, recallK } }: EvaluationReport,
  { metrics, colours }: Shown,
): string {
  const names = metrics as readonly ComparedMetric[]
  const head = ['Model', ...names.map((name) => LABELS[name](k, recallK)), `coverage@${k}`, 'popularity pct.']
  const rows = models.map((model) => [
    model.name,
    ...names.map((name) => interval(model.metrics[name])),
    model.coverage.toFixed(3),
    model.metrics.popularity.mean.toFixed(3),
  ])
  return drawTable(head, rows, { colours, numbers: head.map((_, column) => column).slice(1) })
}

function differencesTable(report: EvaluationReport, { metrics, colours }: Shown): string {
  const { k, recallK } = report.protocol
  const names = metrics as readonly ComparedMetric[]
  const others = report.models.filter(({ name }) => name !== report.baseline)
  const cell = (model: string, metric: string) => {
    const { difference, corrected } = report.comparisons.find(
      (comparison) => comparison.model === model && comparison.metric === metric,
    )!
    const isClear = corrected.t !== null && corrected.t < 0.05
    return `${difference.mean < 0 ? '' : '+'}${interval(difference)}${isClear ? ' *' : '  '}`
  }
  const head = ['Model', ...names.map((name) => LABELS[name](k, recallK))]
  return drawTable(
    head,
    others.map(({ name }) => [name, ...names.map((metric) => cell(name, metric))]),
    { colours, numbers: head.map((_, column) => column).slice(1) },
  )
}

function interval({ mean, halfWidth }: EvaluationInterval): string {
  return halfWidth === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${halfWidth.toFixed(4)}`
}
