import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import type { Connection } from './connection.js'
import type { Statement, Work } from './statement.js'
import { StoreError, type StoreErrorCode } from './store-error.js'

/** How long a statement waits for another process's write lock. Writes here take a few milliseconds. */
const BUSY_TIMEOUT_MS = 5000

/**
 * One SQLite file. Several processes of one machine may have it open. Each call does its work in one go, without
 * giving way to other work of this process.
 */
export class SqliteConnection implements Connection {
  readonly kind = 'sqlite'
  readonly #database: Sqlite.Database
  readonly #parsed = new Map<string, Sqlite.Statement<unknown[]>>()
  readonly #atomically: Sqlite.Transaction<(work: Work<unknown>) => unknown>

  private constructor(database: Sqlite.Database) {
    this.#database = database
    this.#atomically = database.transaction((work) => this.#finish(work))
  }

  /**
   * Opens a file, or creates it; its folder must exist.
   *
   * @throws SqliteError when it cannot be opened or is no SQLite database.
   */
  static async open(path: string): Promise<SqliteConnection> {
    const database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
    try {
      await switchToWriteAheadLog(database)
      // Each commit reaches the disk before it is acknowledged. NORMAL would already outlive a killed process, FULL
      // also outlives a power cut; it costs one sync for a sign-up or like, and those are rare beside reads.
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
      return new SqliteConnection(database)
    } catch (error) {
      database.close()
      throw error
    }
  }

  /**
   * Opens a file that exists, and lets nothing be changed. Not `readonly`: that would leave the files of a
   * write-ahead log beside it, and they would be in the way of a server that runs as somebody else.
   *
   * @throws SqliteError as {@link SqliteConnection.open}.
   */
  static openToRead(path: string): SqliteConnection {
    const database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true })
    database.pragma('query_only = ON')
    return new SqliteConnection(database)
  }

  async read<Row>(statement: Statement<Row>): Promise<Row[]> {
    try {
      return this.#run(statement) as Row[]
    } catch (error) {
      throw asStoreError(error)
    }
  }

  /**
   * `BEGIN IMMEDIATE` takes the write lock first: a plain `BEGIN` might read, and then fail instead of wait if
   * another process wrote in between.
   */
  async write<T>(work: () => Work<T>): Promise<T> {
    try {
      return this.#atomically.immediate(work()) as T
    } catch (error) {
      throw asStoreError(error)
    }
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  #finish(work: Work<unknown>): unknown {
    let step = work.next([])
    while (!step.done) step = work.next(this.#run(step.value))
    return step.value
  }

  #run({ sql, parameters, name }: Statement): unknown[] {
    const statement = name === undefined ? this.#database.prepare<unknown[]>(sql) : this.#kept(name, sql)
    if (statement.reader) return statement.all(...parameters)
    statement.run(...parameters)
    return []
  }

  #kept(name: string, sql: string): Sqlite.Statement<unknown[]> {
    let statement = this.#parsed.get(name)
    if (statement === undefined) {
      statement = this.#database.prepare<unknown[]>(sql)
      this.#parsed.set(name, statement)
    }
    return statement
  }
}

/**
 * Readers and the writer stop blocking each other. The switch itself needs the file alone and, unlike a
 * statement, does not always wait for it, so that servers starting together try again.
 */
async function switchToWriteAheadLog(database: Sqlite.Database): Promise<void> {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS
  for (;;) {
    try {
      database.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!busy || performance.now() > giveUpAt) throw error
      await wait(20)
    }
  }
}

/** The beginnings of SQLite's codes, and what they mean to a service. */
const MEANINGS: readonly (readonly [string, StoreErrorCode, string])[] = [
  ['SQLITE_BUSY', 'UNAVAILABLE', 'another process kept the database locked'],
  ['SQLITE_LOCKED', 'UNAVAILABLE', 'the database is locked'],
  ['SQLITE_FULL', 'FULL', 'the disk of the database is full'],
  ['SQLITE_IOERR', 'UNAVAILABLE', "the database's disk failed"],
  ['SQLITE_CANTOPEN', 'UNAVAILABLE', 'the database file cannot be opened any more'],
  ['SQLITE_READONLY', 'UNAVAILABLE', 'the database file may not be written'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'GONE', 'the account is gone'],
]

/** An error as {@link StoreError} where it is the database's; else as it is. */
function asStoreError(error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  const meaning = MEANINGS.find(([code]) => error.code.startsWith(code))
  if (meaning === undefined) return error
  return new StoreError(meaning[1], `${meaning[2]}: ${error.message}`, { cause: error })
}
