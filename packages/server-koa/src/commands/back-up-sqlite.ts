import { resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { BackupError } from './backup-file.js'

/** Pages of 4 kB that are copied before servers get their turn again. */
const PAGES_PER_STEP = 1000

/**
 * Copies a SQLite database while servers go on with it, as of one moment: what is written meanwhile is either in
 * the copy as a whole or not at all. The copy is checked.
 *
 * @param target - A file that is empty or does not exist.
 * @param onProgress - Gets the copied part, from 0 to 1.
 */
export async function backUpSqlite(
  path: string,
  target: string,
  signal: AbortSignal | undefined,
  onProgress: (fraction: number) => void,
): Promise<void> {
  const database = new Sqlite(path, { fileMustExist: true })
  try {
    await database.backup(resolve(target), {
      progress({ totalPages, remainingPages }) {
        signal?.throwIfAborted()
        if (totalPages > 0) onProgress(1 - remainingPages / totalPages)
        return PAGES_PER_STEP
      },
    })
  } finally {
    database.close()
  }
  signal?.throwIfAborted()
  check(target)
}

function check(path: string): void {
  const copy = new Sqlite(path)
  try {
    // The copy becomes one file, without one of writes ahead beside it.
    copy.pragma('journal_mode = DELETE')
    const found = copy.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new BackupError('BACKUP_FAILED', `The copy is damaged: ${found}`)
  } finally {
    copy.close()
  }
}
