import { SvdError } from '../errors.js'

/** Refuses predictions that do not pair up with ratings one to one. */
export function requireSameLength(predicted: ArrayLike<number>, actual: ArrayLike<number>): void {
  if (predicted.length !== actual.length)
    throw new SvdError(
      'DIMENSION_MISMATCH',
      `there must be one prediction a rating (${actual.length}), got ${predicted.length}`,
    )
  if (actual.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one rating to score')
}
