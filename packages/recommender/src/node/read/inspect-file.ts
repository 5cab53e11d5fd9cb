import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { RecommenderError } from '../../errors.js'
import { byteChunks, readError } from './byte-chunks.js'
import { Utf8Check } from './utf8-check.js'

/** What the bytes of a data file tell before they are taken for rows. */
export interface FileFacts {
  /** File name without its folder. */
  readonly name: string
  /** Size on disk. */
  readonly bytes: number
  /** Of the file as it lies on disk, hexadecimal. */
  readonly sha256: string
  readonly gzip: boolean
  /** Whether all of the text is UTF-8. */
  readonly isUtf8: boolean
  /** The text's first bytes, {@link HEAD_BYTES} of them unless it is shorter. */
  readonly head: Buffer
}

/** How much of a file decides on its format. */
export const HEAD_BYTES = 65_536

/**
 * Reads a file once without parsing it: two passes cost little beside the parsing, and the encoding can only be
 * told at the end.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE, UNREADABLE, ABORTED; EMPTY_DATA for a file without bytes;
 *   UNKNOWN_FORMAT for what is no text.
 */
export async function inspectFile(path: string, signal?: AbortSignal): Promise<FileFacts> {
  try {
    await requireFile(path)
    const gzip = isGzip(await firstBytes(path))
    const hash = createHash('sha256')
    const utf8 = new Utf8Check()
    const head: Buffer[] = []
    let bytes = 0
    let headBytes = 0
    const onRaw = (chunk: Buffer) => {
      hash.update(chunk)
      bytes += chunk.length
    }
    for await (const chunk of byteChunks(path, { gzip, signal, onRaw })) {
      if (headBytes < HEAD_BYTES) {
        head.push(chunk.subarray(0, HEAD_BYTES - headBytes))
        headBytes += head[head.length - 1]!.length
        // At once: the rest may be many gigabytes.
        if (headBytes === HEAD_BYTES) requireText(path, Buffer.concat(head))
      }
      utf8.push(chunk)
    }
    if (headBytes === 0) throw new RecommenderError('EMPTY_DATA', `${path} is empty`)
    if (headBytes < HEAD_BYTES) requireText(path, Buffer.concat(head))
    return {
      name: basename(path),
      bytes,
      sha256: hash.digest('hex'),
      gzip,
      isUtf8: utf8.isUtf8,
      head: Buffer.concat(head),
    }
  } catch (error) {
    throw readError(path, error, signal)
  }
}

async function requireFile(path: string): Promise<void> {
  const stats = await stat(path)
  if (stats.isDirectory()) throw new RecommenderError('NOT_A_FILE', `${path} is a folder, not a file`)
  // Pipes and devices cannot be read twice.
  if (!stats.isFile()) throw new RecommenderError('NOT_A_FILE', `${path} is not a regular file`)
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** What files that are no text begin with, in latin-1, and what to do about them. */
const SIGNATURES: readonly (readonly [start: string, advice: string])[] = [
  ['\xff\xfe', 'is UTF-16 text; save it as UTF-8'],
  ['\xfe\xff', 'is UTF-16 text; save it as UTF-8'],
  ['PK\x03\x04', 'is a ZIP archive (or a spreadsheet); unpack it, or save it as CSV'],
  ['\x1f\x8b', 'is a gzip within a gzip; unpack it once'],
  ['BZh', 'is a bzip2 archive; unpack it'],
  ['\xfd7zXZ', 'is an xz archive; unpack it'],
  ['\x28\xb5\x2f\xfd', 'is a zstd archive; unpack it'],
  ['PAR1', 'is a Parquet file; save it as CSV'],
  ['SQLite format 3', 'is an SQLite database; save the table as CSV'],
]

function requireText(path: string, head: Buffer): void {
  const start = head.toString('latin1', 0, 16)
  for (const [signature, advice] of SIGNATURES) {
    if (start.startsWith(signature)) throw new RecommenderError('UNKNOWN_FORMAT', `${path} ${advice}`)
  }
  if (head.includes(0)) {
    throw new RecommenderError(
      'UNKNOWN_FORMAT',
      `${path} holds zero bytes: it is binary or UTF-16, not UTF-8 text`,
    )
  }
}
