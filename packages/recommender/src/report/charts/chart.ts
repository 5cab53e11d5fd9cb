import type { TopLevelSpec } from 'vega-lite'

/** A drawing, before it is drawn. */
export interface Chart {
  readonly title: string
  /** What it shows in words, for those who do not see it. */
  readonly label: string
  readonly spec: ChartSpec
  /** In pixels, axes and all. */
  readonly width?: number
  readonly height?: number
  /** Only on wide screens or only on narrow ones; both where it does not say. */
  readonly on?: 'wide' | 'narrow'
}

/** A chart without data that the page does not hold already, and without a size. */
type ChartSpec = DistributiveOmit<TopLevelSpec, '$schema' | 'width' | 'height' | 'autosize' | 'config'>

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** Colours by name: the page says what they are in light, dark and print. */
export const COLOURS = {
  accent: 'var(--accent)',
  second: 'var(--second)',
  muted: 'var(--muted)',
  faint: 'var(--faint)',
  ink: 'var(--ink)',
} as const

/** Colours that tell groups apart, one for each. */
export const GROUP_COLOURS = Array.from({ length: 8 }, (_, group) => `var(--group-${group})`)

/** Of lines that are there to compare with. */
export const DASHES: number[] = [4, 4]

/** The ends of an axis. */
export function ends(low: number, high: number): number[] {
  return [low, high]
}
