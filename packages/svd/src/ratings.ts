import { SvdError } from './errors.js'
import { createRandom, shuffle } from './random.js'
import { RatingCollector } from './rating-collector.js'
import { type Id, Vocabulary } from './vocabulary.js'

/** One rating, in the caller's own names. */
export interface Rating {
  readonly user: Id
  readonly item: Id
  readonly rating: number
}

/** Ratings in compressed rows by user: what a file reader or another model already has in typed arrays. */
export interface RatingColumns {
  /** Distinct user ids by row, nUsers long. */
  readonly userIds: readonly string[]
  /** Distinct item ids by row, nItems long. */
  readonly itemIds: readonly string[]
  /** nUsers + 1 long, ascending from 0: user u's ratings are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Item row of every rating. */
  readonly items: Int32Array
  /** Value of every rating; all finite. */
  readonly values: Float32Array
}

export interface RatingsOptions {
  /** Lowest and highest possible rating; predictions are clipped to it. Observed extremes when absent. */
  readonly scale?: readonly [min: number, max: number]
}

/**
 * A set of ratings, in compressed rows by user over typed arrays (8 bytes a rating).
 *
 * Users and items are numbered in order of first appearance. Positions go over users in that order and, within
 * a user, over that user's ratings in input order: the order in which Surprise's `all_ratings()` yields them.
 * A user-item pair given twice is kept twice. Values are kept in single precision.
 */
export class Ratings implements Iterable<Rating> {
  readonly users: Vocabulary
  readonly items: Vocabulary
  /** nUsers + 1 long: user u's ratings are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Item row of every rating. */
  readonly itemRows: Int32Array
  /** Value of every rating. */
  readonly values: Float32Array
  /** Lowest and highest possible rating. */
  readonly scale: readonly [min: number, max: number]
  /** Mean of all values. */
  readonly mean: number

  private constructor(
    users: Vocabulary,
    items: Vocabulary,
    columns: Omit<RatingColumns, 'userIds' | 'itemIds'>,
    scale: readonly [number, number],
  ) {
    this.users = users
    this.items = items
    this.offsets = columns.offsets
    this.itemRows = columns.items
    this.values = columns.values
    this.scale = scale
    this.mean = columns.values.reduce((sum, value) => sum + value, 0) / columns.values.length
  }

  /**
   * Collects ratings from any iterable; rows are read once and not kept. Needs 16 bytes a rating at its peak, and 8
   * afterwards: a hundred million fit 2 GiB.
   *
   * @throws {@link SvdError} EMPTY_DATA without any row; NOT_FINITE for a NaN or infinite rating;
   *   INVALID_OPTION for a scale that is no ascending pair or that a rating is outside of.
   * @example
   * Ratings.from([{ user: 'ann', item: 'Solaris', rating: 4.5 }], { scale: [1, 5] })
   */
  static from(rows: Iterable<Rating>, options: RatingsOptions = {}): Ratings {
    const users = new Vocabulary()
    const items = new Vocabulary()
    const collector = new RatingCollector()
    for (const { user, item, rating } of rows) {
      if (!Number.isFinite(rating))
        throw new SvdError(
          'NOT_FINITE',
          `rating ${collector.nRatings} (user ${user}, item ${item}) must be a finite number, got ${rating}`,
        )
      collector.add(users.add(user), items.add(item), rating)
    }
    const columns = collector.group(users.size)
    return new Ratings(users, items, columns, checkedScale(columns.values, options.scale))
  }

