import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { BackupError } from './backup-file.js'

/** Parameters of an address that `pg_dump` takes, too, and the variables it takes them by. */
const VARIABLES: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  options: 'PGOPTIONS',
}

/**
 * Has `pg_dump` copy a PostgreSQL database while servers go on with it, as of one moment, in its own compressed
 * format: `pg_restore` reads it.
 *
 * @throws {@link BackupError} TOOL_MISSING, or BACKUP_FAILED with what `pg_dump` says.
 */
export async function backUpPostgres(
  url: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted()
  const args = ['--format=custom', '--no-password', `--file=${target}`]
  // By the environment, for arguments can be read by everybody on the machine.
  const env = { ...process.env, ...environmentOf(url) }
  const child = spawn('pg_dump', args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const exitCode = await once(child, 'close').then(([code]) => code, missingTool)
  signal?.throwIfAborted()
  if (exitCode !== 0)
    throw new BackupError('BACKUP_FAILED', `pg_dump failed: ${said.trim() || `exit code ${exitCode}`}`)
}

function environmentOf(url: string): Record<string, string> {
  // The driver's own reading of the address; nothing is connected.
  const { host, port, user, database, password } = new pg.Client(url)
  const parameters = new URLSearchParams(url.split('?')[1])
  const more = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const value = parameters.get(name)
    return value === null ? [] : [[variable, value === 'no-verify' ? 'require' : value]]
  })
  return {
    PGHOST: host,
    PGPORT: String(port),
    ...(user ? { PGUSER: user } : {}),
    ...(database ? { PGDATABASE: database } : {}),
    ...(typeof password === 'string' ? { PGPASSWORD: password } : {}),
    ...Object.fromEntries(more),
  }
}

function missingTool(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOENT') throw error
  throw new BackupError(
    'TOOL_MISSING',
    'pg_dump is not installed here. Install the client programs of PostgreSQL (Debian: apt-get install postgresql-client)',
    { cause: error },
  )
}
