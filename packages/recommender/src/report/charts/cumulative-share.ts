import { type Chart, COLOURS, DASHES } from './chart.js'

const POINTS = 100

/** Which share of all pairs the most popular share of the songs has. @param listeners - Descending. */
export function cumulativeShareChart(listeners: readonly number[], item: string): Chart {
  const total = listeners.reduce((sum, n) => sum + n, 0)
  const values = [{ items: 0, pairs: 0 }]
  let sum = 0
  const every = Math.max(1, Math.floor(listeners.length / POINTS))
  for (const [i, n] of listeners.entries()) {
    sum += n
    if ((i + 1) % every === 0 || i === listeners.length - 1)
      values.push({ items: (i + 1) / listeners.length, pairs: sum / total })
  }
  return {
    title: `How much of everything the most popular ${item}s are`,
    label: `Curve from nothing to everything, above the diagonal the more, the more uneven the ${item}s are.`,
    spec: {
      data: { values },
      layer: [
        {
          data: {
            values: [
              { items: 0, pairs: 0 },
              { items: 1, pairs: 1 },
            ],
          },
          mark: { type: 'line', color: COLOURS.faint, strokeDash: DASHES },
          encoding: SHARES(item),
        },
        { mark: { type: 'area', color: COLOURS.accent, opacity: 0.15 }, encoding: SHARES(item) },
        { mark: { type: 'line', color: COLOURS.accent, strokeWidth: 2 }, encoding: SHARES(item) },
      ],
    },
  }
}

const SHARES = (item: string) =>
  ({
    x: {
      field: 'items',
      type: 'quantitative',
      axis: { title: `share of the ${item}s, most popular first`, format: '.0%', tickCount: 5, grid: false },
    },
    y: {
      field: 'pairs',
      type: 'quantitative',
      axis: { title: 'share of all pairs', format: '.0%', tickCount: 5 },
    },
  }) as const
