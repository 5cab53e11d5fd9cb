import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { csvLines } from './csv.js'
import type { ListeningLog } from './listening-log.js'

/** Lines per chunk: single lines would make a hundred thousand tiny writes. */
const CHUNK_LINES = 1000

/** Writes the log as CSV, compressed where the path ends in `.gz`. */
export async function writeListeningLog(path: string, log: ListeningLog): Promise<void> {
  const source = Readable.from(chunks(csvLines(log.listens)))
  const target = createWriteStream(path)
  await (path.endsWith('.gz') ? pipeline(source, createGzip(), target) : pipeline(source, target))
}

/** Writes the truth behind the log as JSON: `{ genreOfSong, tasteOfListener }`. */
export async function writeTruth(
  path: string,
  { genreOfSong, tasteOfListener }: ListeningLog,
): Promise<void> {
  const truth = {
    genreOfSong: Object.fromEntries(genreOfSong),
    tasteOfListener: Object.fromEntries(tasteOfListener),
  }
  await writeFile(path, `${JSON.stringify(truth, null, 1)}\n`)
}

function* chunks(lines: Iterable<string>): IterableIterator<string> {
  let chunk: string[] = []
  for (const line of lines) {
    chunk.push(line)
    if (chunk.length < CHUNK_LINES) continue
    yield chunk.join('')
    chunk = []
  }
  yield chunk.join('')
}
