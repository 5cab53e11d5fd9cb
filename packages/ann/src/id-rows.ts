const NONE = -1

/**
 * Tells in which rows an id stands, in `O(rows found)`. An id may stand in several.
 */
export class IdRows {
  readonly #lastRow = new Map<bigint, number>()
  /** For each row, the one before it that has the same id. */
  readonly #previousRow: Int32Array

  /** @param ids - The id of each row; read here and not kept. */
  constructor(ids: BigInt64Array) {
    this.#previousRow = new Int32Array(ids.length)
    for (const [row, id] of ids.entries()) {
      this.#previousRow[row] = this.#lastRow.get(id) ?? NONE
      this.#lastRow.set(id, row)
    }
  }

  /** The last row with this id, if there is any. */
  lastRow(id: bigint): number | undefined {
    return this.#lastRow.get(id)
  }

  /** All rows with any of these ids, each once or, where an id is given twice, more often. */
  *rows(ids: Iterable<bigint>): Generator<number> {
    for (const id of ids)
      for (let row = this.#lastRow.get(id) ?? NONE; row !== NONE; row = this.#previousRow[row]!) yield row
  }
}
