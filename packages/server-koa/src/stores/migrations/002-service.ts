import { type ColumnDefinitionBuilder, type CreateTableBuilder, sql } from 'kysely'
import type { DatabaseKind, QueryBuilder } from '../connection.js'
import { compile, compileSql, type Statement } from '../statement.js'
import type { Migration } from './migration.js'

/**
 * What several servers on one database need: versions of tokens and tastes, tokens taken back, covers, and the
 * time of every seed.
 *
 * - Times are UTC milliseconds since 1970.
 * - `users.id` is never used twice, or what is cached or still under way for a deleted account would reach the next
 *   one. SQLite needs `autoincrement` for that, and for that a new table.
 * - `likes.id` keeps the order of liking even when the clock is set back.
 * - Text is told apart and ordered by code point, as SQLite always does; PostgreSQL's own order depends on how a
 *   database was made.
 */
export const service: Migration = {
  name: '002-service',
  statements(build, kind) {
    const tables = createTables(build, kind)
    if (kind === 'postgres') return tables
    return [...renameOldTables(build), ...tables, ...copyFromOldTables(build)]
  },
}

function createTables({ schema }: QueryBuilder, kind: DatabaseKind): Statement[] {
  const sqlite = kind === 'sqlite'
  const integer = sqlite ? 'integer' : 'bigint'
  const numbered = (column: ColumnDefinitionBuilder) =>
    (sqlite ? column.autoIncrement() : column.generatedAlwaysAsIdentity()).primaryKey()
  const text = (column: ColumnDefinitionBuilder) => (sqlite ? column : column.modifyEnd(sql`collate "C"`))
  const requiredText = (column: ColumnDefinitionBuilder) => text(column).notNull()
  const required = (column: ColumnDefinitionBuilder) => column.notNull()
  const ofUser = (column: ColumnDefinitionBuilder) =>
    column.notNull().references('users.id').onDelete('cascade')
  const keyed = (column: ColumnDefinitionBuilder) => text(column).notNull().primaryKey()
  // SQLite keeps text in a column of numbers, unless the table is strict.
  const strict = <T extends string>(table: CreateTableBuilder<T>, more = '') =>
    sqlite ? table.modifyEnd(sql.raw(`strict${more}`)) : table

  const tables = [
    strict(
      schema
        .createTable('users')
        .addColumn('id', integer, numbered)
        .addColumn('username', 'text', (column) => requiredText(column).unique())
        .addColumn('password_hash', 'text', required)
        .addColumn('token_generation', integer, required)
        .addColumn('taste_version', integer, required)
        .addColumn('created_at', integer, required),
    ),
    strict(
      schema
        .createTable('likes')
        .addColumn('id', integer, numbered)
        .addColumn('user_id', integer, ofUser)
        .addColumn('song_id', 'text', requiredText)
        .addColumn('created_at', integer, required)
        .addUniqueConstraint('likes_once', ['user_id', 'song_id']),
    ),
    strict(
      schema
        .createTable('seeds')
        .addColumn('user_id', integer, ofUser)
        .addColumn('position', 'integer', required)
        .addColumn('song_id', 'text', requiredText)
        .addColumn('created_at', integer, required)
        .addPrimaryKeyConstraint('seeds_in_order', ['user_id', 'position']),
      ', without rowid',
    ),
    strict(
      schema
        .createTable('revoked_tokens')
        .addColumn('token_id', 'text', keyed)
        .addColumn('expires_at', integer, required),
      ', without rowid',
    ),
    schema.createIndex('revoked_tokens_by_end').on('revoked_tokens').column('expires_at'),
    strict(
      schema
        .createTable('covers')
        .addColumn('key', 'text', keyed)
        .addColumn('url', 'text')
        .addColumn('checked_at', integer, required),
      ', without rowid',
    ),
  ]
  return tables.map(compile)
}

function renameOldTables({ schema }: QueryBuilder): Statement[] {
  return OLD_TABLES.map((table) => compile(schema.alterTable(table).renameTo(`old_${table}`)))
}

/** When a seed was given was not kept; it was soon after the account was made. */
function copyFromOldTables(build: QueryBuilder): Statement[] {
  const copies = [
    sql`insert into users (id, username, password_hash, token_generation, taste_version, created_at)
        select id, username, password_hash, 0, 0, created_at from old_users`,
    sql`insert into likes (id, user_id, song_id, created_at)
        select id, user_id, song_id, created_at from old_likes`,
    sql`insert into seeds (user_id, position, song_id, created_at)
        select user_id, position, song_id, old_users.created_at
        from old_seeds join old_users on old_users.id = old_seeds.user_id`,
  ]
  const drops = OLD_TABLES.map((table) => compile(build.schema.dropTable(`old_${table}`)))
  return [...copies.map((copy) => compileSql(copy, build)), ...drops]
}

/** Those that refer to users come first. */
const OLD_TABLES = ['likes', 'seeds', 'users']
