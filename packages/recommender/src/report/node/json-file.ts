import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { RecommenderError } from '../../errors.js'

/**
 * Reads a text file that must be there.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE, UNREADABLE, or EMPTY_DATA if there is nothing in it.
 */
export async function readText(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) throw new RecommenderError('NOT_FOUND', `${path} does not exist`)
  if (stats.isDirectory()) throw new RecommenderError('NOT_A_FILE', `${path} is a folder, expected a file`)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RecommenderError('UNREADABLE', `${path} cannot be read`, { cause })
  })
  if (text.trim() === '') throw new RecommenderError('EMPTY_DATA', `${path} is empty`)
  return text
}

/** What a JSON text says; undefined for a text that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Checks what a file holds.
 *
 * @throws {@link RecommenderError} UNREADABLE naming the file and the fields at fault.
 */
export function checkedJson<T>(path: string, json: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  throw new RecommenderError(
    'UNREADABLE',
    `${path}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
    {
      cause: result.error,
    },
  )
}
