import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Statement, Work } from './statement.js'
import type { Tables } from './tables.js'

/** The databases there are dialects for. */
export type DatabaseKind = 'sqlite' | 'postgres'

/** What runs statements on a database. Failures of the database come as {@link StoreError}. */
export interface Connection {
  readonly kind: DatabaseKind

  /** Runs one statement that changes nothing, and so may be repeated if a connection breaks. */
  read<Row>(statement: Statement<Row>): Promise<Row[]>

  /**
   * Runs all of the work as one transaction, or none of it. Its first statement should change the row that
   * everything else hangs on: PostgreSQL then locks that row before anything is read.
   *
   * @param work - Starts the work; called again if a connection breaks before the commit was sent.
   */
  write<T>(work: () => Work<T>): Promise<T>

  close(): Promise<void>
}

/** Makes statements in the dialect of a database. Never runs them: {@link Connection} does. */
export type QueryBuilder = Kysely<Tables>

/**
 * Kysely with its own drivers left out. That of SQLite gives way to other work between the statements of a
 * transaction; that of PostgreSQL hands a connection back to the pool while a timed-out query still runs on it,
 * and lets the process end when a connection breaks that is in use.
 */
export function queryBuilder(kind: DatabaseKind): QueryBuilder {
  const sqlite = kind === 'sqlite'
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => (sqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
      createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
  })
}
