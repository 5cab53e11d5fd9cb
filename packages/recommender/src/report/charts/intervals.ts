import type { Interval } from '../interval.js'
import { type Chart, COLOURS, DASHES } from './chart.js'

/** What an interval is of. */
export interface NamedInterval {
  readonly name: string
  readonly interval: Interval
}

/** Means as points, their 95 % intervals as lines; with a line at zero for differences. */
export function intervalsChart(
  rows: readonly NamedInterval[],
  titles: { readonly title: string; readonly x: string; readonly isDifference?: boolean },
): Chart {
  const values = rows.map(({ name, interval: { mean, low, high } }) => ({
    name,
    mean,
    // Where there is no interval, the point stands alone.
    low: Number.isFinite(low) ? low : mean,
    high: Number.isFinite(high) ? high : mean,
  }))
  const x = { title: titles.x, tickCount: 4, format: '~g' } as const
  return {
    title: titles.title,
    label: `Points with 95 % intervals for ${rows.map(({ name }) => name).join(', ')}.`,
    height: 80 + 32 * rows.length,
    spec: {
      data: { values },
      encoding: { y: { field: 'name', type: 'nominal', sort: null, axis: { title: null, grid: true } } },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 3, opacity: 0.5, color: COLOURS.accent },
          encoding: {
            x: {
              field: 'low',
              type: 'quantitative',
              axis: x,
              scale: { zero: titles.isDifference ?? false, padding: 8 },
            },
            x2: { field: 'high' },
          },
        },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1, color: COLOURS.accent },
          encoding: { x: { field: 'mean', type: 'quantitative', axis: x } },
        },
        ...(titles.isDifference ? [{ mark: ZERO, encoding: { x: { datum: 0 } } } as const] : []),
      ],
    },
  }
}

const ZERO = { type: 'rule', color: COLOURS.ink, strokeDash: DASHES } as const
