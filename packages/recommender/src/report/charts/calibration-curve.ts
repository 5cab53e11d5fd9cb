import { type Chart, COLOURS, DASHES, ends } from './chart.js'

/** How many of the held-out ratings lie in intervals that claim to hold so many. */
export function calibrationChart(
  levels: readonly { readonly level: number; readonly observed: number }[],
): Chart {
  const encoding = {
    x: {
      field: 'level',
      type: 'quantitative',
      scale: { domain: ends(0, 1) },
      axis: { title: 'claimed', format: '.0%', tickCount: 5 },
    },
    y: {
      field: 'observed',
      type: 'quantitative',
      scale: { domain: ends(0, 1) },
      axis: { title: 'observed', format: '.0%', tickCount: 5 },
    },
  } as const
  return {
    title: 'Claimed and observed coverage',
    label: `Curve of observed over claimed coverage for ${levels.length} levels, beside the diagonal of honest intervals.`,
    height: 320,
    spec: {
      layer: [
        {
          data: {
            values: [
              { level: 0, observed: 0 },
              { level: 1, observed: 1 },
            ],
          },
          mark: { type: 'line', color: COLOURS.muted, strokeDash: DASHES },
          encoding,
        },
        {
          data: { values: [...levels] },
          mark: {
            type: 'line',
            color: COLOURS.accent,
            strokeWidth: 2,
            point: { color: COLOURS.accent, size: 40 },
          },
          encoding,
        },
      ],
    },
  }
}
