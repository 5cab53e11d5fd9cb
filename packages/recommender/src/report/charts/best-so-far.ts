import { type Chart, COLOURS } from './chart.js'

/** A finished trial. */
export interface TrialValue {
  readonly number: number
  readonly value: number
  /** The best value of this trial and those before. */
  readonly best: number
}

/** Every trial as a point, the best so far as steps. */
export function bestSoFarChart(trials: readonly TrialValue[]): Chart {
  const x = {
    field: 'number',
    type: 'quantitative',
    axis: { title: 'trial', tickCount: 6, grid: false },
  } as const
  const y = (field: string) =>
    ({
      field,
      type: 'quantitative',
      scale: { zero: false },
      axis: { title: 'value', tickCount: 5, format: '~g' },
    }) as const
  return {
    title: 'The best value so far',
    label: `Points for ${trials.length} trials, and steps of the best so far, which end at ${trials.at(-1)?.best}.`,
    spec: {
      data: { values: [...trials] },
      layer: [
        {
          mark: { type: 'point', filled: true, size: 28, opacity: 0.5, color: COLOURS.muted },
          encoding: { x, y: y('value') },
        },
        {
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.5, color: COLOURS.accent },
          encoding: { x, y: y('best') },
        },
      ],
    },
  }
}
