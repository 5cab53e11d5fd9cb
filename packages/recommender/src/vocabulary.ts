/** The two-way table between ids as people write them and dense indexes as arrays need them. */
export class Vocabulary {
  readonly #indexById = new Map<string, number>()
  readonly #ids: string[] = []

  /** How many ids are known; also the index the next new id gets. */
  get size(): number {
    return this.#ids.length
  }

  /** Ids by index, in order of first appearance. The live array: read it, do not change it. */
  get ids(): readonly string[] {
    return this.#ids
  }

  /** The index of `id`, or -1 when it was never added. */
  indexOf(id: string): number {
    return this.#indexById.get(id) ?? -1
  }

  /** The index of `id`, which is numbered now when it is new. */
  add(id: string): number {
    const known = this.#indexById.get(id)
    if (known !== undefined) return known
    const index = this.#ids.length
    const own = copyOf(id)
    this.#ids.push(own)
    this.#indexById.set(own, index)
    return index
  }
}

/**
 * A string with characters of its own. Engines keep a slice as a window on the text it was cut from, so a
 * vocabulary of slices would hold the whole file in memory.
 */
function copyOf(text: string): string {
  return text.split('').join('')
}
