import { type Command, Option } from 'commander'
import { jsonOption } from '../common-options.js'
import { interruptible } from '../interrupt.js'
import { createProgressView } from '../progress-view.js'
import { withServer } from '../server-package.js'
import { drawTable } from '../tables.js'
import type { Terminal } from '../terminal.js'

// The server is a package above this one, so what is called there is described here.

/** Only handed on. */
type Location = object

interface DatabaseStatus {
  readonly database: string
  readonly kind: string
  readonly version: number
  readonly newestVersion: number
  readonly migrations: readonly {
    readonly name: string
    readonly appliedAt: number | null
    readonly state: string
  }[]
  readonly counts: Readonly<Record<string, number>> | null
}

interface BackupReport {
  readonly file: string
  readonly bytes: number
}

interface ServerCommands {
  databaseLocation(url: string | undefined): Location
  migrateDatabase(location: Location): Promise<readonly string[]>
  databaseStatus(location: Location): Promise<DatabaseStatus>
  backupDatabase(
    location: Location,
    file: string,
    options: {
      readonly force?: boolean
      readonly signal: AbortSignal
      readonly onProgress: (fraction: number) => void
    },
  ): Promise<BackupReport>
}

interface Options {
  readonly database?: string
  readonly json?: true
}

interface BackupOptions extends Options {
  readonly force?: true
}

export function addDbCommand(program: Command, terminal: Terminal): void {
  const db = program
    .command('db')
    .description("Look after the service's database: accounts, likes, seeds, covers.")
  db.command('migrate')
    .description('Bring the database to the newest shape, as the service does when it starts.')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .action(async ({ database, json }: Options) => {
      const applied = await withDatabase(async ({ databaseLocation, migrateDatabase }) =>
        migrateDatabase(databaseLocation(database)),
      )
      terminal.print(json ? JSON.stringify({ applied }, null, 2) : migratedText(applied))
    })
  db.command('status')
    .description('Tell which migrations the database has seen, and how much is in it; changes nothing.')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .action(async ({ database, json }: Options) => {
      const status = await withDatabase(async ({ databaseLocation, databaseStatus }) =>
        databaseStatus(databaseLocation(database)),
      )
      terminal.print(json ? JSON.stringify(status, null, 2) : statusText(status, terminal.colours))
    })
  db.command('backup')
    .description('Copy the database to a file while the service goes on; PostgreSQL needs pg_dump.')
    .argument('<file>', 'the copy: a SQLite file, or what pg_restore reads')
    .addOption(databaseOption())
    .option('--force', 'overwrite whatever file is there')
    .addOption(jsonOption())
    .action(async (file: string, { database, force, json }: BackupOptions) => {
      const report = await withDatabase((server) =>
        backUpWatched(server, file, { database, force }, terminal),
      )
      terminal.print(json ? JSON.stringify(report, null, 2) : `${report.file} (${kilobytes(report.bytes)})`)
    })
}

function withDatabase<T>(work: (server: ServerCommands) => Promise<T>): Promise<T> {
  return withServer('db', work)
}

function databaseOption(): Option {
  return new Option(
    '--database <url>',
    'where it is, as the service takes it (default: a SQLite file redux.db)',
  ).env('DATABASE_URL')
}

async function backUpWatched(
  { databaseLocation, backupDatabase }: ServerCommands,
  file: string,
  { database, force }: BackupOptions,
  terminal: Terminal,
): Promise<BackupReport> {
  const location = databaseLocation(database)
  const view = createProgressView(terminal)
  const onProgress = (fraction: number) => view.update({ phase: 'backup', fraction, detail: '' })
  try {
    return await interruptible(
      (signal) => backupDatabase(location, file, { force, signal, onProgress }),
      () => view.stop(),
      'stopped; there is no backup',
    )
  } finally {
    view.stop()
  }
}

function migratedText(applied: readonly string[]): string {
  return applied.length === 0
    ? 'Nothing to do: the database is up to date'
    : `Migrated: ${applied.join(', ')}`
}

function statusText(
  { database, kind, version, newestVersion, migrations, counts }: DatabaseStatus,
  colours: boolean,
) {
  const steps = migrations.map(({ name, state, appliedAt }) => [
    name,
    state,
    appliedAt === null ? '' : new Date(appliedAt).toISOString(),
  ])
  const rows = Object.entries(counts ?? {}).map(([table, count]) => [table, count.toLocaleString('en')])
  return [
    drawTable(['Migration', '', 'at'], steps, { colours }),
    ...(rows.length > 0 ? [drawTable(['Table', 'rows'], rows, { colours, numbers: [1] })] : []),
    `Version ${version} of ${newestVersion} in ${database} (${kind})`,
  ].join('\n')
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`
}
