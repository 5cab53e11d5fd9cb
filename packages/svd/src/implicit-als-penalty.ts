import type { ResolvedImplicitALSOptions } from './implicit-als-options.js'

/** The L2 penalties of one side, scale * (positives + offset)^exponent: frequent rows are penalised more. */
export interface FrequencyPenalty {
  readonly scale: number
  /** alpha0 times the rows of the other side: the cells that every row has. */
  readonly offset: number
  readonly exponent: number
}

/** The penalty of a row with so many positives. */
export function penaltyOf({ scale, offset, exponent }: FrequencyPenalty, count: number): number {
  return scale * power(count + offset, exponent)
}

/** Engines may differ in the last bit of a power, but not in these. */
function power(base: number, exponent: number): number {
  if (exponent === 0.5) return Math.sqrt(base)
  return exponent === 1 ? base : base ** exponent
}

/**
 * Penalties whose weighted mean over the training rows is `regularization`, so that it means the same for every data
 * set and exponent.
 *
 * @param counts - Positives of every row.
 * @param nOthers - Rows of the other side.
 * @param weightOf - What a row counts in the mean, by its positives.
 * @see Rendle et al., "Revisiting the performance of iALS on item recommendation benchmarks", RecSys 2022, section 3.
 */
export function frequencyPenalty(
  { regularization, unobservedWeight, frequencyScaling: exponent }: ResolvedImplicitALSOptions,
  counts: Int32Array,
  nOthers: number,
  weightOf: (count: number) => number,
): FrequencyPenalty {
  const offset = unobservedWeight * nOthers
  let [sum, weights] = [0, 0]
  for (const count of counts) {
    sum += weightOf(count) * power(count + offset, exponent)
    weights += weightOf(count)
  }
  return { scale: (regularization * weights) / sum, offset, exponent }
}
