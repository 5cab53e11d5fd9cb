import { randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const PATTERN = /^\.publishing-(\d+)-(.+)-[0-9a-f]{16}$/
/** No publication lasts this long; what is older was left by a machine that we cannot ask. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000

/** A new hidden name for a file or folder that is not complete yet; it tells which process works on it. */
export function temporaryName(): string {
  return `.publishing-${process.pid}-${hostname()}-${randomBytes(8).toString('hex')}`
}

/**
 * Removes what publications left behind that did not live to finish: those of dead processes of this machine at
 * once, those of other machines (on a shared disk their processes cannot be seen) after a day.
 */
export async function sweepTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const match = PATTERN.exec(name)
    if (match === null) continue
    const path = join(folder, name)
    const dead = match[2] === hostname() && !isAlive(Number(match[1]))
    if (dead || (await isAbandoned(path))) await rm(path, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined)
  return stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_AFTER_MS
}
