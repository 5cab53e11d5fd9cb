import { parameterImportances, type Study } from '@redux/hyperopt'
import { bestSoFarChart } from '../charts/best-so-far.js'
import { importanceChart } from '../charts/importance.js'
import { parallelCoordinatesChart } from '../charts/parallel-coordinates.js'
import { bestSoFar, completeTrials, pathsOf } from '../measure/study-paths.js'
import { count, figure, percent } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

const HEADING = { id: 'tuning', title: 'Tuning' }

/** Of a study with fewer there is nothing to compare. */
const FEWEST_TRIALS = 2

export function tuningSection(sources: ReportSources): Section {
  const { study } = sources
  if (study === undefined) return { ...HEADING, lead: withoutStudy(sources), parts: [] }
  const trials = bestSoFar(study)
  if (trials.length < FEWEST_TRIALS)
    return {
      ...HEADING,
      lead: `The study ${study.studyName} has ${trials.length} finished of ${study.trials.length} trials: too few to compare.`,
      parts: [],
    }
  const importances = parameterImportances(study)
  const names = Object.keys(importances)
  const { axes, paths } = pathsOf(study, names)
  return {
    ...HEADING,
    lead: `The study ${study.studyName} finished ${count(trials.length)} of ${count(study.trials.length)} trials to ${study.direction} its value; the best is ${figure(trials.at(-1)!.best)}. A best value at the end of an axis says that the range is too narrow there.`,
    parts: [
      bestSoFarChart(trials),
      ...(names.length > 0
        ? [
            importanceChart(importances),
            parallelCoordinatesChart(axes, paths, 'wide'),
            parallelCoordinatesChart([...axes.slice(0, 3), axes.at(-1)!], paths, 'narrow'),
            sharesTable(importances),
          ]
        : []),
      trialsTable(study, names),
    ],
  }
}

function withoutStudy({ run }: ReportSources): string {
  const tuning = run?.report?.tuning
  if (tuning === undefined) return 'No study was given, and the run tuned nothing.'
  const { nTrials, bestNdcg, bestRmse } = tuning
  const best =
    bestRmse === undefined ? `NDCG@10 ${figure(bestNdcg ?? Number.NaN)}` : `RMSE ${figure(bestRmse)}`
  return `The run tried ${count(nTrials)} settings; the best had ${best} in tuning. Their history takes a study's journal: give it with --study.`
}

function sharesTable(importances: Readonly<Record<string, number>>) {
  return {
    caption: 'Importance of the parameters, by PED-ANOVA',
    head: ['Parameter', 'share'],
    rows: Object.entries(importances).map(([name, share]) => [name, percent(share)]),
  }
}

function trialsTable(study: Study, names: readonly string[]) {
  const sign = study.direction === 'minimize' ? 1 : -1
  return {
    caption: 'Finished trials, best first',
    head: ['Trial', 'value', ...names],
    rows: completeTrials(study)
      .sort((a, b) => sign * (a.value - b.value) || a.number - b.number)
      .map(({ number, value, params }) => [
        String(number),
        figure(value),
        ...names.map((name) => {
          const chosen = params[name]
          if (chosen === undefined) return '–'
          return typeof chosen === 'number' ? figure(chosen) : String(chosen)
        }),
      ]),
  }
}
