/** What callers name users and items by. Compared as text: 7 and '7' are the same. */
export type Id = string | number

/**
 * Two-way map between the caller's ids and dense row numbers 0, 1, 2, … in order of first appearance.
 * The only place where ids become rows.
 */
export class Vocabulary {
  readonly #ids: string[]
  readonly #rows: Map<string, number>

  /** @param ids - Distinct ids in row order; a repeated id would leave a row nobody can ask for. */
  constructor(ids: readonly string[] = []) {
    this.#ids = [...ids]
    this.#rows = new Map(ids.map((id, row) => [id, row]))
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
    const text = String(id)
    const known = this.#rows.get(text)
    if (known !== undefined) return known
    const row = this.#ids.length
    this.#ids.push(text)
    this.#rows.set(text, row)
    return row
  }
}
