import { createServer } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/stores/open-database.js'
import {
  PASSWORD_ROLE,
  POSTGRES_MISSING,
  type PostgresServer,
  postgresServer,
  requirePostgres,
  runSql,
  startPostgres,
} from '../services/postgres.js'
import { freePort } from '../services/processes.js'
import { coverTableContract } from './cover-table-contract.js'
import { open } from './opened.js'
import { storeContract } from './store-contract.js'

requirePostgres()

const UNAVAILABLE = expect.objectContaining({ name: 'StoreError', code: 'UNAVAILABLE' })
const newDatabase = async () => (await postgresServer()).newDatabase()

async function openTwo() {
  const url = await newDatabase()
  return [await open(url), await open(url)] as const
}

describe('a PostgreSQL database', () => {
  storeContract(async () => {
    const [first, second] = await openTwo()
    return [first.store, second.store]
  })

  coverTableContract(async () => {
    const [first, second] = await openTwo()
    return [first.coverTable, second.coverTable]
  })

  test('leaves the numbers of other users of the driver as they are', async () => {
    const url = await newDatabase()
    const { store } = await open(url)
    expect((await store.createUser('ada', 'hash'))?.id).toBeTypeOf('number')
    expect(await runSql(url, 'select 1::bigint as one')).toEqual([{ one: '1' }])
  })

  test('speaks to the server under a name, or under that of its address', async () => {
    const names = async (url: string) => {
      await open(url)
      const rows = await runSql<{ name: string }>(
        url,
        'select application_name as name from pg_stat_activity where datname = current_database()',
      )
      return rows.map(({ name }) => name)
    }
    expect(await names(await newDatabase())).toContain('redux-recommender')
    expect(await names(`${await newDatabase()}?application_name=mine`)).toContain('mine')
  })

  test('a statement that waits too long for a lock is UNAVAILABLE, and nothing is written', async () => {
    const url = await newDatabase()
    const { store } = await open(url, { statementTimeoutMs: 200 })
    const { id } = (await store.createUser('ada', 'hash'))!
    const blocker = new pg.Client(url)
    await blocker.connect()
    await blocker.query('begin; update users set taste_version = taste_version')
    await expect(store.toggleLike(id, 'song')).rejects.toEqual(UNAVAILABLE)
    await blocker.query('rollback')
    await blocker.end()
    expect(await store.getLikes(id)).toEqual([])
    expect(await store.toggleLike(id, 'song')).toBe(true)
  })

  test('a pool that is exhausted is UNAVAILABLE', async () => {
    const url = await newDatabase()
    const { store } = await open(url, { poolSize: 1, connectTimeoutMs: 200, statementTimeoutMs: 2000 })
    const { id } = (await store.createUser('ada', 'hash'))!
    const blocker = new pg.Client(url)
    await blocker.connect()
    await blocker.query('begin; update users set taste_version = taste_version')
    const first = store.toggleLike(id, 'song')
    await expect(store.findUser('ada')).rejects.toEqual(UNAVAILABLE)
    await blocker.query('rollback')
    await blocker.end()
    expect(await first).toBe(true)
  })

  test('connections that the server ends while they are idle fail no call', async () => {
    const url = await newDatabase()
    const problems: Error[] = []
    const { store } = await open(url, { onProblem: (error) => problems.push(error) })
    const { id } = (await store.createUser('ada', 'hash'))!
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => store.getLikes(id)))
      // Some calls start before the news arrives, some after.
      const ended = runSql(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      )
      const calls = Array.from({ length: 30 }, async (_, i) => {
        await ended
        await (i % 2 ? store.getLikes(id) : store.toggleLike(id, `${round} ${i}`))
      })
      await Promise.all(calls)
    }
    expect(await store.getLikes(id)).toHaveLength(5 * 15)
    for (const problem of problems) expect(problem).toEqual(UNAVAILABLE)
  })
})

