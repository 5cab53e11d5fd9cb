import { shortened } from '../page/html.js'
import { type Chart, COLOURS, ends } from './chart.js'

/** One axis: a parameter or the value, with what its two ends mean. */
export interface Axis {
  readonly name: string
  readonly low: string
  readonly high: string
}

/** One trial: where it crosses each axis that it has, from 0 to 1. */
export interface Path {
  readonly trial: number
  readonly isGood: boolean
  readonly points: readonly { readonly axis: string; readonly position: number }[]
}

/** A line for every trial across all its parameters; those of the best tenth stand out. */
export function parallelCoordinatesChart(
  axes: readonly Axis[],
  paths: readonly Path[],
  on: NonNullable<Chart['on']>,
): Chart {
  // Axes by number: two long names may begin alike.
  const place = new Map(axes.map(({ name }, i) => [name, i]))
  const lines = paths.flatMap(({ trial, isGood, points }) =>
    points.flatMap(({ axis, position }) => {
      const x = place.get(axis)
      return x === undefined ? [] : [{ trial, isGood, x, position }]
    }),
  )
  const rules = axes.map((axis, x) => ({ ...axis, name: shortened(axis.name, on === 'wide' ? 18 : 12), x }))
  const scaleX = { domain: ends(-0.4, axes.length - 0.6), nice: false, zero: false } as const
  const x = { field: 'x', type: 'quantitative', axis: null, scale: scaleX } as const
  const y = {
    field: 'position',
    type: 'quantitative',
    axis: null,
    scale: { domain: ends(-0.2, 1.1), nice: false },
  } as const
  const text = (field: string, position: number, dy: number) =>
    ({
      data: { values: rules },
      mark: { type: 'text', dy, fontSize: 11 },
      encoding: { x, y: { datum: position, ...{ scale: y.scale, axis: null } }, text: { field } },
    }) as const
  const strand = (good: boolean) =>
    ({
      data: { values: lines.filter(({ isGood }) => isGood === good) },
      mark: {
        type: 'line',
        strokeWidth: good ? 2 : 1,
        opacity: good ? 0.9 : 0.3,
        color: good ? COLOURS.accent : COLOURS.muted,
      },
      encoding: { x, y, detail: { field: 'trial' } },
    }) as const
  return {
    title: 'Every trial across its parameters, the best tenth in colour',
    label: `Parallel coordinates of ${paths.length} trials over ${axes.map(({ name }) => name).join(', ')}.`,
    on,
    width: on === 'wide' ? 900 : 380,
    height: 320,
    spec: {
      layer: [
        {
          data: { values: rules },
          mark: { type: 'rule', color: COLOURS.faint },
          encoding: { x, y: { datum: 0, scale: y.scale, axis: null }, y2: { datum: 1 } },
        },
        strand(false),
        strand(true),
        text('high', 1, -10),
        text('low', 0, 14),
        { ...text('name', 0, 34), mark: { type: 'text', dy: 34, fontSize: 12, fontWeight: 'bold' } },
      ],
    },
  }
}
