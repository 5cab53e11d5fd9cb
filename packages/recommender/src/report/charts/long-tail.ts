import { type Chart, COLOURS } from './chart.js'

/** At most this many points: more would lie on each other. */
const POINTS = 160

/** How many listen to the song of each rank, both by ratio. @param listeners - Descending. */
export function longTailChart(listeners: readonly number[], item: string, user: string): Chart {
  const values = ranksByRatio(listeners.length).map((rank) => ({
    rank,
    listeners: Math.max(listeners[rank - 1]!, 1),
  }))
  return {
    title: `The long tail: ${user}s of the ${item} of each rank`,
    label: `Line on logarithmic axes, falling from ${listeners[0]} ${user}s of the first ${item} to ${listeners.at(-1)} of the last of ${listeners.length}.`,
    spec: {
      data: { values },
      mark: { type: 'line', color: COLOURS.accent, strokeWidth: 2 },
      encoding: {
        x: {
          field: 'rank',
          type: 'quantitative',
          scale: { type: 'log', nice: false },
          axis: { title: `rank of the ${item}`, values: powers(listeners.length), format: '~s', grid: false },
        },
        y: {
          field: 'listeners',
          type: 'quantitative',
          scale: { type: 'log' },
          axis: { title: `${user}s`, values: powers(listeners[0]!), format: '~s' },
        },
      },
    },
  }
}

/** 1, 10, 100 and so on, the first that is not below `last` the last one. */
function powers(last: number): number[] {
  return Array.from({ length: Math.ceil(Math.log10(last)) + 1 }, (_, exponent) => 10 ** exponent)
}

/** Whole numbers from 1 to `last`, equally far apart by ratio, without repeats. */
function ranksByRatio(last: number): number[] {
  const ranks = Array.from({ length: POINTS }, (_, i) => Math.round(last ** (i / (POINTS - 1))))
  return [...new Set(ranks)]
}
