import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RecommenderError } from '../../index.js'

/**
 * URL of a file of the server's package, which is above this one and so is looked up when it is wanted: from the
 * caller's folder first.
 *
 * @param command - Who needs it.
 * @throws {@link RecommenderError} NOT_FOUND when it is not installed.
 */
export function findServerFile(file: 'main' | 'commands', command: string): string {
  for (const from of [pathToFileURL(join(process.cwd(), 'package.json')), import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve(`@redux/server-koa/${file}`)).href
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error
    }
  }
  throw new RecommenderError(
    'NOT_FOUND',
    `${command} needs the package @redux/server-koa, which is not installed here; run "npm install @redux/server-koa"`,
  )
}

/** What the server throws on purpose, and says well itself: settings, the database, its address or a file is at fault. */
const CODES_OF_SERVER: readonly unknown[] = [
  'INVALID_SETTINGS',
  'BAD_DATABASE',
  'UNAVAILABLE',
  'FULL',
  'TARGET_EXISTS',
  'TOOL_MISSING',
  'BACKUP_FAILED',
]

/**
 * Runs work with what the server's package offers to commands.
 *
 * @typeParam S - The part of it that is used; described by the caller, for nothing is known of it here.
 * @throws {@link RecommenderError} NOT_FOUND when it is not installed; UNREADABLE with the server's own words when
 *   settings, database or file are at fault.
 */
export async function withServer<S, T>(command: string, work: (server: S) => Promise<T>): Promise<T> {
  const server: S = await import(findServerFile('commands', command))
  try {
    return await work(server)
  } catch (error) {
    if (error instanceof Error && 'code' in error && CODES_OF_SERVER.includes(error.code))
      throw new RecommenderError('UNREADABLE', error.message, { cause: error })
    throw error
  }
}
