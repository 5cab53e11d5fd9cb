import { Vocabulary } from '@redux/svd'
import type { Interactions } from './interactions.js'

/**
 * Gathers {@link Interactions} row by row: 12 bytes a row and one copy of every id, whatever the length of
 * the log. A pair that comes again adds up when the values are plays; of ratings the last one counts.
 */
export class InteractionsBuilder {
  readonly #kind: Interactions['kind']
  readonly #users = new Vocabulary()
  readonly #items = new Vocabulary()
  #rowUser = new Int32Array(1024)
  #rowItem = new Int32Array(1024)
  #rowValue = new Float32Array(1024)
  #nRows = 0

  constructor(kind: Interactions['kind']) {
    this.#kind = kind
  }

  /** Rows added so far. */
  get nRows(): number {
    return this.#nRows
  }

  /** Adds a row. The value must be finite, and for plays a whole number >= 1; it is kept in single precision. */
  add(user: string, item: string, value: number): void {
    if (this.#nRows === this.#rowUser.length) this.#grow()
    this.#rowUser[this.#nRows] = this.#users.add(user)
    this.#rowItem[this.#nRows] = this.#items.add(item)
    this.#rowValue[this.#nRows] = value
    this.#nRows++
  }

  /** The pairs of all rows added so far. Cost: one counting sort by user and one sweep, both linear. */
  build(): Interactions {
    const starts = this.#userStarts()
    const { items, values } = this.#sortedByUser(starts)
    const offsets = new Int32Array(starts.length)
    const addUp = this.#kind === 'plays'
    // Where each item was written last. Positions before the current user's first belong to other users, so
    // the table never needs clearing and a pair is found again without a table of pairs.
    const lastPosition = new Int32Array(this.#items.size).fill(-1)
    let nPairs = 0
    for (let user = 0; user + 1 < starts.length; user++) {
      const first = nPairs
      for (let row = starts[user]!; row < starts[user + 1]!; row++) {
        const item = items[row]!
        const position = lastPosition[item]!
        if (position >= first) {
          values[position] = addUp ? values[position]! + values[row]! : values[row]!
        } else {
          lastPosition[item] = nPairs
          items[nPairs] = item
          values[nPairs] = values[row]!
          nPairs++
        }
      }
      offsets[user + 1] = nPairs
    }
    return {
      kind: this.#kind,
      userIds: [...this.#users.ids],
      itemIds: [...this.#items.ids],
      offsets,
      items: items.slice(0, nPairs),
      values: values.slice(0, nPairs),
    }
  }

  /** Where each user's rows start when rows are sorted by user; one entry more than users. */
  #userStarts(): Int32Array {
    const starts = new Int32Array(this.#users.size + 1)
    for (let row = 0; row < this.#nRows; row++) starts[this.#rowUser[row]! + 1]!++
    for (let user = 1; user < starts.length; user++) starts[user]! += starts[user - 1]!
    return starts
  }

  /** Items and values with each user's rows together, in the order in which they were added. */
  #sortedByUser(starts: Int32Array): { items: Int32Array; values: Float32Array } {
    const next = starts.slice()
    const items = new Int32Array(this.#nRows)
    const values = new Float32Array(this.#nRows)
    for (let row = 0; row < this.#nRows; row++) {
      const position = next[this.#rowUser[row]!]!++
      items[position] = this.#rowItem[row]!
      values[position] = this.#rowValue[row]!
    }
    return { items, values }
  }

  #grow(): void {
    const size = this.#rowUser.length * 2
    const users = new Int32Array(size)
    const items = new Int32Array(size)
    const values = new Float32Array(size)
    users.set(this.#rowUser)
    items.set(this.#rowItem)
    values.set(this.#rowValue)
    this.#rowUser = users
    this.#rowItem = items
    this.#rowValue = values
  }
}
