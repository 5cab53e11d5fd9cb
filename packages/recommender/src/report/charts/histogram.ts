import { type Chart, COLOURS } from './chart.js'

/** One bar of a histogram: how many there are from `from` to `to`. */
export interface Bin {
  readonly label: string
  readonly count: number
}

/** Bars in the order given. */
export function histogramChart(
  bins: readonly Bin[],
  titles: { readonly title: string; readonly label: string; readonly x: string; readonly y: string },
): Chart {
  return {
    title: titles.title,
    label: titles.label,
    spec: {
      data: { values: [...bins] },
      mark: { type: 'bar', color: COLOURS.accent },
      encoding: {
        x: {
          field: 'label',
          type: 'nominal',
          sort: null,
          scale: { paddingInner: 0.12 },
          axis: { title: titles.x, labelAngle: bins.length > 5 ? -40 : 0 },
        },
        y: { field: 'count', type: 'quantitative', axis: { title: titles.y, tickCount: 5, format: '~s' } },
      },
    },
  }
}

/** Counts whole numbers >= 1 in bins that end at 1, 2, 5, 10, 20, 50 and so on. */
export function binsByRatio(values: readonly number[]): Bin[] {
  const largest = values.reduce((a, b) => Math.max(a, b), 1)
  const bins: Bin[] = []
  for (let from = 1, i = 0; from <= largest; i++) {
    const to = [1, 2, 5][i % 3]! * 10 ** Math.floor(i / 3)
    const count = values.filter((value) => value >= from && value <= to).length
    bins.push({ label: from === to ? `${to}` : `${shortCount(from)}–${shortCount(to)}`, count })
    from = to + 1
  }
  const first = bins.findIndex(({ count }) => count > 0)
  return bins.slice(Math.max(first, 0))
}

function shortCount(n: number): string {
  return n >= 10_000 ? `${Math.round(n / 1000)}k` : String(n)
}
