import type { Connection } from './connection.js'
import type { Statement } from './statement.js'

/** How long a replica that failed is left alone; each try may cost a caller its timeout. */
const PAUSE_MS = 5000

/** A copy of the database that may lag behind, and be away. */
export class ReadReplica {
  readonly #connection: Connection
  readonly #onProblem: (error: Error) => void
  #pausedUntil = 0

  constructor(connection: Connection, onProblem: (error: Error) => void) {
    this.#connection = connection
    this.#onProblem = onProblem
  }

  /**
   * Runs one statement that changes nothing.
   *
   * @returns `null` if the replica failed, whyever, now or a few seconds ago: the primary is to be asked instead.
   */
  async read<Row>(statement: Statement<Row>): Promise<Row[] | null> {
    if (performance.now() < this.#pausedUntil) return null
    try {
      return await this.#connection.read(statement)
    } catch (error) {
      this.#pausedUntil = performance.now() + PAUSE_MS
      this.#onProblem(new Error('The read replica failed; the primary is asked instead', { cause: error }))
      return null
    }
  }

  close(): Promise<void> {
    return this.#connection.close()
  }
}
