import { type ChildProcess, execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { endProcess, freePort, signalFamily, startProcess } from './processes.js'

/** A role that has to give a password; every other one is trusted. */
export const PASSWORD_ROLE = { name: 'with_password', password: 'p@ss:w/rd%?#' } as const
const OWNER = 'redux'

/** A running PostgreSQL that tests share. */
export interface SharedPostgres {
  /** The address of a database, as a role that is trusted and may do everything. */
  url(database: string): string
  /** The same as {@link PASSWORD_ROLE}, with this password. */
  urlWithPassword(database: string, password: string): string
  /** Makes an empty database of its own. Gone when the server is. */
  newDatabase(): Promise<string>
}

/** A running PostgreSQL that one test file has for itself. */
export interface PostgresServer extends SharedPostgres {
  readonly port: number
  /** Ends it: clients are thrown out, and what is committed stays. */
  stop(): Promise<void>
  /** Ends it as a crash would, without a word to anybody. */
  kill(): Promise<void>
  /** Starts it again after `stop` or `kill`, with the same data at the same port. */
  start(): Promise<void>
  /** Stops and starts. */
  restart(): Promise<void>
  /** Lets it stand still: connections stay open, and nobody answers. */
  pause(): void
  resume(): void
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

/** Where Debian and others have the server's programs; they are not in the search path. */
function findPrograms(): string | undefined {
  const versions = '/usr/lib/postgresql'
  const debian = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, 'bin'))
    : []
  const places = [...debian.reverse(), '/usr/local/bin', '/opt/homebrew/bin', '/usr/bin']
  return places.find((place) => existsSync(join(place, 'initdb')))
}

const PROGRAMS = findPrograms()
export const POSTGRES_MISSING =
  PROGRAMS === undefined
    ? 'No PostgreSQL here: install it, as "node scripts/services.mjs" does. Tests of the database need it.'
    : undefined

/**
 * Starts a server of one's own in a temporary folder.
 *
 * @param options - More of its settings, as `name=value`. Without any it writes through to the disk, as in earnest.
 */
export async function startPostgres(...options: string[]): Promise<PostgresServer> {
  const user = serverUser()
  const folder = await mkdtemp(join(tmpdir(), 'redux-postgres-'))
  if (user) await chown(folder, user.uid, user.gid)
  await makeCluster(folder, user)
  const port = await freePort()
  const args = [
    ...['-D', folder, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
    ...['unix_socket_directories=', 'max_connections=200', ...options].flatMap((option) => ['-c', option]),
  ]
  let server: ChildProcess
  const start = async () => {
    const command = join(PROGRAMS!, 'postgres')
    server = await startProcess({ command, args, user, ready: 'ready to accept connections' })
  }
  // SIGINT is PostgreSQL's fast shutdown.
  const stop = () => endProcess(server, 'SIGINT')
  await start()
  const client = clientOf(port)
  await runSql(
    client.url('postgres'),
    `create role ${PASSWORD_ROLE.name} login password '${PASSWORD_ROLE.password}'`,
  )
  return {
    ...client,
    port,
    start,
    stop,
    kill: () => endProcess(server, 'SIGQUIT'),
    async restart() {
      await stop()
      await start()
    },
    pause: () => signalFamily(server.pid!, 'SIGSTOP'),
    resume: () => signalFamily(server.pid!, 'SIGCONT'),
    async remove() {
      signalFamily(server.pid!, 'SIGCONT')
      await endProcess(server, 'SIGQUIT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Reaches a server that is known to run at a port of this machine. */
export function clientOf(port: number): SharedPostgres {
  const address = `127.0.0.1:${port}`
  const url = (database: string) => `postgresql://${OWNER}@${address}/${database}`
  return {
    url,
    urlWithPassword: (database, password) =>
      `postgresql://${PASSWORD_ROLE.name}:${encodeURIComponent(password)}@${address}/${database}`,
    async newDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '_')}`
      await runSql(url('postgres'), `create database ${name}`)
      return url(name)
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function runSql<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

async function makeCluster(folder: string, user: ReturnType<typeof serverUser>): Promise<void> {
  const args = ['-D', folder, '-U', OWNER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(PROGRAMS!, 'initdb'), args, { ...user, stdio: 'pipe' })
  const rules = join(folder, 'pg_hba.conf')
  const trusting = await readFile(rules, 'utf8')
  await writeFile(rules, `host all ${PASSWORD_ROLE.name} 127.0.0.1/32 scram-sha-256\n${trusting}`)
}

/** PostgreSQL refuses to run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
