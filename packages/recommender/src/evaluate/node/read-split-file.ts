import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { RecommenderError } from '../../errors.js'
import { readError } from '../../node/read/byte-chunks.js'
import { parseSplitFile, type SplitFile } from '../split-file.js'

/** A split file as it lies on disk. */
export interface ReadSplitFile {
  readonly file: SplitFile
  readonly name: string
  readonly sha256: string
}

/** @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE, UNREADABLE; BAD_SPLIT for what is no split file. */
export async function readSplitFile(path: string): Promise<ReadSplitFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
      throw new RecommenderError('NOT_A_FILE', `${path} is a folder, not a file`, { cause: error })
    throw readError(path, error)
  })
  return {
    file: parseSplitFile(bytes.toString('utf8'), path),
    name: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}
