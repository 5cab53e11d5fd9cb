import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KyselyStore } from '../../src/stores/kysely-store.js'
import { migrate } from '../../src/stores/migrate.js'
import { SqliteConnection } from '../../src/stores/sqlite-connection.js'
import { coverTableContract } from './cover-table-contract.js'
import { newDatabasePath, open } from './opened.js'
import { storeContract } from './store-contract.js'

const openFile = (path: string) => open(`sqlite:///${path}`)

async function openTwo() {
  const path = newDatabasePath()
  return [await openFile(path), await openFile(path)] as const
}

/** Looks into a file beside the store. */
function look(path: string): Sqlite.Database {
  const database = new Sqlite(path)
  onTestFinished(() => void database.close())
  return database
}

describe('a SQLite file', () => {
  storeContract(async () => {
    const [first, second] = await openTwo()
    return [first.store, second.store]
  })

  coverTableContract(async () => {
    const [first, second] = await openTwo()
    return [first.coverTable, second.coverTable]
  })

  test('keeps everything when it is closed and opened again', async () => {
    const path = newDatabasePath()
    const before = await openFile(path)
    const { id } = (await before.store.createUser('ada', 'hash'))!
    await before.store.storeSeedsOnce(id, ['a', 'b'])
    await before.store.toggleLike(id, 'c')
    await before.close()
    const { store } = await openFile(path)
    expect(await store.getSeeds(id)).toEqual(['a', 'b'])
    expect(await store.getLikes(id)).toEqual(['c'])
  })

  test('is written ahead', async () => {
    const path = newDatabasePath()
    await openFile(path)
    expect(look(path).pragma('journal_mode', { simple: true })).toBe('wal')
  })

  test('rejects writes with UNAVAILABLE while another program keeps it locked, reads on, and recovers', async () => {
    const path = newDatabasePath()
    const { store } = await openFile(path)
    const user = (await store.createUser('ada', 'hash'))!
    const other = look(path)
    other.exec('begin immediate')
    await expect(store.toggleLike(user.id, 'song')).rejects.toMatchObject({
      name: 'StoreError',
      code: 'UNAVAILABLE',
    })
    expect(await store.getTaste(user)).toEqual({ seeds: [], likes: [] })
    other.exec('rollback')
    expect(await store.toggleLike(user.id, 'song')).toBe(true)
  })

  test('rejects writes with FULL when there is no room, keeps what it has, and recovers', async () => {
    const connection = await SqliteConnection.open(newDatabasePath())
    const store = new KyselyStore(connection)
    onTestFinished(() => store.close())
    await connection.write(() => migrate('sqlite'))
    const { id } = (await store.createUser('ada', 'hash'))!
    await store.toggleLike(id, 'kept')
    // One page of 4 kB is left to it.
    const pages = async (setting: string) => connection.read({ sql: `pragma ${setting}`, parameters: [] })
    const [{ page_count }] = (await pages('page_count')) as { page_count: number }[]
    await pages(`max_page_count = ${page_count + 1}`)
    await expect(store.toggleLike(id, 'x'.repeat(50_000))).rejects.toMatchObject({
      name: 'StoreError',
      code: 'FULL',
    })
    expect(await store.getLikes(id)).toEqual(['kept'])
    await pages('max_page_count = 1000000')
    expect(await store.toggleLike(id, 'more')).toBe(true)
  })
})

describe('openDatabase refuses', () => {
  const refusal = (path: string, reason: string) =>
    expect(openFile(path)).rejects.toMatchObject({
      name: 'StartError',
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
    const database = look(path)
    database.exec('create table users (name text)')
    await refusal(path, 'it belongs to another program')
    expect(database.pragma('user_version', { simple: true })).toBe(0)
    expect(database.prepare('select name from sqlite_master').pluck().all()).toEqual(['users'])
  })

  test('the database of another program that uses the version number of the first release', async () => {
    const path = newDatabasePath()
    look(path).exec('create table users (name text); pragma user_version = 1')
    await refusal(path, 'it belongs to another program')
  })

  test('a database of a newer release', async () => {
    const path = newDatabasePath()
    await (await openFile(path)).close()
    look(path).exec(`insert into redux_migrations values ('999-later', 0)`)
    await refusal(path, 'it is of version 3, and this release knows versions up to 2')
  })

  test('a database that has seen other migrations', async () => {
    const path = newDatabasePath()
    await (await openFile(path)).close()
    look(path).exec(`update redux_migrations set name = '002-other' where name = '002-service'`)
    await refusal(path, 'this release does not know its migration "002-other"')
  })
})
