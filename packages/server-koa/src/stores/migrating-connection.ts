import type { Connection } from './connection.js'
import { ForeignDatabase, MIGRATION_TIMEOUT_MS, migrate } from './migrate.js'
import type { PostgresConnection } from './postgres-connection.js'
import { isPassing } from './postgres-error.js'
import type { Statement, Work } from './statement.js'
import { StoreError } from './store-error.js'
import { within } from './time-limit.js'

/** Between tries in the background. */
const RETRY_MS = 1000
/** How long a call waits for an attempt; another server may be migrating, which can take long. */
const PATIENCE_MS = 5000

/**
 * A connection to a PostgreSQL database that is brought to the newest shape before anything else is asked of it,
 * however long its server takes to be reached.
 */
export class MigratingConnection implements Connection {
  readonly kind = 'postgres'
  readonly #connection: PostgresConnection
  readonly #onProblem: (error: Error) => void
  #migrated = false
  #attempt: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #lastProblem = ''
  #closed: Promise<void> | undefined

  constructor(connection: PostgresConnection, onProblem: (error: Error) => void) {
    this.#connection = connection
    this.#onProblem = onProblem
  }

  /**
   * Makes the first attempt. While the server cannot be reached that is all; attempts go on in the background then,
   * and with each call.
   *
   * @throws whatever waiting does not help against.
   */
  async open(): Promise<void> {
    try {
      await this.#migrate()
    } catch (error) {
      if (!mayPass(error)) throw error
      this.#tryLater(error)
    }
  }

  async read<Row>(statement: Statement<Row>): Promise<Row[]> {
    if (!this.#migrated) await this.#requireMigrated()
    return this.#connection.read(statement)
  }

  async write<T>(work: () => Work<T>): Promise<T> {
    if (!this.#migrated) await this.#requireMigrated()
    return this.#connection.write(work)
  }

  close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#closed ??= this.#connection.close()
    return this.#closed
  }

  /** Callers that come together share one attempt. */
  #migrate(): Promise<void> {
    this.#attempt ??= this.#connection
      .write(() => migrate('postgres'), MIGRATION_TIMEOUT_MS)
      .then(() => {
        this.#migrated = true
      })
      .finally(() => {
        this.#attempt = undefined
      })
    return this.#attempt
  }

  async #requireMigrated(): Promise<void> {
    try {
      await within(PATIENCE_MS, this.#migrate())
    } catch (error) {
      if (error instanceof StoreError) throw error
      throw new StoreError('UNAVAILABLE', `The database cannot be used: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }

  #tryLater(error: unknown): void {
    if (this.#closed) return
    const problem = error instanceof Error ? error : new Error(String(error))
    // An outage of an hour is one line in the log, not 3,600.
    if (problem.message !== this.#lastProblem) this.#onProblem(problem)
    this.#lastProblem = problem.message
    this.#timer = setTimeout(() => this.#migrate().catch((again) => this.#tryLater(again)), RETRY_MS)
    this.#timer.unref()
  }
}

/** Whether the server is away rather than not to be used. */
function mayPass(error: unknown): boolean {
  if (error instanceof ForeignDatabase) return false
  return error instanceof StoreError && (error.cause === undefined || isPassing(error.cause))
}