describe('openDatabase refuses a PostgreSQL database', () => {
  const refusal = async (url: string, reason: string) => {
    const error = await openDatabase({ kind: 'postgres', url }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'StartError', code: 'BAD_DATABASE' })
    const { message } = error as Error
    expect(message).toContain(reason)
    const secret = new URL(url).password
    if (secret !== '') {
      expect(message).not.toContain(secret)
      expect(message).not.toContain(decodeURIComponent(secret))
    }
  }

  test('with a wrong password', async () => {
    const server = await postgresServer()
    const user = PASSWORD_ROLE.name
    await refusal(
      server.urlWithPassword('postgres', 'wr@ng/word'),
      `cannot be used: password authentication failed for user "${user}"`,
    )
  })

  test('without the password that the server asks for', async () => {
    const url = (await postgresServer()).urlWithPassword('postgres', 'x').replace(':x@', '@')
    await refusal(url, 'password')
  })

  test('that does not exist', async () => {
    const server = await postgresServer()
    await refusal(server.url('nowhere'), 'cannot be used: database "nowhere" does not exist.')
  })

  test('with TLS where the server has none', async () => {
    await refusal(`${await newDatabase()}?sslmode=verify-full`, 'The server does not support SSL connections')
  })

  test('that belongs to another program, and leaves it as it is', async () => {
    const url = await newDatabase()
    await runSql(url, 'create table songs (id integer)')
    await refusal(url, 'it belongs to another program.')
    expect(await runSql(url, `select tablename from pg_tables where schemaname = 'public'`)).toEqual([
      { tablename: 'songs' },
    ])
  })

  test('of a newer release', async () => {
    const url = await newDatabase()
    await (await open(url)).close()
    await runSql(url, `insert into redux_migrations values ('999-later', 0)`)
    await refusal(url, 'it is of version 3, and this release knows versions up to 2.')
  })

  test('whose encoding cannot hold every name', async () => {
    const server = await postgresServer()
    const name = `latin_${process.pid}`
    await runSql(server.url('postgres'), `create database ${name} encoding 'LATIN1' template template0`)
    await refusal(server.url(name), 'its encoding is LATIN1; make one with: create database')
  })

  test('but takes the right password', async () => {
    const server = await postgresServer()
    const name = `owned_${process.pid}`
    await runSql(server.url('postgres'), `create database ${name} owner ${PASSWORD_ROLE.name}`)
    const { store } = await open(server.urlWithPassword(name, PASSWORD_ROLE.password))
    expect(await store.createUser('ada', 'hash')).not.toBeNull()
  })
})

describe('a server that is away', () => {
  let server: PostgresServer
  beforeAll(async () => {
    if (POSTGRES_MISSING === undefined) server = await startPostgres()
  })
  afterAll(() => server?.remove())

  /** Calls until the database is well again. */
  const eventually = <T>(call: () => Promise<T>) =>
    expect.poll(() => call().catch(() => undefined), { timeout: 20_000, interval: 50 })

  test('is waited for: the database opens, calls are UNAVAILABLE, and then all is well', async () => {
    const url = await server.newDatabase()
    await server.stop()
    const problems: Error[] = []
    const { store } = await open(url, { onProblem: (error) => problems.push(error) })
    expect(problems).toEqual([UNAVAILABLE])
    await expect(store.findUser('ada')).rejects.toEqual(UNAVAILABLE)
    await expect(store.createUser('ada', 'hash')).rejects.toEqual(UNAVAILABLE)
    await expect(store.ping()).rejects.toEqual(UNAVAILABLE)
    await server.start()
    expect(await store.createUser('ada', 'hash')).toMatchObject({ username: 'ada' })
    await store.ping()
  })

  test('is migrated in the background, without any call', async () => {
    const url = await server.newDatabase()
    await server.stop()
    await open(url)
    await server.start()
    await eventually(() => runSql(url, 'select name from redux_migrations')).toHaveLength(2)
  })

  test('goes away and comes back between calls, and all recovers by itself', async () => {
    const { store } = await open(await server.newDatabase())
    const user = (await store.createUser('ada', 'hash'))!
    for (const stop of [server.stop, server.kill]) {
      await store.toggleLike(user.id, `before ${stop.name}`)
      await stop()
      await expect(store.getTaste(user)).rejects.toEqual(UNAVAILABLE)
      await expect(store.toggleLike(user.id, 'lost')).rejects.toEqual(UNAVAILABLE)
      await server.start()
      expect(await store.toggleLike(user.id, `after ${stop.name}`)).toBe(true)
    }
    expect(await store.getLikes(user.id)).toHaveLength(4)
  })

  test('keeps every like that was acknowledged when it crashes under load', async () => {
    const { store } = await open(await server.newDatabase())
    const { id } = (await store.createUser('ada', 'hash'))!
    const acknowledged = new Set<string>()
    const doubtful = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const before = acknowledged.size
      const likes = Array.from({ length: 200 }, async (_, i) => {
        const song = `${round} ${i}`
        await store.toggleLike(id, song).then(
          () => acknowledged.add(song),
          (error) => {
            expect(error).toEqual(UNAVAILABLE)
            doubtful.add(song)
          },
        )
      })
      await expect.poll(() => acknowledged.size, { interval: 1 }).toBeGreaterThan(before)
      await server.kill()
      await Promise.all(likes)
      await server.start()
    }
    await eventually(() => store.ping().then(() => true)).toBe(true)
    const stored = await store.getLikes(id)
    expect(stored).toEqual(expect.arrayContaining([...acknowledged]))
    for (const song of stored) expect(acknowledged.has(song) || doubtful.has(song)).toBe(true)
    expect(new Set(stored).size).toBe(stored.length)
  })

  test('stands still: calls are UNAVAILABLE in time, and all is well when it moves on', async () => {
    const limits = { statementTimeoutMs: 500, connectTimeoutMs: 500 }
    const { store } = await open(await server.newDatabase(), limits)
    const user = (await store.createUser('ada', 'hash'))!
    server.pause()
    onTestFinished(() => server.resume())
    const calls = [
      store.getTaste(user),
      store.toggleLike(user.id, 'song'),
      store.ping(),
      store.findUser('ada'),
    ]
    for (const call of await Promise.allSettled(calls))
      expect(call).toEqual({ status: 'rejected', reason: UNAVAILABLE })
    server.resume()
    expect(await store.toggleLike(user.id, 'song')).toBe(true)
    expect(await store.getTaste(user)).toEqual({ seeds: [], likes: ['song'] })
  })

  test('stands still while a database is opened, which opens all the same', async () => {
    const url = await server.newDatabase()
    server.pause()
    onTestFinished(() => server.resume())
    const { store } = await open(url, { connectTimeoutMs: 300 })
    await expect(store.findUser('ada')).rejects.toEqual(UNAVAILABLE)
    server.resume()
    expect(await store.createUser('ada', 'hash')).not.toBeNull()
  })

  test('is a port that speaks something else', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const port = await freePort()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { store } = await open(`postgresql://ada@127.0.0.1:${port}/redux`, { connectTimeoutMs: 300 })
    await expect(store.findUser('ada')).rejects.toEqual(UNAVAILABLE)
  })
})

