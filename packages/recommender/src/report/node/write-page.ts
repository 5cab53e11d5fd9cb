import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { RecommenderError } from '../../errors.js'
import { writeDurably } from '../../node/artifacts/durable-write.js'
import { temporaryName } from '../../node/artifacts/temporary-name.js'
import { GENERATOR } from '../page/page.js'

/** Where the page says who made it. */
const HEAD_BYTES = 1024

/**
 * Refuses a path that cannot be written to: one without a folder, or one of a file that is no report.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE; INVALID_OPTION for a file that is not to be overwritten.
 */
export async function checkTarget(path: string, force: boolean): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => undefined)
  if (!folder?.isDirectory())
    throw new RecommenderError(
      'NOT_FOUND',
      `The folder ${dirname(path)} for ${basename(path)} does not exist`,
    )
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) return
  if (!stats.isFile()) throw new RecommenderError('NOT_A_FILE', `${path} is there and is no file`)
  if (!force && !(await isReport(path)))
    throw new RecommenderError('INVALID_OPTION', `${path} is there and is no report; --force overwrites it`)
}

async function isReport(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return bytesRead > 0 && buffer.toString('latin1', 0, bytesRead).includes(GENERATOR)
  } finally {
    await file.close()
  }
}

/** Writes a page under a temporary name and renames it: a reader finds the old page or the new one. */
export async function writePage(path: string, text: string): Promise<void> {
  const temporary = join(dirname(path), temporaryName())
  try {
    await writeDurably(temporary, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
