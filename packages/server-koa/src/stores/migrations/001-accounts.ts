import { sql } from 'kysely'
import { compileSql } from '../statement.js'
import type { Migration } from './migration.js'

/**
 * Accounts, their likes and their seeds, as the first release had them. That release knew SQLite alone, so there is
 * nothing to be made on PostgreSQL.
 */
export const accounts: Migration = {
  name: '001-accounts',
  statements(build, kind) {
    return kind === 'sqlite' ? TABLES.map((table) => compileSql(sql.raw(table), build)) : []
  },
}

const TABLES = [
  `create table users (
    id integer primary key,
    username text not null unique,
    password_hash text not null,
    created_at integer not null
  ) strict`,
  `create table likes (
    id integer primary key,
    user_id integer not null references users (id) on delete cascade,
    song_id text not null,
    created_at integer not null,
    unique (user_id, song_id)
  ) strict`,
  `create table seeds (
    user_id integer not null references users (id) on delete cascade,
    position integer not null,
    song_id text not null,
    primary key (user_id, position)
  ) strict, without rowid`,
]
