import type { Metric } from './row-store.js'

/** Times a distance gives a key that is smaller the nearer the row; 1 or -1, so nothing is rounded. */
export function keySignOf(metric: Metric): 1 | -1 {
  return metric === 'l2' ? 1 : -1
}
