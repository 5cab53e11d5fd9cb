import { execFile } from 'node:child_process'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  backupDatabase,
  databaseLocation,
  databaseStatus,
  migrateDatabase,
} from '../../src/commands/database.js'
import { parseDatabaseUrl } from '../../src/stores/database-url.js'
import type { Database } from '../../src/stores/open-database.js'
import { PASSWORD_ROLE, postgresServer, requirePostgres, runSql } from '../services/postgres.js'
import { newDatabasePath, newFolder, open } from './opened.js'

const location = (url: string) => parseDatabaseUrl(url)!

/** Three people with a taste, and a cover. */
async function fill({ store, coverTable }: Database): Promise<void> {
  for (const name of ['ada', 'bob', 'cleo']) {
    const { id } = (await store.createUser(name, `hash of ${name}`))!
    await store.storeSeedsOnce(id, [`${name} 1`, `${name} 2`])
    for (const song of ['x', 'y', `${name} 3`]) await store.toggleLike(id, song)
  }
  await store.revokeToken('token', Date.now() + 1e9)
  await coverTable.save([{ key: 'a', url: null, checkedAt: 1 }])
}

/** Everything that is in a database, as a service sees it. */
async function contents({ store, coverTable }: Database) {
  const people = ['ada', 'bob', 'cleo'].map(async (name) => {
    const session = (await store.findSession(name, 'token'))!
    return { session, exported: await store.exportUser(session.account.id) }
  })
  const covers: unknown[] = []
  for await (const page of coverTable.readAll()) covers.push(...page)
  return { people: await Promise.all(people), covers }
}

