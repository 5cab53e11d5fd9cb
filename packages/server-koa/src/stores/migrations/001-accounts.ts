import type { Migration } from './migration.js'

/**
 * Accounts, their likes and their seeds. `likes.id` keeps the order of liking even when the clock is set back;
 * times are UTC milliseconds since 1970.
 */
export const accounts: Migration = {
  name: '001-accounts',
  sql: `
    create table users (
      id integer primary key,
      username text not null unique,
      password_hash text not null,
      created_at integer not null
    ) strict;
    create table likes (
      id integer primary key,
      user_id integer not null references users (id) on delete cascade,
      song_id text not null,
      created_at integer not null,
      unique (user_id, song_id)
    ) strict;
    create table seeds (
      user_id integer not null references users (id) on delete cascade,
      position integer not null,
      song_id text not null,
      primary key (user_id, position)
    ) strict, without rowid;
  `,
}
