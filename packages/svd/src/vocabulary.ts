/** What callers name users and items by. Compared as text: 7 and '7' are the same. */
export type Id = string | number

/**
 * Two-way map between the caller's ids and dense row numbers 0, 1, 2, … in order of first appearance.
 * The only place where ids become rows.
 */
export class Vocabulary {
  readonly #ids: string[]
  readonly #rows: Map<string, number>
  /** Rows of ids that were added as numbers: looked up without making a text of each. */
  readonly #rowsOfNumbers = new Map<number, number>()

  /** @param ids - Distinct ids in row order; a repeated id would leave a row nobody can ask for. */
  constructor(ids: readonly string[] = []) {
    this.#ids = [...ids]
    this.#rows = new Map()
    for (let row = 0; row < ids.length; row++) this.#rows.set(ids[row], row)
  }

  get size(): number {
    return this.#ids.length
  }

  /** Id by row. */
  get ids(): readonly string[] {
    return this.#ids
  }

  /** Row of an id, or -1. */
  row(id: Id): number {
    return this.#rows.get(String(id)) ?? -1
  }

  /** Row of an id, given the next free one when new. */
  add(id: Id): number {
    if (typeof id === 'string') return this.#addText(id)
    const known = this.#rowsOfNumbers.get(id)
    if (known !== undefined) return known
    const row = this.#addText(String(id))
    this.#rowsOfNumbers.set(id, row)
    return row
  }

  #addText(text: string): number {
    const known = this.#rows.get(text)
    if (known !== undefined) return known
    const row = this.#ids.length
    const own = copyOf(text)
    this.#ids.push(own)
    this.#rows.set(own, row)
    return row
  }
}

/**
 * A string with characters of its own. Engines keep a slice as a window on the text it was cut from, so a
 * vocabulary of slices would hold a whole file in memory.
 */
function copyOf(text: string): string {
  return text.split('').join('')
}
