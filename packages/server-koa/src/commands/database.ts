import { StartError } from '../errors.js'
import { SETTING_RULES } from '../settings/rules.js'
import type { Connection, DatabaseKind } from '../stores/connection.js'
import { type DatabaseLocation, describeLocation } from '../stores/database-url.js'
import { type AppliedMigration, appliedMigrations, MIGRATION_TIMEOUT_MS, migrate } from '../stores/migrate.js'
import { MIGRATIONS } from '../stores/migrations/index.js'
import { badDatabase, DATABASE_DEFAULTS } from '../stores/open-database.js'
import { PostgresConnection } from '../stores/postgres-connection.js'
import { SqliteConnection } from '../stores/sqlite-connection.js'
import type { Statement, Work } from '../stores/statement.js'
import { backUpPostgres } from './back-up-postgres.js'
import { backUpSqlite } from './back-up-sqlite.js'
import { BackupError, writeWhole } from './backup-file.js'

export { BackupError, type BackupErrorCode } from './backup-file.js'

export interface MigrationState extends AppliedMigration {
  readonly state: 'applied' | 'pending'
}

export interface DatabaseStatus {
  /** Where it is; never with a password. */
  readonly database: string
  readonly kind: DatabaseKind
  /** How many migrations it has seen, of those there are. */
  readonly version: number
  readonly newestVersion: number
  /** Oldest first. */
  readonly migrations: readonly MigrationState[]
  /** `null` before the first migration. */
  readonly counts: { readonly users: number; readonly likes: number; readonly seeds: number } | null
}

export interface BackupOptions {
  /** Whether a file of that name is overwritten. @defaultValue false */
  readonly force?: boolean
  /** Stops the backup; no file is left then. */
  readonly signal?: AbortSignal
  /** Gets the copied part, from 0 to 1: step by step for SQLite; `pg_dump` does not tell, so 0 and then 1. */
  readonly onProgress?: (fraction: number) => void
}

export interface BackupReport {
  readonly database: string
  readonly kind: DatabaseKind
  readonly file: string
  readonly bytes: number
}

/** Of a count over a big table. */
const COUNT_TIMEOUT_MS = 60_000

/**
 * Reads a `DATABASE_URL`; an empty or missing one means what it means to the server.
 *
 * @throws {@link StartError} INVALID_SETTINGS, with what is allowed.
 */
export function databaseLocation(url: string | undefined): DatabaseLocation {
  const { schema, fallback, allowed } = SETTING_RULES.DATABASE_URL
  if (url === undefined || url === '') return fallback
  const { data } = schema.safeParse(url)
  if (data === undefined)
    throw new StartError('INVALID_SETTINGS', `DATABASE_URL is not a database address; it must be ${allowed}.`)
  return data
}

/**
 * Brings a database to the newest shape, as every server does when it starts; creates a SQLite file.
 *
 * @returns The names of the migrations that were pending.
 * @throws {@link StartError} BAD_DATABASE when it cannot be reached or used; it is as before then.
 */
export function migrateDatabase(location: DatabaseLocation): Promise<string[]> {
  return use(location, async () => {
    if (location.kind === 'postgres')
      return withConnection(connectPostgres(location.url), (connection) =>
        connection.write(() => migrate('postgres'), MIGRATION_TIMEOUT_MS),
      )
    return withConnection(await SqliteConnection.open(location.path), (connection) =>
      connection.write(() => migrate('sqlite')),
    )
  })
}

/**
 * What a database has seen and holds. Changes nothing.
 *
 * @throws {@link StartError} BAD_DATABASE when it cannot be reached, does not exist or is not ours.
 */
export function databaseStatus(location: DatabaseLocation): Promise<DatabaseStatus> {
  return use(location, () =>
    withConnection(connectToRead(location), (connection) => readStatus(location, connection)),
  )
}

/**
 * Copies a database to a file while servers go on with it: as of one moment, and for its owner's eyes alone. The copy
 * of a SQLite database is one, which a server can be started with; that of a PostgreSQL database is for `pg_restore`.
 *
 * @param file - Refused when it exists, for a backup that takes the place of the last good one is none. Written under
 *   another name and renamed when it is whole, so there is never half a file.
 * @throws {@link BackupError}; {@link StartError} BAD_DATABASE when a SQLite file cannot be read; the reason of
 *   `options.signal`; the system's error when the file cannot be written.
 */
export async function backupDatabase(
  location: DatabaseLocation,
  file: string,
  { force = false, signal, onProgress = () => {} }: BackupOptions = {},
): Promise<BackupReport> {
  signal?.throwIfAborted()
  const bytes = await writeWhole(file, force, async (temporary) => {
    onProgress(0)
    if (location.kind === 'postgres') await backUpPostgres(location.url, temporary, signal)
    else await copySqlite(location, temporary, signal, onProgress)
    onProgress(1)
  })
  return { database: describeLocation(location), kind: location.kind, file, bytes }
}

function copySqlite(
  location: Extract<DatabaseLocation, { kind: 'sqlite' }>,
  file: string,
  signal: AbortSignal | undefined,
  onProgress: (fraction: number) => void,
): Promise<void> {
  return use(
    location,
    () => backUpSqlite(location.path, file, signal, onProgress),
    (error) => error instanceof BackupError || error === signal?.reason,
  )
}

/** Gives a failure of the database as {@link StartError}, which says which database it is. */
async function use<T>(
  location: DatabaseLocation,
  work: () => Promise<T>,
  isOther: (error: unknown) => boolean = () => false,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isOther(error) ? error : badDatabase(location, error)
  }
}

function connectToRead(location: DatabaseLocation): Connection {
  return location.kind === 'postgres'
    ? connectPostgres(location.url)
    : SqliteConnection.openToRead(location.path)
}

function connectPostgres(url: string): PostgresConnection {
  const limits = { ...DATABASE_DEFAULTS, poolSize: 1, statementTimeoutMs: COUNT_TIMEOUT_MS }
  // What breaks while a command runs fails the command.
  return new PostgresConnection({ url, ...limits, onProblem: () => {} })
}

async function withConnection<C extends Connection, T>(
  connection: C,
  work: (connection: C) => Promise<T>,
): Promise<T> {
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}

async function readStatus(location: DatabaseLocation, connection: Connection): Promise<DatabaseStatus> {
  const applied = await readEach(connection, appliedMigrations(connection.kind))
  return {
    database: describeLocation(location),
    kind: connection.kind,
    version: applied.length,
    newestVersion: MIGRATIONS.length,
    migrations: MIGRATIONS.map(({ name }, index) =>
      index < applied.length
        ? { ...applied[index], state: 'applied' }
        : { name, appliedAt: null, state: 'pending' },
    ),
    counts: applied.length === 0 ? null : await readCounts(connection),
  }
}

async function readCounts(connection: Connection) {
  const count = async (table: 'users' | 'likes' | 'seeds') => {
    const query: Statement<{ n: number }> = { sql: `select count(*) as n from ${table}`, parameters: [] }
    return (await connection.read(query))[0].n
  }
  return { users: await count('users'), likes: await count('likes'), seeds: await count('seeds') }
}

/** Runs work that changes nothing, without a transaction: a file that is open for reading has none to offer. */
async function readEach<T>(connection: Connection, work: Work<T>): Promise<T> {
  let step = work.next([])
  while (!step.done) step = work.next(await connection.read(step.value))
  return step.value
}
