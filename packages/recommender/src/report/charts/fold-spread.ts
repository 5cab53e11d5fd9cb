import { type Chart, COLOURS } from './chart.js'

/** RMSE of one predictor, fold by fold. */
export interface FoldRow {
  readonly name: string
  readonly rmse: readonly number[]
}

/** A point for every fold, a tick for their mean. */
export function foldSpreadChart(rows: readonly FoldRow[]): Chart {
  const values = rows.flatMap(({ name, rmse }) => rmse.map((value) => ({ name, value })))
  return {
    title: 'RMSE on each fold',
    label: `Points for every fold of ${rows.map(({ name }) => name).join(', ')}, with a tick at the mean.`,
    height: 90 + 40 * rows.length,
    spec: {
      data: { values },
      encoding: {
        y: { field: 'name', type: 'nominal', sort: null, axis: { title: null, grid: true } },
        x: {
          field: 'value',
          type: 'quantitative',
          scale: { zero: false, padding: 8 },
          axis: { title: 'RMSE, smaller is better', tickCount: 5 },
        },
      },
      layer: [
        { mark: { type: 'point', filled: true, size: 60, opacity: 0.65, color: COLOURS.accent } },
        {
          mark: { type: 'tick', thickness: 2.5, size: 24, color: COLOURS.second },
          encoding: { x: { aggregate: 'mean', field: 'value', type: 'quantitative' } },
        },
      ],
    },
  }
}
