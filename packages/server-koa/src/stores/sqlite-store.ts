import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { type Compilable, type Generated, Kysely, SqliteDialect } from 'kysely'
import { StartError } from '../errors.js'
import { migrate } from './migrate.js'
import { MIGRATIONS } from './migrations/index.js'
import type { Store, User, UserWithPassword } from './store.js'

interface Tables {
  users: { id: Generated<number>; username: string; password_hash: string; created_at: number }
  likes: { id: Generated<number>; user_id: number; song_id: string; created_at: number }
  seeds: { user_id: number; position: number; song_id: string }
}

/** How long a statement waits for another process's write lock. Writes here take a few milliseconds. */
const BUSY_TIMEOUT_MS = 5000
/** Rows of one insert: three values each, well below SQLite's 32,766 values per statement. */
const ROWS_PER_INSERT = 1000

/**
 * Opens (or creates) a SQLite database and brings it to the newest shape. Several processes of one machine may
 * have the same file open.
 *
 * @param path - The file, relative to the working folder; its folder must exist.
 * @throws {@link StartError} BAD_DATABASE when the file cannot be opened, is no SQLite database, belongs to
 *   another program or was written by a newer release.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS })
    await switchToWriteAheadLog(database)
    // Each commit reaches the disk before it is acknowledged. NORMAL would already outlive a killed process, FULL
    // also outlives a power cut; it costs one sync for a sign-up or like, and those are rare beside reads.
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    migrate(database, MIGRATIONS)
  } catch (error) {
    database?.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError('BAD_DATABASE', `The database "${path}" cannot be used: ${reason}.`, {
      cause: error,
    })
  }
  return new SqliteStore(database)
}

/**
 * Readers and the writer stop blocking each other. The switch itself needs the file alone and, unlike a
 * statement, does not always wait for it, so that servers starting together try again.
 */
async function switchToWriteAheadLog(database: Sqlite.Database): Promise<void> {
  const giveUpAt = Date.now() + BUSY_TIMEOUT_MS
  for (;;) {
    try {
      database.pragma('journal_mode = WAL')
      return
    } catch (error) {
      const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!busy || Date.now() > giveUpAt) throw error
      await wait(20)
    }
  }
}

/**
 * A {@link Store} in one SQLite file. Every method does its work on the database in one go, without giving way to
 * other work of this process: a transaction left open meanwhile would hold up all other servers on the file.
 */
class SqliteStore implements Store {
  readonly #database: Sqlite.Database
  /** Makes the statements; never used to run them. */
  readonly #queries: Kysely<Tables>

  constructor(database: Sqlite.Database) {
    this.#database = database
    this.#queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  }

  async createUser(username: string, passwordHash: string): Promise<User | null> {
    const query = this.#queries
      .insertInto('users')
      .values({ username, password_hash: passwordHash, created_at: Date.now() })
      .onConflict((conflict) => conflict.column('username').doNothing())
      .returning(['id', 'username'])
    return this.#all(query).at(0) ?? null
  }

  async findUser(username: string): Promise<UserWithPassword | null> {
    const query = this.#queries
      .selectFrom('users')
      .select(['id', 'username', 'password_hash as passwordHash'])
      .where('username', '=', username)
    return this.#all(query).at(0) ?? null
  }

  async getSeeds(userId: number): Promise<string[]> {
    return this.#readSeeds(userId)
  }

  async storeSeedsOnce(userId: number, songIds: readonly string[]): Promise<string[]> {
    return this.#atomically(() => {
      const stored = this.#readSeeds(userId)
      if (stored.length > 0) return stored
      const rows = songIds.map((songId, position) => ({ user_id: userId, position, song_id: songId }))
      for (let from = 0; from < rows.length; from += ROWS_PER_INSERT)
        this.#change(this.#queries.insertInto('seeds').values(rows.slice(from, from + ROWS_PER_INSERT)))
      return [...songIds]
    })
  }

  async getLikes(userId: number): Promise<string[]> {
    const query = this.#queries
      .selectFrom('likes')
      .select('song_id')
      .where('user_id', '=', userId)
      .orderBy('id')
    return this.#all(query).map((row) => row.song_id)
  }

  async toggleLike(userId: number, songId: string): Promise<boolean> {
    const like = { user_id: userId, song_id: songId }
    const unlike = this.#queries.deleteFrom('likes').where((row) => row.and(like))
    return this.#atomically(() => {
      if (this.#change(unlike) > 0) return false
      this.#change(this.#queries.insertInto('likes').values({ ...like, created_at: Date.now() }))
      return true
    })
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  /**
   * Runs a read-then-write as one step. `BEGIN IMMEDIATE` takes the write lock first: a plain `BEGIN` would read,
   * and then fail instead of wait if another process wrote in between.
   */
  #atomically<T>(work: () => T): T {
    return this.#database.transaction(work).immediate()
  }

  #readSeeds(userId: number): string[] {
    const query = this.#queries
      .selectFrom('seeds')
      .select('song_id')
      .where('user_id', '=', userId)
      .orderBy('position')
    return this.#all(query).map((row) => row.song_id)
  }

  /** Runs a query that returns rows. */
  #all<Row>(query: Compilable<Row>): Row[] {
    const { sql, parameters } = query.compile()
    return this.#database.prepare<unknown[], Row>(sql).all(...parameters)
  }

  /** Runs a statement that returns none, and tells how many rows it changed. */
  #change(statement: Compilable): number {
    const { sql, parameters } = statement.compile()
    return this.#database.prepare<unknown[]>(sql).run(...parameters).changes
  }
}
