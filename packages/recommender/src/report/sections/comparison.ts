import { intervalsChart } from '../charts/intervals.js'
import { type Comparison, comparisonsOf } from '../comparison.js'
import type { Interval } from '../interval.js'
import { html } from '../page/html.js'
import { count, percent, pValueText, score } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'
import { withoutRun } from './without-run.js'

export function comparisonSection(sources: ReportSources): Section {
  const heading = { id: 'comparison', title: 'Models compared' }
  const comparisons = comparisonsOf(sources)
  if (comparisons.length === 0) {
    const lead = sources.run?.report ? 'The run judged no rankings.' : withoutRun(sources)
    return { ...heading, lead: `${lead} No evaluation was given.`, parts: [] }
  }
  return {
    ...heading,
    lead: 'How well each model ranks what was held back, with 95 % intervals, and the differences on the same cases: a difference whose interval crosses zero may be luck. Intervals of two models may overlap and their difference still be clear, for the cases are the same.',
    parts: comparisons.flatMap(partsOf),
  }
}

function partsOf(comparison: Comparison): Section['parts'] {
  const { title, nCases, metric, models, differences, against } = comparison
  return [
    html`<h3>${title} <small>(${count(nCases)} cases)</small></h3>`,
    intervalsChart(
      models.map(({ name, ndcg }) => ({ name, interval: ndcg })),
      { title: metric, x: `${metric}, larger is better` },
    ),
    ...(differences.length === 0
      ? []
      : [
          intervalsChart(
            differences.map(({ name, ndcg }) => ({ name, interval: ndcg })),
            { title: 'Differences on the same cases', x: `${metric}: ${against}`, isDifference: true },
          ),
        ]),
    modelsTable(comparison),
    ...(differences.length === 0 ? [] : [differencesTable(comparison)]),
  ]
}

function modelsTable({ title, metric, recall, models }: Comparison) {
  return {
    caption: `${title}: models`,
    head: ['Model', metric, recall, 'coverage', 'popularity percentile'],
    rows: models.map((model) => [
      model.name,
      bounds(model.ndcg),
      bounds(model.recall),
      percent(model.coverage, 2),
      percent(model.popularity.mean),
    ]),
  }
}

function differencesTable({ title, metric, differences }: Comparison) {
  return {
    caption: `${title}: differences`,
    head: ['Difference', metric, '95 % interval', 'p'],
    rows: differences.map(({ name, ndcg, pValue }) => [
      name,
      score(ndcg.mean),
      `${score(ndcg.low)} to ${score(ndcg.high)}`,
      pValueText(pValue),
    ]),
  }
}

function bounds({ mean, low, high }: Interval): string {
  const half = (high - low) / 2
  return Number.isFinite(half) ? `${score(mean)} ± ${score(half)}` : score(mean)
}
