import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { threadId } from 'node:worker_threads'
import { HyperoptError } from '../errors.js'
import { checkOption } from '../options.js'
import { Fields } from '../storage/fields.js'
import { fromJsonLine, toJsonLine } from '../storage/json-line.js'
import type { Operation } from '../storage/operation.js'
import { parseOperation } from '../storage/parse-operation.js'
import { Replay } from '../storage/replay.js'
import type { StudyStorage } from '../storage/storage.js'
import { FileLock } from './file-lock.js'

const NEWLINE = 0x0a

/**
 * Keeps studies in a file, one line of JSON for every change, in the format of Optuna's `JournalStorage`: Optuna and
 * its dashboard read it and write to it. Several processes may share a file; each change is on the disk before the
 * call that made it returns, so a crash loses nothing.
 *
 * A half-written last line, as a crash leaves it, is passed over, and removed by the next write.
 *
 * Cost of a change: a lock, a write and a flush, some milliseconds; of opening a file, reading all of it.
 */
export class JournalStorage implements StudyStorage {
  /** Absolute. */
  readonly path: string
  readonly #lock: FileLock
  readonly #replay = new Replay()
  /** Tells the lines of this object from those of others. */
  readonly #workerId = `${randomUUID()}-${threadId}`
  /** Bytes of the file that have been applied, all of whole lines. */
  #offset = 0
  #nLines = 0
  /** What the last line that this object wrote has led to. */
  #outcome: number | null = null

  /**
   * @param path - The file; created if it does not exist, in a folder that does.
   * @throws {@link HyperoptError} INVALID_OPTION for a path that is no string or empty; JOURNAL_BROKEN if the file is
   *   no journal; and what the file system throws.
   */
  constructor(path: string) {
    checkOption(typeof path === 'string' && path !== '', 'path', 'a string, not empty', path)
    this.path = resolve(path)
    this.#lock = new FileLock(this.path)
    closeSync(openSync(this.path, 'a'))
    this.read()
  }

  read(): Replay {
    this.#withFile('r', (file) => this.#catchUp(file))
    return this.#replay
  }

  write(operation: Operation): number | null {
    const line = `${toJsonLine({ ...operation, worker_id: this.#workerId })}\n`
    this.#lock.hold(() =>
      this.#withFile('r+', (file) => {
        const end = this.#mend(file, this.#catchUp(file))
        writeFully(file, Buffer.from(line), end)
        fsyncSync(file)
        this.#catchUp(file)
      }),
    )
    return this.#outcome
  }

  #withFile<Result>(flags: string, act: (file: number) => Result): Result {
    const file = openSync(this.path, flags)
    try {
      return act(file)
    } finally {
      closeSync(file)
    }
  }

  /**
   * Applies the lines that were written since the last time.
   *
   * @returns What stands at the end and is no whole operation: nothing, or a line in the making.
   */
  #catchUp(file: number): Buffer {
    let rest = readFrom(file, this.#offset)
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      const line = rest.subarray(0, end).toString()
      const parsed = parseLine(line)
      // Only the last line may be broken: it may be that somebody writes it, or died while doing so.
      if (parsed === undefined && !rest.subarray(end + 1).includes(NEWLINE)) return rest
      this.#apply(parsed)
      this.#nLines++
      this.#offset += end + 1
      rest = rest.subarray(end + 1)
    }
    return rest
  }

  #apply(parsed: unknown): void {
    try {
      const outcome = this.#replay.apply(parseOperation(parsed))
      if (new Fields(parsed).get('worker_id') === this.#workerId) this.#outcome = outcome
    } catch (error) {
      if (!(error instanceof HyperoptError)) throw error
      throw new HyperoptError(error.code, `${this.path}, line ${this.#nLines + 1}: ${error.message}`)
    }
  }

  /**
   * Makes the file end with a whole line, as far as it has been applied: nobody else writes, so what stands there is
   * what a dead process left.
   *
   * @returns Where the next line goes.
   */
  #mend(file: number, rest: Buffer): number {
    if (rest.length === 0) return this.#offset
    if (!rest.includes(NEWLINE) && parseLine(rest.toString()) !== undefined) {
      writeFully(file, Buffer.of(NEWLINE), this.#offset + rest.length)
      this.#catchUp(file)
    } else ftruncateSync(file, this.#offset)
    return this.#offset
  }
}

/** @returns `undefined` for a line that is not JSON. */
function parseLine(line: string): unknown {
  try {
    return fromJsonLine(line)
  } catch {
    return undefined
  }
}

function readFrom(file: number, offset: number): Buffer {
  const buffer = Buffer.alloc(Math.max(fstatSync(file).size - offset, 0))
  let length = 0
  while (length < buffer.length) {
    const n = readSync(file, buffer, length, buffer.length - length, offset + length)
    if (n === 0) break
    length += n
  }
  return buffer.subarray(0, length)
}

function writeFully(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(file, bytes, written, bytes.length - written, position + written)
}
