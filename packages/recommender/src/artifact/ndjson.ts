import type { z } from 'zod'
import { RecommenderError } from '../errors.js'

/** One JSON value per line, each line ended by a line feed. */
export function writeNdjson(rows: Iterable<unknown>): Uint8Array {
  const lines: string[] = []
  for (const row of rows) lines.push(`${JSON.stringify(row)}\n`)
  return new TextEncoder().encode(lines.join(''))
}

/**
 * Reads what {@link writeNdjson} wrote.
 *
 * @throws {@link RecommenderError} BAD_ARTIFACT naming the first line (from 1) that is no JSON or not of the
 *   schema; also for text that is not UTF-8 or does not end in a line feed.
 */
export function readNdjson<T>(bytes: Uint8Array, rowSchema: z.ZodType<T>): T[] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  if (text === '') return []
  if (!text.endsWith('\n')) throw bad('does not end in a line feed')
  return text
    .slice(0, -1)
    .split('\n')
    .map((line, i) => {
      const result = rowSchema.safeParse(parseJson(line, i + 1))
      if (result.success) return result.data
      const problems = result.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'row'}: ${message}`,
      )
      throw bad(`line ${i + 1}: ${problems.join('; ')}`)
    })
}

function parseJson(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw bad(`line ${lineNumber} is not JSON`)
  }
}

function bad(reason: string): RecommenderError {
  return new RecommenderError('BAD_ARTIFACT', reason)
}
