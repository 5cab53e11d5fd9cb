import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Why there is no backup:
 *
 * - `TARGET_EXISTS` there is a file of that name already
 * - `TOOL_MISSING` `pg_dump`, which comes with PostgreSQL, is not installed
 * - `BACKUP_FAILED` the copy could not be made, or is not whole
 */
export type BackupErrorCode = 'TARGET_EXISTS' | 'TOOL_MISSING' | 'BACKUP_FAILED'

/** A backup that was not made. Nothing is left of it. */
export class BackupError extends Error {
  static {
    BackupError.prototype.name = 'BackupError'
  }
  readonly code: BackupErrorCode

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Has a file written under a temporary name beside the one it gets in the end, once it is whole and on the disk:
 * whatever goes wrong, there is never half a file. Only its owner may read it, for it holds hashes of passwords.
 *
 * @param force - Whether to take the place of a file that is there.
 * @returns The size of the file in bytes.
 */
export async function writeWhole(
  path: string,
  force: boolean,
  write: (temporary: string) => Promise<void>,
): Promise<number> {
  if (!force) await refuseExisting(path)
  const temporary = `${path}.${process.pid}.partial`
  try {
    await (await open(temporary, 'wx', 0o600)).close()
    await write(temporary)
    await sync(temporary)
    if (!force) await refuseExisting(path)
    await rename(temporary, path)
    await sync(dirname(resolve(path)))
    return (await stat(path)).size
  } finally {
    await rm(temporary, { force: true })
  }
}

async function refuseExisting(path: string): Promise<void> {
  const stats = await stat(path).catch(() => undefined)
  if (stats) throw new BackupError('TARGET_EXISTS', `There is a file ${path} already; name another one`)
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
