import type { Database } from 'better-sqlite3'
import type { Migration } from './migrations/migration.js'

/**
 * Brings a database to the newest shape. All pending steps and the new version number are one transaction that
 * takes the write lock before it looks, so of servers starting together one migrates and the others find it done.
 * Kysely's own migrator takes no lock on SQLite, hence this one.
 *
 * @throws Error when the database is newer than these migrations or holds tables that are not ours.
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  database
    .transaction(() => {
      const version = Number(database.pragma('user_version', { simple: true }))
      if (version > migrations.length)
        throw new Error(
          `it is of version ${version}, and this release knows versions up to ${migrations.length}`,
        )
      if (version === 0 && hasTables(database)) throw new Error('it belongs to another program')
      for (const { sql } of migrations.slice(version)) database.exec(sql)
      database.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
}

function hasTables(database: Database): boolean {
  return database.prepare('select 1 from sqlite_master limit 1').get() !== undefined
}