// Another database stands in for the replica. Nothing is ever replicated to it but by hand.
describe('a read replica', () => {
  async function openWithReplica() {
    const [url, readUrl] = [await newDatabase(), await newDatabase()]
    const problems: Error[] = []
    const copy = await open(readUrl)
    const { store } = await open(url, { readUrl, onProblem: (error) => problems.push(error) })
    const user = (await store.createUser('ada', 'hash'))!
    return { store, copy: copy.store, url, readUrl, user, problems }
  }

  test('is not asked while it lacks the user, or is older than the user', async () => {
    const { store, copy, user, problems } = await openWithReplica()
    expect(await store.getTaste(user)).toEqual({ seeds: [], likes: [] })
    expect((await copy.createUser('ada', 'hash'))?.id).toBe(user.id)
    await store.toggleLike(user.id, 'primary')
    expect(await store.getTaste((await store.findUser('ada'))!)).toEqual({ seeds: [], likes: ['primary'] })
    expect(problems).toEqual([])
  })

  test('is asked once it is as new as the user', async () => {
    const { store, copy, user } = await openWithReplica()
    await copy.createUser('ada', 'hash')
    await copy.toggleLike(user.id, 'replica')
    await store.toggleLike(user.id, 'primary')
    expect(await store.getTaste((await store.findUser('ada'))!)).toEqual({ seeds: [], likes: ['replica'] })
    expect(await store.getLikes(user.id)).toEqual(['primary'])
  })

  test('may fail: the primary answers, and the log is told once', async () => {
    const { store, user, readUrl, problems } = await openWithReplica()
    await runSql(readUrl, 'drop table likes')
    await store.toggleLike(user.id, 'primary')
    const asked = (await store.findUser('ada'))!
    for (let call = 0; call < 5; call++) expect((await store.getTaste(asked)).likes).toEqual(['primary'])
    expect(problems.map(({ message }) => message)).toEqual([
      'The read replica failed; the primary is asked instead',
    ])
  })

  test('may be away from the start', async () => {
    const readUrl = `postgresql://ada@127.0.0.1:${await freePort()}/redux`
    const { store } = await open(await newDatabase(), { readUrl })
    const user = (await store.createUser('ada', 'hash'))!
    expect(await store.getTaste(user)).toEqual({ seeds: [], likes: [] })
    await store.ping()
  })
})
