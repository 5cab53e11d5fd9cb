import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { RecommenderError } from '../../errors.js'

const CHUNK_BYTES = 1 << 18

/** How {@link byteChunks} reads. */
export interface ByteChunksOptions {
  /** Unpack while reading. */
  readonly gzip: boolean
  readonly signal: AbortSignal | undefined
  /** Sees every chunk as it comes off the disk, packed or not. */
  readonly onRaw: (chunk: Buffer) => void
}

/**
 * The bytes of a file in chunks, unpacked when it is a gzip.
 *
 * @throws {@link RecommenderError} ABORTED on the signal, UNREADABLE for a damaged gzip and for what the system
 *   refuses, each with the file's path.
 */
export async function* byteChunks(path: string, options: ByteChunksOptions): AsyncGenerator<Buffer> {
  const { gzip, signal, onRaw } = options
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES, signal })
  async function* raw(): AsyncGenerator<Buffer> {
    for await (const chunk of file) {
      onRaw(chunk)
      yield chunk
    }
  }
  // The callback of pipeline has nothing to add: an error of any stage comes out of the last one as well.
  const chunks = gzip ? pipeline(file, raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : raw()
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      yield chunk
    }
  } catch (error) {
    throw readError(path, error, signal)
  } finally {
    file.destroy()
  }
}

/** The sentence for what went wrong while reading a file. */
export function readError(path: string, error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof RecommenderError) return error
  if (signal?.aborted) {
    return new RecommenderError('ABORTED', `reading ${path} was stopped`, { cause: signal.reason })
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = { cause: error }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new RecommenderError('NOT_FOUND', `${path} does not exist`, cause)
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new RecommenderError('UNREADABLE', `${path} may not be read: permission denied`, cause)
  }
  if (code === 'Z_BUF_ERROR') {
    return new RecommenderError('UNREADABLE', `${path} is a gzip that ends too early: it is cut off`, cause)
  }
  if (code.startsWith('Z_')) {
    return new RecommenderError('UNREADABLE', `${path} is a damaged gzip: ${messageOf(error)}`, cause)
  }
  if (code === '') return error
  return new RecommenderError('UNREADABLE', `${path} cannot be read: ${messageOf(error)}`, cause)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
