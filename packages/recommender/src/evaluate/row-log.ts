import { Vocabulary } from '@redux/svd'
import type { Interactions } from '../interactions.js'
import { InteractionsBuilder } from '../interactions-builder.js'
import type { RowSink } from '../node/read/row-reader.js'

/** The pairs of a file, and which of its rows gave which. */
export interface LoggedInteractions {
  readonly interactions: Interactions
  /** By row of the file, from 0, headers and bad rows not counted: position of the row's pair. */
  readonly pairOfRow: Int32Array
  /** By position: in seconds, of the first listen or the last rating; undefined when the file does not tell for all. */
  readonly times: Float64Array | undefined
}

/** Gathers {@link Interactions} and remembers the rows they came from and when they were. */
export class RowLog implements RowSink {
  readonly wantsTimes = true
  readonly #kind: Interactions['kind']
  readonly #builder: InteractionsBuilder
  readonly #users = new Vocabulary()
  readonly #items = new Vocabulary()
  readonly #rows: { readonly user: number; readonly item: number; readonly time: number | undefined }[] = []

  constructor(kind: Interactions['kind']) {
    this.#kind = kind
    this.#builder = new InteractionsBuilder(kind)
  }

  get nRows(): number {
    return this.#rows.length
  }

  add(user: string, item: string, value: number, time: number | undefined): void {
    this.#builder.add(user, item, value)
    this.#rows.push({ user: this.#users.add(user), item: this.#items.add(item), time })
  }

  /** Linear in the rows. */
  build(): LoggedInteractions {
    const interactions = this.#builder.build()
    const { offsets, items } = interactions
    const nItems = this.#items.size
    const positions = new Map<number, number>()
    for (let user = 0; user + 1 < offsets.length; user++)
      for (let at = offsets[user]; at < offsets[user + 1]; at++) positions.set(user * nItems + items[at], at)
    const pairOfRow = Int32Array.from(this.#rows, ({ user, item }) => positions.get(user * nItems + item)!)
    return { interactions, pairOfRow, times: this.#times(pairOfRow, items.length) }
  }

  #times(pairOfRow: Int32Array, nPairs: number): Float64Array | undefined {
    const times = new Float64Array(nPairs).fill(Number.NaN)
    for (const [row, { time }] of this.#rows.entries()) {
      const pair = pairOfRow[row]
      if (time === undefined) return undefined
      const counts = this.#kind === 'ratings' || !(times[pair] <= time)
      if (counts) times[pair] = time
    }
    return times
  }
}
