/** Computations under way, by key. What is asked for while it is being computed is not computed again. */
export class SingleFlight {
  readonly #underWay = new Map<string, Promise<string>>()

  /** The result of the key's computation under way, if there is one. */
  underWay(key: string): Promise<string> | undefined {
    return this.#underWay.get(key)
  }

  /** Starts the key's computation; until it ends, {@link underWay} has it. */
  start(key: string, compute: () => Promise<string>): Promise<string> {
    const result = compute()
    const end = () => this.#underWay.delete(key)
    this.#underWay.set(key, result)
    result.then(end, end)
    return result
  }
}
