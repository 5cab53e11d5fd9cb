import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseDatabaseUrl } from '../../src/stores/database-url.js'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/stores/open-database.js'

/** A new folder, there until the test is over. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'redux-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A database file of its own, not made yet. */
export function newDatabasePath(): string {
  return join(newFolder(), 'redux.db')
}

/** Opens a database by its address until the test is over. */
export async function open(url: string, options?: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(parseDatabaseUrl(url)!, options)
  onTestFinished(() => database.close())
  return database
}
