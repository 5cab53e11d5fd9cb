import { coverageAccuracyChart } from '../charts/coverage-accuracy.js'
import { varietyCostChart } from '../charts/variety-cost.js'
import { comparisonsOf } from '../comparison.js'
import { percent, score } from '../page/numbers.js'
import type { RunReport } from '../run-record.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'
import { withoutRun } from './without-run.js'

export function tradeOffsSection(sources: ReportSources): Section {
  const heading = { id: 'trade-offs', title: 'Coverage, variety and what they cost' }
  const comparisons = comparisonsOf(sources)
  const variety = sources.run?.report?.variety
  if (comparisons.length === 0 && variety === undefined) {
    const lead = sources.run?.report ? 'The run judged no rankings.' : withoutRun(sources)
    return { ...heading, lead, parts: [] }
  }
  return {
    ...heading,
    lead: 'A model may rank well by recommending the same few things to everybody: the further right, the more of the catalogue anybody gets to see. A model that the run trained is in colour.',
    parts: [
      ...comparisons.map(coverageAccuracyChart),
      ...(variety ? [varietyCostChart(variety)] : []),
      {
        caption: 'Coverage and accuracy of each model',
        head: ['Model', 'asked', 'metric', 'accuracy', 'coverage'],
        texts: [1, 2],
        rows: comparisons.flatMap(({ title, metric, models }) =>
          models.map(({ name, ndcg, coverage }) => [
            name,
            title,
            metric,
            score(ndcg.mean),
            percent(coverage, 2),
          ]),
        ),
      },
      ...(variety ? [varietyTable(variety)] : []),
    ],
  }
}

function varietyTable(variety: NonNullable<RunReport['variety']>) {
  return {
    caption: 'What variety costs, by the weight of relevance against it',
    head: ['Weight of relevance', 'NDCG@10', 'change', '95 % interval', 'diversity'],
    rows: variety.map(({ relevanceWeight, ndcg, lost, diversity }) => [
      relevanceWeight === 1 ? '1 (no variety)' : String(relevanceWeight),
      score(ndcg),
      relevanceWeight === 1 ? '–' : score(lost.mean),
      relevanceWeight === 1 ? '–' : `${score(lost.low)} to ${score(lost.high)}`,
      score(diversity),
    ]),
  }
}
