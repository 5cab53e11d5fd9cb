import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../src/index.js'
import { migrate } from '../../src/stores/migrate.js'
import { MIGRATIONS } from '../../src/stores/migrations/index.js'
import { newDatabasePath } from '../running-app.js'
import { storeContract } from './store-contract.js'

async function open(path: string) {
  const store = await openSqliteStore(path)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= store.close()
    return closed
  }
  onTestFinished(close)
  return store
}

describe('a store in a SQLite file', () => {
  storeContract(async () => {
    const path = newDatabasePath()
    return [await open(path), await open(path)]
  })

  test('opens a new file ten times at once', async () => {
    const path = newDatabasePath()
    const stores = await Promise.all(Array.from({ length: 10 }, () => open(path)))
    await stores[0].createUser('ada', 'hash')
    expect(await stores[9].findUser('ada')).toMatchObject({ username: 'ada' })
  })

  test('keeps everything when it is closed and opened again', async () => {
    const path = newDatabasePath()
    const before = await openSqliteStore(path)
    const { id } = (await before.createUser('ada', 'hash'))!
    await before.storeSeedsOnce(id, ['a', 'b'])
    await before.toggleLike(id, 'c')
    await before.close()
    const after = await open(path)
    expect(await after.getSeeds(id)).toEqual(['a', 'b'])
    expect(await after.getLikes(id)).toEqual(['c'])
  })

  test('writes ahead, syncs every commit and checks foreign keys', async () => {
    const path = newDatabasePath()
    const store = await open(path)
    await expect(store.toggleLike(999, 'song')).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    })
    const database = new Sqlite(path)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    database.close()
  })

  test('goes on after a write that failed', async () => {
    const store = await open(newDatabasePath())
    await expect(store.toggleLike(999, 'song')).rejects.toThrow('FOREIGN KEY')
    const { id } = (await store.createUser('ada', 'hash'))!
    expect(await store.toggleLike(id, 'song')).toBe(true)
  })
})

describe('openSqliteStore refuses', () => {
  const refusal = (path: string, reason: string) =>
    expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'BAD_DATABASE',
      message: expect.stringContaining(`The database "${path}" cannot be used: ${reason}`),
    })

  test('a file in a folder that does not exist', async () => {
    await refusal(join(dirname(newDatabasePath()), 'nowhere', 'redux.db'), 'Cannot open database')
  })

  test('a file that is no database', async () => {
    const path = newDatabasePath()
    writeFileSync(path, 'Username,Artist,Track,Album,Date,Time\n'.repeat(100))
    await refusal(path, 'file is not a database')
  })

  test('the database of another program, and leaves it as it is', async () => {
    const path = newDatabasePath()
    const database = new Sqlite(path)
    database.exec('create table users (name text)')
    await refusal(path, 'it belongs to another program')
    expect(database.pragma('user_version', { simple: true })).toBe(0)
    database.close()
  })

  test('a database of a newer release', async () => {
    const path = newDatabasePath()
    await (await openSqliteStore(path)).close()
    const database = new Sqlite(path)
    database.pragma('user_version = 99')
    database.close()
    await refusal(path, 'it is of version 99, and this release knows versions up to 1')
  })
})

describe('migrate', () => {
  test('runs only what is pending, once', () => {
    const database = new Sqlite(':memory:')
    migrate(database, MIGRATIONS)
    const more = [...MIGRATIONS, { name: '002-more', sql: 'create table more (id integer)' }]
    migrate(database, more)
    migrate(database, more)
    expect(database.pragma('user_version', { simple: true })).toBe(2)
    database.close()
  })

  test('leaves nothing of a run that fails half-way', () => {
    const database = new Sqlite(':memory:')
    const broken = [...MIGRATIONS, { name: '002-broken', sql: 'create table half (id integer); nonsense' }]
    expect(() => migrate(database, broken)).toThrow('syntax error')
    expect(database.prepare('select count(*) as n from sqlite_master').get()).toEqual({ n: 0 })
    expect(database.pragma('user_version', { simple: true })).toBe(0)
    database.close()
  })
})