/** What holds of both databases. */
function commandsContract(newUrl: () => Promise<string>): void {
  test('databaseStatus tells of a new database that everything is pending, and changes nothing', async () => {
    const at = location(await newUrl())
    if (at.kind === 'sqlite') new Sqlite(at.path).exec('vacuum').close()
    for (let look = 0; look < 2; look++)
      expect(await databaseStatus(at)).toMatchObject({
        kind: at.kind,
        version: 0,
        newestVersion: 2,
        migrations: [
          { name: '001-accounts', appliedAt: null, state: 'pending' },
          { name: '002-service', appliedAt: null, state: 'pending' },
        ],
        counts: null,
      })
  })

  test('migrateDatabase runs what is pending, and databaseStatus tells when', async () => {
    const at = location(await newUrl())
    const before = Date.now()
    expect(await migrateDatabase(at)).toEqual(['001-accounts', '002-service'])
    expect(await migrateDatabase(at)).toEqual([])
    const { version, migrations, counts } = await databaseStatus(at)
    expect(version).toBe(2)
    for (const { state, appliedAt } of migrations) {
      expect(state).toBe('applied')
      expect(appliedAt).toBeGreaterThanOrEqual(before)
    }
    expect(counts).toEqual({ users: 0, likes: 0, seeds: 0 })
  })

  test('databaseStatus counts', async () => {
    const url = await newUrl()
    await fill(await open(url))
    expect((await databaseStatus(location(url))).counts).toEqual({ users: 3, likes: 9, seeds: 6 })
  })

  test('backupDatabase refuses a file that exists, and leaves it alone, unless told to', async () => {
    const url = await newUrl()
    await open(url)
    const file = join(newFolder(), 'backup')
    writeFileSync(file, 'precious')
    await expect(backupDatabase(location(url), file)).rejects.toMatchObject({ code: 'TARGET_EXISTS' })
    expect(statSync(file).size).toBe('precious'.length)
    const { bytes } = await backupDatabase(location(url), file, { force: true })
    expect(statSync(file).size).toBe(bytes)
    expect(bytes).toBeGreaterThan('precious'.length)
  })

  test('backupDatabase leaves no file when it is stopped', async () => {
    const url = await newUrl()
    await fill(await open(url))
    const stop = new AbortController()
    const folder = newFolder()
    const onProgress = () => stop.abort()
    const backup = backupDatabase(location(url), join(folder, 'backup'), { signal: stop.signal, onProgress })
    await expect(backup).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('backupDatabase makes a file that nobody else may read', async () => {
    const url = await newUrl()
    await open(url)
    const file = join(newFolder(), 'backup')
    await backupDatabase(location(url), file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('backupDatabase says which folder does not exist', async () => {
    const url = await newUrl()
    await open(url)
    const file = join(newFolder(), 'nowhere', 'backup')
    await expect(backupDatabase(location(url), file)).rejects.toMatchObject({ code: 'ENOENT' })
  })
}

describe('commands on a SQLite file', () => {
  commandsContract(async () => `sqlite:///${newDatabasePath()}`)

  test('backupDatabase copies everything as of one moment while a server writes', async () => {
    const url = `sqlite:///${newDatabasePath()}`
    const database = await open(url)
    await fill(database)
    const { id } = (await database.store.createUser('busy', 'hash'))!
    let done = false
    const written = (async () => {
      for (let i = 0; !done; i++) {
        await database.store.toggleLike(id, `song ${i}`)
        // SQLite answers at once, and the backup would never get its turn.
        await setImmediate()
      }
    })()
    const fractions: number[] = []
    const file = join(newFolder(), 'backup.db')
    await backupDatabase(location(url), file, { onProgress: (fraction) => fractions.push(fraction) }).finally(
      () => {
        done = true
      },
    )
    await written
    expect(readdirSync(dirname(file))).toEqual(['backup.db'])
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    const copy = await open(`sqlite:///${file}`)
    expect(await contents(copy)).toEqual(await contents(database))
    const likes = await copy.store.getLikes(id)
    expect(likes).toEqual(likes.map((_, i) => `song ${i}`))
    expect((await copy.store.findUser('busy'))?.tasteVersion).toBe(likes.length)
  })

  test('databaseStatus tells of a database of the first release that it was migrated at an unknown time', async () => {
    const path = newDatabasePath()
    const database = new Sqlite(path)
    database.exec(`create table users (id integer); create table likes (id integer);
      create table seeds (id integer); pragma user_version = 1`)
    database.close()
    expect(await databaseStatus({ kind: 'sqlite', path })).toMatchObject({
      version: 1,
      migrations: [
        { appliedAt: null, state: 'applied' },
        { appliedAt: null, state: 'pending' },
      ],
    })
  })

  test('databaseStatus and backupDatabase refuse a file that does not exist, and make none', async () => {
    const path = newDatabasePath()
    const refusal = { name: 'StartError', code: 'BAD_DATABASE', message: expect.stringContaining(path) }
    await expect(databaseStatus({ kind: 'sqlite', path })).rejects.toMatchObject(refusal)
    const backup = backupDatabase({ kind: 'sqlite', path }, join(dirname(path), 'backup'))
    await expect(backup).rejects.toMatchObject(refusal)
    expect(existsSync(path)).toBe(false)
    expect(readdirSync(dirname(path))).toEqual([])
  })
})

describe('commands on a PostgreSQL database', () => {
  requirePostgres()
  const newDatabase = async () => (await postgresServer()).newDatabase()

  commandsContract(newDatabase)

  test('backupDatabase makes a file that pg_restore makes the same database of', async () => {
    const url = await newDatabase()
    const database = await open(url)
    await fill(database)
    const file = join(newFolder(), 'backup.dump')
    await backupDatabase(location(url), file)
    const restored = await newDatabase()
    await promisify(execFile)('pg_restore', ['--exit-on-error', `--dbname=${restored}`, file])
    const copy = await open(restored)
    expect(await contents(copy)).toEqual(await contents(database))
    expect(await copy.store.createUser('dora', 'hash')).toMatchObject({ id: 4 })
  })

  test('backupDatabase signs in with the password of the address', async () => {
    const server = await postgresServer()
    const name = `backed_up_${process.pid}`
    await runSql(server.url('postgres'), `create database ${name} owner ${PASSWORD_ROLE.name}`)
    const url = server.urlWithPassword(name, PASSWORD_ROLE.password)
    await fill(await open(url))
    const { bytes, database } = await backupDatabase(location(url), join(newFolder(), 'backup.dump'))
    expect(bytes).toBeGreaterThan(0)
    expect(database).not.toContain(encodeURIComponent(PASSWORD_ROLE.password))
    const wrong = location(server.urlWithPassword(name, 'wrong'))
    await expect(backupDatabase(wrong, join(newFolder(), 'backup.dump'))).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('password authentication failed'),
    })
  })

  test('backupDatabase says that pg_dump is missing, and what to install', async () => {
    vi.stubEnv('PATH', newFolder())
    onTestFinished(() => void vi.unstubAllEnvs())
    const folder = newFolder()
    const at = { kind: 'postgres', url: 'postgresql://ada@127.0.0.1:1/redux' } as const
    await expect(backupDatabase(at, join(folder, 'backup'))).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      message: expect.stringContaining('postgresql-client'),
    })
    expect(readdirSync(folder)).toEqual([])
  })

  test('every command says that the server is away', async () => {
    const at = { kind: 'postgres', url: 'postgresql://ada:s3cret@127.0.0.1:1/redux' } as const
    const refusal = {
      name: 'StartError',
      code: 'BAD_DATABASE',
      message: expect.stringMatching(
        /^The database "postgresql:\/\/ada@127.0.0.1:1\/redux" cannot be used: .*ECONNREFUSED/,
      ),
    }
    await expect(databaseStatus(at)).rejects.toMatchObject(refusal)
    await expect(migrateDatabase(at)).rejects.toMatchObject(refusal)
  })
})

describe('databaseLocation', () => {
  test.each([undefined, ''])('takes %j for the file that the server has by default', (url) => {
    expect(databaseLocation(url)).toEqual({ kind: 'sqlite', path: 'redux.db' })
  })

  test('refuses what is no address, and does not repeat it', () => {
    expect(() => databaseLocation('mysql://ada:s3cret@h/d')).toThrow(/^(?!.*s3cret).*must be sqlite:\/\/\//)
  })
})
