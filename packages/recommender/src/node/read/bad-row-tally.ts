import { RecommenderError } from '../../errors.js'
import type { BadRow } from './read-report.js'

/** Largest part of a file's rows that may be bad. */
const TOLERATED = 0.01
const LISTED = 10
const SHOWN = 3

/** Counts bad rows and remembers the first of them. */
export class BadRowTally {
  #count = 0
  readonly #first: BadRow[] = []
  readonly #countByColumn = new Map<string, number>()

  get count(): number {
    return this.#count
  }

  /** The first ten. */
  get first(): readonly BadRow[] {
    return this.#first
  }

  add(line: number, column: string, reason: string): void {
    this.#count++
    if (this.#first.length < LISTED) this.#first.push({ line, column, reason })
    this.#countByColumn.set(column, (this.#countByColumn.get(column) ?? 0) + 1)
  }

  /**
   * Refuses a file that is bad as a whole rather than here and there.
   *
   * @throws {@link RecommenderError} BAD_ROWS if more than one row in a hundred is bad.
   */
  requireFew(path: string, nGood: number): void {
    const nRows = nGood + this.#count
    if (this.#count <= nRows * TOLERATED) return
    const columns = [...this.#countByColumn]
      .sort(([, a], [, b]) => b - a)
      .map(([column, n]) => `${column === ROW ? 'the row as a whole' : `column ${column}`} in ${n}`)
    const examples = this.#first
      .slice(0, SHOWN)
      .map(({ line, column, reason }) => `line ${line}: ${column} ${reason}`)
    throw new RecommenderError(
      'BAD_ROWS',
      `${path}: ${this.#count} of ${nRows} rows cannot be read (${percent(this.#count / nRows)}, at most 1 % may fail). ` +
        `At fault: ${columns.join(', ')}. ${examples.join('; ')}${this.#count > SHOWN ? '; …' : ''}`,
    )
  }
}

/** Stands for a column name when the row as a whole is at fault. */
export const ROW = 'row'

function percent(part: number): string {
  return `${Number((part * 100).toPrecision(3))} %`
}
