import { type Chart, COLOURS, DASHES } from './chart.js'

/** The probability integral transform as bars, beside the level they would all have. @param shares - In equal bins. */
export function pitChart(shares: readonly number[]): Chart {
  const values = shares.map((share, bin) => ({
    from: bin / shares.length,
    to: (bin + 1) / shares.length,
    share,
  }))
  const y = {
    field: 'share',
    type: 'quantitative',
    axis: { title: 'share of the ratings', format: '.0%', tickCount: 4 },
  } as const
  return {
    title: 'Where ratings fall in what was expected',
    label: `Histogram of the probability integral transform in ${shares.length} bins, beside the level of honest predictions.`,
    height: 320,
    spec: {
      layer: [
        {
          data: { values },
          mark: { type: 'bar', color: COLOURS.accent, opacity: 0.75 },
          encoding: {
            x: {
              field: 'from',
              type: 'quantitative',
              bin: 'binned',
              axis: {
                title: 'probability of less than the rating',
                format: '.1f',
                tickCount: 5,
                grid: false,
              },
            },
            x2: { field: 'to' },
            y,
          },
        },
        {
          data: { values: [{ share: 1 / shares.length }] },
          mark: { type: 'rule', color: COLOURS.ink, strokeDash: DASHES },
          encoding: { y },
        },
      ],
    },
  }
}
