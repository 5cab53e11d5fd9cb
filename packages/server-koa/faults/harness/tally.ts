/** Counts what a scenario did and prints it as a table. */
export class Tally {
  readonly #title: string
  readonly #rows = new Map<string, number | string>()

  constructor(title: string) {
    this.#title = title
  }

  count(what: string, by = 1): void {
    this.#rows.set(what, this.of(what) + by)
  }

  /** A row that is not counted up: a latency, a memory size, a state. */
  note(what: string, value: number | string): void {
    this.#rows.set(what, value)
  }

  /** How often it was counted; 0 where never. */
  of(what: string): number {
    const value = this.#rows.get(what) ?? 0
    return typeof value === 'number' ? value : Number.NaN
  }

  print(): void {
    const width = Math.max(...[...this.#rows.keys()].map((what) => what.length))
    const lines = [...this.#rows].map(
      ([what, value]) => `  ${what.padEnd(width)}  ${String(value).padStart(9)}`,
    )
    process.stdout.write(`\n${this.#title}\n${lines.join('\n')}\n`)
  }
}
