import { type Metric, scanInnerProduct, scanSquaredL2 } from '@redux/kernels'

export type { Metric }

/** What a search has to know of a metric. */
export interface MetricTraits {
  /** Scores consecutive rows against one query. */
  readonly scan: typeof scanSquaredL2
  /** Times a distance gives a key that is smaller the nearer the row; 1 or -1, so nothing is rounded. */
  readonly keySign: 1 | -1
}

/** The traits of every metric. */
export const METRICS: Readonly<Record<Metric, MetricTraits>> = Object.freeze({
  l2: { scan: scanSquaredL2, keySign: 1 },
  innerProduct: { scan: scanInnerProduct, keySign: -1 },
})
