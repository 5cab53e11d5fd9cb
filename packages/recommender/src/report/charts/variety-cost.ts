import type { RunReport } from '../run-record.js'
import { type Chart, COLOURS } from './chart.js'

/** What is lost in ranking for how much variety is won, weight by weight. */
export function varietyCostChart(variety: NonNullable<RunReport['variety']>): Chart {
  return {
    title: 'What variety costs',
    label: `Line through ${variety.length} weights of relevance: NDCG at 10 over the diversity of lists.`,
    spec: {
      data: {
        values: variety.map(({ relevanceWeight, ndcg, diversity }) => ({ relevanceWeight, ndcg, diversity })),
      },
      encoding: {
        x: {
          field: 'diversity',
          type: 'quantitative',
          scale: { zero: false, padding: 24, nice: false },
          axis: { title: 'diversity of a list', tickCount: 5, format: '~g' },
        },
        y: {
          field: 'ndcg',
          type: 'quantitative',
          scale: { zero: false, padding: 20, nice: false },
          axis: { title: 'NDCG@10', tickCount: 5, format: '~g' },
        },
      },
      layer: [
        { mark: { type: 'text', dy: -13 }, encoding: { text: { field: 'relevanceWeight' } } },
        {
          mark: {
            type: 'line',
            color: COLOURS.accent,
            strokeWidth: 2,
            point: { color: COLOURS.accent, size: 50 },
          },
          encoding: { order: { field: 'relevanceWeight', type: 'quantitative' } },
        },
      ],
    },
  }
}
