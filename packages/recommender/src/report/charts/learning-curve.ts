import type { MetricPoint } from '../run-record.js'
import { type Chart, COLOURS } from './chart.js'

/** One metric, step by step. */
export function learningCurveChart(name: string, points: readonly MetricPoint[]): Chart {
  const [first, last] = [points[0]!, points.at(-1)!]
  return {
    title: name,
    label: `Line of ${name} from ${first.value} at step ${first.step} to ${last.value} at step ${last.step}.`,
    spec: {
      data: { values: [...points] },
      mark: {
        type: 'line',
        color: COLOURS.accent,
        strokeWidth: 2,
        ...(points.length <= 40 && { point: { color: COLOURS.accent, size: 24 } }),
      },
      encoding: {
        x: { field: 'step', type: 'quantitative', axis: { title: 'step', tickCount: 6, grid: false } },
        y: {
          field: 'value',
          type: 'quantitative',
          scale: { zero: false },
          axis: { title: name, tickCount: 5, format: Math.abs(last.value) >= 1000 ? '~s' : '~g' },
        },
      },
    },
  }
}
