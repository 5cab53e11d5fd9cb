import { learningCurveChart } from '../charts/learning-curve.js'
import { figure } from '../page/numbers.js'
import type { MetricPoint } from '../run-record.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'
import { withoutRun } from './without-run.js'

/** Values by fold, which are no curve. */
const BY_FOLD = 'rmse'
/** Two points are no curve either. */
const FEWEST_STEPS = 3

export function learningSection(sources: ReportSources): Section {
  const heading = { id: 'learning', title: 'Learning' }
  const { run } = sources
  if (run === undefined) return { ...heading, lead: withoutRun(sources), parts: [] }
  const curves = [...run.metrics].filter(
    ([name, points]) => name !== BY_FOLD && new Set(points.map(({ step }) => step)).size >= FEWEST_STEPS,
  )
  if (curves.length === 0)
    return { ...heading, lead: 'The run recorded no metric by step: its model is fitted in one.', parts: [] }
  return {
    ...heading,
    lead: 'What the run recorded step by step. A curve that still falls at its end asks for more steps; one that was flat long before could do with fewer.',
    parts: [...curves.map(([name, points]) => learningCurveChart(name, points)), table(curves)],
  }
}

function table(curves: readonly (readonly [string, readonly MetricPoint[]])[]) {
  return {
    caption: 'First, smallest and last value of each curve',
    head: ['Metric', 'steps', 'first', 'smallest', 'last'],
    rows: curves.map(([name, points]) => {
      const values = points.map(({ value }) => value)
      const smallest = values.reduce((a, b) => Math.min(a, b))
      return [name, points.length, figure(values[0]!), figure(smallest), figure(values.at(-1)!)]
    }),
  }
}
