/**
 * Who listened to (or rated) what: the distinct user-item pairs of a log, in compressed rows by user.
 *
 * Users and items are numbered in order of first appearance in the log. User `u`'s pairs are the positions
 * `offsets[u] … offsets[u + 1] - 1` of `items` and `values`, in order of first appearance.
 */
export interface Interactions {
  /** `plays`: values are listens counted, whole numbers >= 1. `ratings`: values are what the user said. */
  readonly kind: 'plays' | 'ratings'
  /** User id by user index, nUsers long. */
  readonly userIds: readonly string[]
  /** Item id by item index, nItems long; for songs `"<Artist> - <Track>"`. */
  readonly itemIds: readonly string[]
  /** nUsers + 1 long, ascending, from 0 to the number of pairs. */
  readonly offsets: Int32Array
  /** Item index of every pair. */
  readonly items: Int32Array
  /** Plays or rating of every pair. */
  readonly values: Float32Array
}
