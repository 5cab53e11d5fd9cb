import { shortened } from '../page/html.js'
import { type Chart, COLOURS } from './chart.js'

/** Shares of parameters as bars. */
export function importanceChart(shares: Readonly<Record<string, number>>): Chart {
  const values = Object.entries(shares).map(([name, share]) => ({ name: shortened(name, 24), share }))
  return {
    title: 'What the best trials have in common',
    label: `Bars: ${values.map(({ name, share }) => `${name} ${Math.round(100 * share)} %`).join(', ')}.`,
    height: 70 + 26 * values.length,
    spec: {
      data: { values },
      mark: { type: 'bar', color: COLOURS.accent },
      encoding: {
        y: { field: 'name', type: 'nominal', sort: null, axis: { title: null, labelLimit: 180 } },
        x: {
          field: 'share',
          type: 'quantitative',
          axis: { title: 'share of the importance', format: '.0%', tickCount: 4 },
        },
      },
    },
  }
}