  /**
   * Adopts ratings that are grouped by user already; the arrays are kept, not copied.
   *
   * @throws {@link SvdError} EMPTY_DATA, NOT_FINITE, INVALID_OPTION as {@link Ratings.from};
   *   DIMENSION_MISMATCH when lengths, offsets or item rows contradict each other.
   */
  static fromColumns(columns: RatingColumns, options: RatingsOptions = {}): Ratings {
    const { userIds, itemIds, offsets, items, values } = columns
    const ascending = offsets.every((offset, u) => (u === 0 ? offset === 0 : offset >= offsets[u - 1]))
    if (offsets.length !== userIds.length + 1 || !ascending || offsets[userIds.length] !== values.length)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `offsets must ascend from 0 to ${values.length} in ${userIds.length + 1} steps (users + 1), got ${offsets.length} from ${offsets[0]} to ${offsets.at(-1)}`,
      )
    if (items.length !== values.length)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `items must be as long as values (${values.length}), got ${items.length}`,
      )
    const outside = items.find((item) => item < 0 || item >= itemIds.length)
    if (outside !== undefined)
      throw new SvdError(
        'DIMENSION_MISMATCH',
        `item rows must be in 0..${itemIds.length - 1}, got ${outside}`,
      )
    const position = values.findIndex((value) => !Number.isFinite(value))
    if (position >= 0)
      throw new SvdError('NOT_FINITE', `rating ${position} must be a finite number, got ${values[position]}`)
    return new Ratings(
      new Vocabulary(userIds),
      new Vocabulary(itemIds),
      columns,
      checkedScale(values, options.scale),
    )
  }

  get nRatings(): number {
    return this.values.length
  }

  get nUsers(): number {
    return this.users.size
  }

  get nItems(): number {
    return this.items.size
  }

  *[Symbol.iterator](): Iterator<Rating> {
    for (let u = 0; u < this.nUsers; u++)
      for (let position = this.offsets[u]; position < this.offsets[u + 1]; position++)
        yield {
          user: this.users.ids[u],
          item: this.items.ids[this.itemRows[position]],
          rating: this.values[position],
        }
  }

  /**
   * The same ratings with each user's in a random order; numbering and scale stay. A log keeps an artist's songs
   * together, and SGD learns less from neighbours that are alike.
   */
  shuffled(seed = 0): Ratings {
    const random = createRandom(seed)
    const order = Int32Array.from({ length: this.nRatings }, (_, position) => position)
    for (let u = 0; u < this.nUsers; u++)
      shuffle(order.subarray(this.offsets[u], this.offsets[u + 1]), random)
    const items = order.map((position) => this.itemRows[position])
    const values = Float32Array.from(order, (position) => this.values[position])
    return new Ratings(this.users, this.items, { offsets: this.offsets, items, values }, this.scale)
  }

  /**
   * The ratings at some positions, as a set of their own: users and items without a rating there are unknown to
   * it, the others are numbered anew in order of first appearance. The scale stays. Linear time.
   *
   * @param positions - Distinct, in any order, which counts as the input order.
   * @throws {@link SvdError} EMPTY_DATA when `positions` is empty.
   */
  select(positions: Int32Array): Ratings {
    const userOf = new Int32Array(this.nRatings)
    for (let u = 0; u < this.nUsers; u++) userOf.fill(u, this.offsets[u], this.offsets[u + 1])
    const users = renumbered(this.users, positions, userOf)
    const items = renumbered(this.items, positions, this.itemRows)
    const values = new Float32Array(positions.length)
    for (let n = 0; n < positions.length; n++) values[n] = this.values[positions[n]]
    const columns = groupByUser(users.vocabulary.size, users.rows, items.rows, values)
    return new Ratings(users.vocabulary, items.vocabulary, columns, checkedScale(values, this.scale))
  }
}

/** Rows at some positions, numbered anew in order of first appearance there. */
function renumbered(old: Vocabulary, positions: Int32Array, rowOf: Int32Array) {
  const newRow = new Int32Array(old.size).fill(-1)
  const rows = new Int32Array(positions.length)
  const ids: string[] = []
  for (let n = 0; n < positions.length; n++) {
    const row = rowOf[positions[n]]
    if (newRow[row] < 0) newRow[row] = ids.push(old.ids[row]) - 1
    rows[n] = newRow[row]
  }
  return { vocabulary: new Vocabulary(ids), rows }
}

/** Stable counting sort by user. */
function groupByUser(
  nUsers: number,
  userRows: ArrayLike<number>,
  itemRows: ArrayLike<number>,
  values: ArrayLike<number>,
) {
  const offsets = new Int32Array(nUsers + 1)
  for (let n = 0; n < userRows.length; n++) offsets[userRows[n] + 1]++
  for (let u = 0; u < nUsers; u++) offsets[u + 1] += offsets[u]
  const next = offsets.slice(0, nUsers)
  const grouped = { offsets, items: new Int32Array(values.length), values: new Float32Array(values.length) }
  for (let n = 0; n < values.length; n++) {
    const position = next[userRows[n]]++
    grouped.items[position] = itemRows[n]
    grouped.values[position] = values[n]
  }
  return grouped
}

function checkedScale(
  values: Float32Array,
  scale: readonly [number, number] | undefined,
): readonly [number, number] {
  if (values.length === 0) throw new SvdError('EMPTY_DATA', 'there must be at least one rating')
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (scale === undefined) return [low, high]
  const [min, max] = scale
  if (!Number.isFinite(min) || !Number.isFinite(max) || min > max)
    throw new SvdError(
      'INVALID_OPTION',
      `scale must be two finite numbers, the lower first, got [${scale.join(', ')}]`,
    )
  // Values are single precision: a bound such as 0.1 may round to either side of its double.
  if (low < Math.fround(min) || high > Math.fround(max))
    throw new SvdError(
      'INVALID_OPTION',
      `ratings must be within the scale [${min}, ${max}], got ${low} to ${high}`,
    )
  return [min, max]
}
