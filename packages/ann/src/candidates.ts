/**
 * What a scan offers its findings to: the k best of them, or all within a radius. The smaller the key, the nearer; it is
 * a distance times the `keySign` of its metric, never NaN.
 */
export interface Candidates {
  /** Whether an offer would be kept. */
  admits(key: number, label: number): boolean
  /** Keeps a candidate if it is admitted. A label is offered once at most. */
  offer(key: number, label: number): void
}
