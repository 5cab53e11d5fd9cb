import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { build } from 'esbuild'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Connection } from '../../src/stores/connection.js'
import { migrate } from '../../src/stores/migrate.js'
import { MIGRATIONS } from '../../src/stores/migrations/index.js'
import type { Migration } from '../../src/stores/migrations/migration.js'
import { PostgresConnection } from '../../src/stores/postgres-connection.js'
import { SqliteConnection } from '../../src/stores/sqlite-connection.js'
import { postgresServer, requirePostgres, runSql } from '../services/postgres.js'
import { newDatabasePath, newFolder, open } from './opened.js'

const migration = (name: string, ...statements: string[]): Migration => ({
  name,
  statements: () => statements.map((sql) => ({ sql, parameters: [] })),
})

/** What holds of both databases. */
function migrateContract(newUrl: () => Promise<string>, connect: (url: string) => Promise<Connection>): void {
  const connection = async () => {
    const made = await connect(await newUrl())
    onTestFinished(() => made.close())
    return made
  }

  test('runs what is pending, once', async () => {
    const database = await connection()
    const run = (migrations: readonly Migration[]) => database.write(() => migrate(database.kind, migrations))
    expect(await run(MIGRATIONS)).toEqual(['001-accounts', '002-service'])
    const more = [...MIGRATIONS, migration('003-more', 'create table more (id integer)')]
    expect(await run(more)).toEqual(['003-more'])
    expect(await run(more)).toEqual([])
    await expect(run(MIGRATIONS)).rejects.toThrow(
      'it is of version 3, and this release knows versions up to 2',
    )
  })

  test('leaves nothing of a run that fails half-way', async () => {
    const database = await connection()
    const broken = migration('003-broken', 'create table half (id integer)', 'nonsense')
    const run = (migrations: readonly Migration[]) => database.write(() => migrate(database.kind, migrations))
    await expect(run([...MIGRATIONS, broken])).rejects.toThrow('syntax error')
    expect(await run(MIGRATIONS)).toHaveLength(MIGRATIONS.length)
  })

  test('runs once when ten processes open a new database at the same time', async () => {
    const [url, script] = [await newUrl(), await childScript()]
    const names = Array.from({ length: 10 }, (_, i) => `user ${i}`)
    await Promise.all(names.map((name) => runChild(script, url, name)))
    const { store } = await open(url)
    for (const name of names) {
      const { id } = (await store.findUser(name))!
      expect(await store.getLikes(id)).toEqual(['song'])
    }
  })
}

/** The child process as one file; what is not ours comes from the folder of installed packages. */
async function childScript(): Promise<string> {
  const script = join(newFolder(), 'open-child.cjs')
  await build({
    entryPoints: [fileURLToPath(new URL('open-child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  })
  return script
}

function runChild(script: string, url: string, username: string) {
  const packages = fileURLToPath(new URL('../../../../node_modules', import.meta.url))
  return promisify(execFile)(process.execPath, [script, url, username], {
    env: { ...process.env, NODE_PATH: packages },
  })
}

describe('migrate on SQLite', () => {
  migrateContract(
    async () => `sqlite:///${newDatabasePath()}`,
    (url) => SqliteConnection.open(url.slice('sqlite:///'.length)),
  )
})

describe('migrate on PostgreSQL', () => {
  requirePostgres()
  const newDatabase = async () => (await postgresServer()).newDatabase()
  const onProblem = (error: Error) => {
    throw error
  }

  migrateContract(newDatabase, async (url) => {
    const limits = { poolSize: 2, statementTimeoutMs: 5000, connectTimeoutMs: 2000 }
    return new PostgresConnection({ url, ...limits, onProblem })
  })

  test('keeps, compares and orders text by code point, however the database was made', async () => {
    const url = await newDatabase()
    await open(url)
    const columns = await runSql<{ name: string; collation: string }>(
      url,
      `select table_name || '.' || column_name as name, collation_name as collation
       from information_schema.columns where collation_name is not null and table_schema = 'public'`,
    )
    for (const name of [
      'users.username',
      'likes.song_id',
      'seeds.song_id',
      'revoked_tokens.token_id',
      'covers.key',
    ])
      expect(columns).toContainEqual({ name, collation: 'C' })
  })
})

/** As the first release made it. */
const FIRST_RELEASE = `
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
  pragma user_version = 1;
`

describe('a database of the first release', () => {
  const shapeOf = (path: string) => {
    const database = new Sqlite(path, { readonly: true })
    const shape = database.prepare('select type, name, tbl_name, sql from sqlite_master order by name').all()
    const version = database.pragma('user_version', { simple: true })
    database.close()
    return { shape, version }
  }

  test('is taken over with all its data', async () => {
    const path = newDatabasePath()
    const old = new Sqlite(path)
    old.exec(`${FIRST_RELEASE}
      insert into users values (3, 'ada', 'hash of ada', 1000), (7, 'bob', 'hash of bob', 2000);
      insert into likes values (4, 3, 'z', 1001), (5, 3, 'a', 1002), (9, 7, 'z', 2001);
      insert into seeds values (3, 0, 's'), (3, 1, 'b');`)
    old.close()
    const { store } = await open(`sqlite:///${path}`)
    expect(await store.findUser('bob')).toMatchObject({
      id: 7,
      passwordHash: 'hash of bob',
      tokenGeneration: 0,
    })
    expect(await store.exportUser(3)).toEqual({
      username: 'ada',
      createdAt: 1000,
      seeds: [
        { songId: 's', createdAt: 1000 },
        { songId: 'b', createdAt: 1000 },
      ],
      likes: [
        { songId: 'z', createdAt: 1001 },
        { songId: 'a', createdAt: 1002 },
      ],
    })
    expect(await store.getLikes(7)).toEqual(['z'])
    expect((await store.createUser('cleo', 'hash'))?.id).toBe(8)
    expect(await store.deleteUser(7)).toBe(true)
    expect(await store.getLikes(7)).toEqual([])
  })

  test('then has the shape of a new one, which the first release refuses by its version', async () => {
    const [taken, fresh] = [newDatabasePath(), newDatabasePath()]
    const old = new Sqlite(taken)
    old.exec(FIRST_RELEASE)
    old.close()
    for (const path of [taken, fresh]) await (await open(`sqlite:///${path}`)).close()
    expect(shapeOf(taken)).toEqual(shapeOf(fresh))
    expect(shapeOf(taken).version).toBe(MIGRATIONS.length)
  })
})
