import { type RawBuilder, sql } from 'kysely'
import { type DatabaseKind, type QueryBuilder, queryBuilder } from './connection.js'
import { MIGRATIONS } from './migrations/index.js'
import type { Migration } from './migrations/migration.js'
import { compile, compileSql, run, type Work } from './statement.js'

/** A migration a database has seen. */
export interface AppliedMigration {
  readonly name: string
  /** UTC milliseconds since 1970; `null` where it was not kept, as by the first release. */
  readonly appliedAt: number | null
}

/** A database that is not ours to change; the message completes "The database … cannot be used: …". */
export class ForeignDatabase extends Error {
  static {
    ForeignDatabase.prototype.name = 'ForeignDatabase'
  }
}

/** Who migrates a PostgreSQL database holds this advisory lock: an arbitrary number that nobody else should take. */
const LOCK = 7_283_389_118
/** For others to be done, and for a step that rewrites a big table. */
export const MIGRATION_TIMEOUT_MS = 600_000

/**
 * Brings a database to the newest shape. To be run as one transaction: of servers starting together one then
 * migrates, the others wait and find it done, and a step that fails leaves nothing behind.
 *
 * Kysely's own migrator takes no lock on SQLite and makes its tables outside of the transaction, so that servers
 * starting together fail; and it cannot take over a database that an earlier release versioned in another way.
 *
 * @returns The names of the migrations that were pending.
 * @throws ForeignDatabase when the database is newer than these migrations or holds tables that are not ours.
 */
export function* migrate(kind: DatabaseKind, migrations: readonly Migration[] = MIGRATIONS): Work<string[]> {
  const build = queryBuilder(kind)
  if (kind === 'postgres') yield* lockPostgres(build)
  const applied = yield* appliedMigrations(kind, migrations)
  const pending = migrations.slice(applied.length)
  if (pending.length === 0) return []
  for (const migration of pending)
    for (const statement of migration.statements(build, kind)) yield* run(statement)
  yield* record(build, applied, pending)
  // What the first release looks at, so that it leaves a newer database alone.
  if (kind === 'sqlite') yield* ask(sql.raw(`pragma user_version = ${migrations.length}`), build)
  return pending.map(({ name }) => name)
}

/** The lock is the transaction's, so it cannot be left behind. */
function* lockPostgres(build: QueryBuilder): Work<void> {
  for (const limit of ['statement_timeout', 'lock_timeout'])
    yield* ask(sql`select set_config(${limit}, ${String(MIGRATION_TIMEOUT_MS)}, true)`, build)
  yield* ask(sql`select pg_advisory_xact_lock(${LOCK})`, build)
}

/**
 * What a database has seen, oldest first. Changes nothing.
 *
 * @throws ForeignDatabase as {@link migrate}.
 */
export function* appliedMigrations(
  kind: DatabaseKind,
  migrations: readonly Migration[] = MIGRATIONS,
): Work<AppliedMigration[]> {
  const build = queryBuilder(kind)
  const tables = kind === 'sqlite' ? yield* sqliteTables(build) : yield* postgresTables(build)
  const applied = tables.has('redux_migrations')
    ? yield* recorded(build)
    : kind === 'sqlite'
      ? yield* appliedByFirstRelease(build, tables)
      : []
  if (applied.length === 0 && tables.size > 0) throw new ForeignDatabase('it belongs to another program')
  if (applied.length > migrations.length)
    throw new ForeignDatabase(
      `it is of version ${applied.length}, and this release knows versions up to ${migrations.length}`,
    )
  const stranger = applied.find(({ name }, index) => name !== migrations[index].name)
  if (stranger) throw new ForeignDatabase(`this release does not know its migration "${stranger.name}"`)
  return applied
}

function* sqliteTables(build: QueryBuilder): Work<Set<string>> {
  const tables = yield* ask(
    sql<{ name: string }>`select name from sqlite_master where name not like 'sqlite~_%' escape '~'`,
    build,
  )
  return new Set(tables.map(({ name }) => name))
}

/** Tables where ours would be, but for those that came with an extension and belong to no program. */
function* postgresTables(build: QueryBuilder): Work<Set<string>> {
  const [{ encoding }] = yield* ask(
    sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`,
    build,
  )
  if (encoding !== 'UTF8')
    throw new ForeignDatabase(`its encoding is ${encoding}; make one with: create database … encoding 'UTF8'`)
  const tables = yield* ask(
    sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
        and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')`,
    build,
  )
  return new Set(tables.map(({ name }) => name))
}

/** The first release counted its migrations in SQLite's own version number, and had one. */
function* appliedByFirstRelease(build: QueryBuilder, tables: ReadonlySet<string>): Work<AppliedMigration[]> {
  const [{ user_version }] = yield* ask(sql<{ user_version: number }>`pragma user_version`, build)
  const ours = ['users', 'likes', 'seeds'].every((name) => tables.has(name))
  return user_version === 1 && ours ? [{ name: MIGRATIONS[0].name, appliedAt: null }] : []
}

function* recorded(build: QueryBuilder): Work<AppliedMigration[]> {
  const query = build.selectFrom('redux_migrations').select(['name', 'applied_at as appliedAt'])
  return yield* run(compile(query.orderBy('name')))
}

function* record(
  build: QueryBuilder,
  applied: readonly AppliedMigration[],
  pending: readonly Migration[],
): Work<void> {
  const table = build.schema
    .createTable('redux_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('applied_at', 'bigint')
  yield* run(compile(table))
  const rows = [
    ...applied.map(({ name, appliedAt }) => ({ name, applied_at: appliedAt })),
    ...pending.map(({ name }) => ({ name, applied_at: Date.now() })),
  ]
  const insert = build.insertInto('redux_migrations').values(rows)
  yield* run(compile(insert.onConflict((conflict) => conflict.doNothing())))
}

function* ask<Row>(query: RawBuilder<Row>, build: QueryBuilder): Work<Row[]> {
  return yield* run(compileSql(query, build))
}
