import { StartError } from '../errors.js'
import type { Connection, DatabaseKind } from './connection.js'
import type { CoverTable } from './cover-table.js'
import { type DatabaseLocation, describeLocation } from './database-url.js'
import { KyselyCoverTable } from './kysely-cover-table.js'
import { KyselyStore } from './kysely-store.js'
import { migrate } from './migrate.js'
import { MigratingConnection } from './migrating-connection.js'
import { PostgresConnection, type PostgresOptions } from './postgres-connection.js'
import { ReadReplica } from './read-replica.js'
import { SqliteConnection } from './sqlite-connection.js'
import type { Store } from './store.js'
import { StoreError } from './store-error.js'

/** An open database and what is kept in it. */
export interface Database {
  readonly kind: DatabaseKind
  readonly store: Store
  readonly coverTable: CoverTable
  /** Lets go of files and connections; `store.close()` does the same. */
  close(): Promise<void>
}

/** How PostgreSQL is spoken to. SQLite needs none of it. */
export interface DatabaseOptions {
  /** Connections at most, to the primary and to the replica each. @defaultValue 10 */
  readonly poolSize?: number
  /** Longest run of one statement. @defaultValue 5000 */
  readonly statementTimeoutMs?: number
  /** Longest wait for a connection, be it a new one or one in use. @defaultValue 2000 */
  readonly connectTimeoutMs?: number
  /** A read replica, as the `url` of a {@link DatabaseLocation}. It may lag behind and be away. */
  readonly readUrl?: string
  /** Told what goes wrong without failing a call: for the log. */
  readonly onProblem?: (error: Error) => void
}

export const DATABASE_DEFAULTS = { poolSize: 10, statementTimeoutMs: 5000, connectTimeoutMs: 2000 } as const
/** A replica that is slower than this is of no use: the primary is asked instead. */
const REPLICA_TIMEOUT_MS = 1000

/**
 * Opens a database, or creates it (SQLite), and brings it to the newest shape. Any number of servers may do that at
 * the same time.
 *
 * A PostgreSQL server that cannot be reached is no failure: the database opens all the same, each call rejects with
 * UNAVAILABLE, and all is well as soon as the server is.
 *
 * @throws {@link StartError} BAD_DATABASE when the database cannot be opened, belongs to another program or was
 *   written by a newer release. The message never holds a password.
 */
export async function openDatabase(
  location: DatabaseLocation,
  options: DatabaseOptions = {},
): Promise<Database> {
  try {
    return await (location.kind === 'sqlite'
      ? openSqlite(location.path)
      : openPostgres(location.url, options))
  } catch (error) {
    throw badDatabase(location, error)
  }
}

/** Why a database cannot be used, in the words of whatever refused it. */
export function badDatabase(location: DatabaseLocation, error: unknown): StartError {
  const cause = error instanceof StoreError ? (error.cause ?? error) : error
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new StartError(
    'BAD_DATABASE',
    `The database "${describeLocation(location)}" cannot be used: ${reason}.`,
    { cause },
  )
}

async function openSqlite(path: string): Promise<Database> {
  const connection = await SqliteConnection.open(path)
  try {
    await connection.write(() => migrate('sqlite'))
    return databaseOn(connection)
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function openPostgres(url: string, options: DatabaseOptions): Promise<Database> {
  const {
    poolSize = DATABASE_DEFAULTS.poolSize,
    statementTimeoutMs = DATABASE_DEFAULTS.statementTimeoutMs,
    connectTimeoutMs = DATABASE_DEFAULTS.connectTimeoutMs,
    readUrl,
    onProblem = () => {},
  } = options
  const primary = { url, poolSize, statementTimeoutMs, connectTimeoutMs, onProblem }
  const connection = new MigratingConnection(new PostgresConnection(primary), onProblem)
  try {
    await connection.open()
    return databaseOn(connection, readUrl === undefined ? undefined : openReplica(readUrl, primary))
  } catch (error) {
    await connection.close()
    throw error
  }
}

function openReplica(url: string, primary: PostgresOptions): ReadReplica {
  const { statementTimeoutMs, connectTimeoutMs, onProblem } = primary
  const connection = new PostgresConnection({
    ...primary,
    url,
    statementTimeoutMs: Math.min(statementTimeoutMs, REPLICA_TIMEOUT_MS),
    connectTimeoutMs: Math.min(connectTimeoutMs, REPLICA_TIMEOUT_MS),
  })
  return new ReadReplica(connection, onProblem)
}

function databaseOn(connection: Connection, replica?: ReadReplica): Database {
  const store = new KyselyStore(connection, replica)
  const coverTable = new KyselyCoverTable(connection)
  return { kind: connection.kind, store, coverTable, close: () => store.close() }
}
