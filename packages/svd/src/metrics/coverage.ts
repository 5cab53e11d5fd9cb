import { SvdError } from '../errors.js'

/**
 * Share of a catalogue that was recommended at least once. From 0 to 1.
 *
 * @param counts - How often every item of the catalogue was recommended.
 * @throws {@link SvdError} EMPTY_DATA for an empty catalogue.
 */
export function catalogueCoverage(counts: ArrayLike<number>): number {
  if (counts.length === 0) throw new SvdError('EMPTY_DATA', 'the catalogue must hold at least one item')
  let covered = 0
  for (let item = 0; item < counts.length; item++) if (counts[item] > 0) covered++
  return covered / counts.length
}
