/** Ratings in compressed rows by user. Read, never written. */
export interface SgdRatings {
  /** nUsers + 1 long, ascending from 0: user u's ratings are positions `offsets[u] … offsets[u + 1] - 1`. */
  readonly offsets: Int32Array
  /** Item row of every rating, below nItems. */
  readonly items: Int32Array
  /** Value of every rating. */
  readonly values: Float32Array
}

/** The ratings of some users, in a row, of some items; offsets count from the first of these users and ratings. */
export interface RatingCell extends SgdRatings {
  readonly firstUser: number
}

/** Where the cells of a grid lie one after the other. */
export interface GridArrays {
  /** {@link offsetsOf} long. */
  readonly offsets: Int32Array
  /** As many as ratings. */
  readonly items: Int32Array
  readonly values: Float32Array
}

/** How many offsets the cells of a grid have in all. */
export function offsetsOf(nUsers: number, nParts: number): number {
  return nParts * (nUsers + nParts)
}

/**
 * Cuts ratings into nParts x nParts cells. User parts are runs of users with about equally many ratings; item
 * row i belongs to part `i % nParts`, so that popular items, which tend to come first, are spread over all parts.
 * Within a cell ratings stay in stored order. One cell is the ratings themselves; more are a copy. Linear time.
 *
 * @param allocate - Makes the arrays for the copy.
 * @returns Cells by user part, then item part.
 */
export function ratingGrid(
  ratings: SgdRatings,
  nParts: number,
  allocate: () => GridArrays,
): readonly (readonly RatingCell[])[] {
  if (nParts === 1) return [[{ ...ratings, firstUser: 0 }]]
  const arrays = allocate()
  const bounds = userBounds(ratings.offsets, nParts)
  let at = { offset: 0, rating: 0 }
  return bounds.slice(1).map((endUser, part) => {
    const row = cutRow(ratings, { firstUser: bounds[part]!, endUser }, nParts, arrays, at)
    at = row.next
    return row.cells
  })
}

/** The first user of every part and the end of the last: parts are balanced by ratings. */
function userBounds(offsets: Int32Array, nParts: number): number[] {
  const nUsers = offsets.length - 1
  const bounds = [0]
  let user = 0
  for (let part = 1; part < nParts; part++) {
    const wanted = (offsets[nUsers]! * part) / nParts
    while (user < nUsers && offsets[user]! < wanted) user++
    bounds.push(user)
  }
  return [...bounds, nUsers]
}

/** The cells of one user part, by counting sort on the item part. */
function cutRow(
  ratings: SgdRatings,
  { firstUser, endUser }: { readonly firstUser: number; readonly endUser: number },
  nParts: number,
  arrays: GridArrays,
  at: { readonly offset: number; readonly rating: number },
) {
  const { offsets, items, values } = ratings
  const nUsers = endUser - firstUser
  const [first, end] = [offsets[firstUser]!, offsets[endUser]!]
  const counts = new Int32Array(nParts)
  for (let position = first; position < end; position++) counts[items[position]! % nParts]!++
  let start = at.rating
  const cells = Array.from(counts, (count, part): RatingCell => {
    const offset = at.offset + part * (nUsers + 1)
    const cell = {
      firstUser,
      offsets: arrays.offsets.subarray(offset, offset + nUsers + 1),
      items: arrays.items.subarray(start, start + count),
      values: arrays.values.subarray(start, start + count),
    }
    start += count
    return cell
  })
  const filled = new Int32Array(nParts)
  for (let user = firstUser; user < endUser; user++) {
    for (let position = offsets[user]!; position < offsets[user + 1]!; position++) {
      const part = items[position]! % nParts
      const cell = cells[part]!
      const to = filled[part]!++
      cell.items[to] = items[position]!
      cell.values[to] = values[position]!
    }
    for (let part = 0; part < nParts; part++) cells[part]!.offsets[user - firstUser + 1] = filled[part]!
  }
  return { cells, next: { offset: at.offset + nParts * (nUsers + 1), rating: start } }
}
