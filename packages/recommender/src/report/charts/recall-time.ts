import type { IndexMeasurement } from '../measure/measure-indexes.js'
import { type Chart, COLOURS, ends } from './chart.js'

/** Where the axis of times has labels. */
const STEPS = [1, 10, 100, 1000, 10_000, 100_000].flatMap((power) => [power, 2 * power, 5 * power])

/** Recall of each index against how long a query takes; those of one kind that probe more are joined. */
export function recallTimeChart(measured: readonly IndexMeasurement[]): Chart {
  const kinds = [...new Set(measured.map(({ kind }) => kind))]
  return {
    title: 'Recall@10 against time',
    label: `Points for ${measured.length} settings of ${kinds.join(', ')}: recall at 10 against the median microseconds of a query.`,
    height: 320,
    spec: {
      data: { values: measured.map((index) => ({ ...index, probes: index.nprobe ?? '' })) },
      encoding: {
        x: {
          field: 'microseconds',
          type: 'quantitative',
          scale: { type: 'log', nice: false, padding: 16 },
          axis: { title: 'median microseconds a query', values: STEPS, format: '~s', grid: false },
        },
        y: {
          field: 'recall',
          type: 'quantitative',
          scale: { domain: ends(0, 1), padding: 6, nice: false },
          axis: { title: 'recall@10', format: '.0%', tickCount: 5 },
        },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: {
            domain: kinds,
            range: kinds.map((_, i) => `var(--group-${i})`),
          },
          legend: { title: null, orient: 'top', columns: 2 },
        },
      },
      layer: [
        {
          mark: { type: 'text', align: 'left', dx: 7, dy: 5, fontSize: 11 },
          encoding: { text: { field: 'probes' }, color: { value: COLOURS.ink } },
        },
        {
          mark: { type: 'line', strokeWidth: 2 },
          encoding: { order: { field: 'nprobe', type: 'quantitative' } },
        },
        { mark: { type: 'point', filled: true, size: 60, opacity: 1 } },
      ],
    },
  }
}
