import type { Comparison } from '../comparison.js'
import { shortened } from '../page/html.js'
import { type Chart, COLOURS } from './chart.js'

/** Models as points: how well they rank, and how much of the catalogue they recommend at all. */
export function coverageAccuracyChart({ title, metric, models, trained }: Comparison): Chart {
  const values = models.map(({ name, ndcg, coverage }) => ({
    name: shortened(name, 20),
    ndcg: ndcg.mean,
    coverage,
    isTrained: name === trained,
  }))
  return {
    title,
    label: `Points: ${values.map(({ name }) => name).join(', ')}, by ${metric} over coverage of the catalogue.`,
    spec: {
      data: { values },
      encoding: {
        x: {
          field: 'coverage',
          type: 'quantitative',
          scale: { padding: 44, nice: false, zero: false },
          axis: { title: 'share of the catalogue recommended to anybody', format: '~%', tickCount: 5 },
        },
        y: {
          field: 'ndcg',
          type: 'quantitative',
          scale: { zero: false, padding: 24, nice: false },
          axis: { title: metric, tickCount: 5, format: '~g' },
        },
      },
      layer: [
        { mark: { type: 'text', dy: -13 }, encoding: { text: { field: 'name' } } },
        {
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: {
            color: { condition: { test: 'datum.isTrained', value: COLOURS.accent }, value: COLOURS.muted },
          },
        },
      ],
    },
  }
}
