import { SvdError } from '../errors.js'

/**
 * How unequally recommendations fall on the items of a catalogue, by the Gini index: 0 when all are recommended equally
 * often, near 1 when one gets everything. O(n log n).
 *
 * @param counts - How often every item of the catalogue was recommended; those that never were count too.
 * @throws {@link SvdError} EMPTY_DATA when nothing was recommended; INVALID_OPTION for a negative count or NaN.
 */
export function giniIndex(counts: ArrayLike<number>): number {
  const sorted = Float64Array.from(counts).sort()
  let total = 0
  let weighted = 0
  for (const [index, count] of sorted.entries()) {
    if (!(count >= 0)) throw new SvdError('INVALID_OPTION', `counts must be >= 0, got ${count}`)
    total += count
    weighted += (2 * (index + 1) - sorted.length - 1) * count
  }
  if (total === 0) throw new SvdError('EMPTY_DATA', 'at least one count must be above 0')
  return weighted / (sorted.length * total)
}
