import { openDatabase } from './open-database.js'
import type { Store } from './store.js'

/**
 * Opens the store of a SQLite file alone; see {@link openDatabase}.
 *
 * @param path - The file, relative to the working folder; its folder must exist.
 * @throws {@link StartError} BAD_DATABASE when the file cannot be opened, is no SQLite database, belongs to
 *   another program or was written by a newer release.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  return (await openDatabase({ kind: 'sqlite', path })).store
}
