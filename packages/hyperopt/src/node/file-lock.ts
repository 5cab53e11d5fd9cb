import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs'

/** After how long without a sign of life a lock is taken for that of a dead process. */
const GRACE_MS = 30_000
const LONGEST_WAIT_MS = 100

/**
 * Keeps other processes from writing to a file: who makes `<path>.lock` may write. Optuna's `JournalFileOpenLock`,
 * which also excludes its `JournalFileSymlinkLock`, for both use the same name.
 *
 * Waits in place: nothing else runs in this thread meanwhile. That is milliseconds, unless a process died while it
 * held the lock; then it is half a minute.
 */
export class FileLock {
  readonly #path: string

  constructor(path: string) {
    this.#path = `${path}.lock`
  }

  /** Runs `act` while no other process holds the lock. */
  hold<Result>(act: () => Result): Result {
    const own = this.#acquire()
    try {
      return act()
    } finally {
      // Whoever took this process for dead has the lock now, and keeps it.
      if (isSame(lookAt(this.#path), own)) this.#remove()
    }
  }

  #acquire(): Stats {
    let seen: Stats | undefined
    let unchangedSince = performance.now()
    for (let wait = 1; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const own = this.#create()
      if (own !== undefined) return own
      const found = lookAt(this.#path)
      if (!isSame(found, seen)) [seen, unchangedSince] = [found, performance.now()]
      else if (performance.now() - unchangedSince > GRACE_MS) this.#remove()
      sleep(wait)
    }
  }

  /** @returns `undefined` if there is such a file. */
  #create(): Stats | undefined {
    try {
      const file = openSync(this.#path, 'wx')
      const stats = fstatSync(file)
      closeSync(file)
      return stats
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return undefined
      throw error
    }
  }

  /** Renamed first, so that of two who remove it only one does, and neither the lock of a third. */
  #remove(): void {
    const away = `${this.#path}${randomUUID()}.rename`
    try {
      renameSync(this.#path, away)
      unlinkSync(away)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
}

/** A link counts as what it points at, which changes as its owner writes; or as itself, where there is nothing. */
function lookAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false })
}

function isSame(a: Stats | undefined, b: Stats | undefined): boolean {
  return a?.ino === b?.ino && a?.mtimeMs === b?.mtimeMs
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
