import { RecommenderError } from '../../errors.js'
import type { CsvColumns, DataFormat, ReadOptions } from './read-options.js'

/** {@link ReadOptions} with the choices that need no look at the file made. */
export interface ResolvedReadOptions {
  readonly format: 'auto' | DataFormat
  readonly columns: CsvColumns | undefined
  readonly encoding: 'auto' | 'utf-8' | 'latin-1'
  readonly onProgress: ReadOptions['onProgress']
  readonly signal: AbortSignal | undefined
}

const OPTIONS = ['format', 'columns', 'encoding', 'onProgress', 'signal']
const FORMATS = ['auto', 'lastfm', 'movielens-data', 'movielens-csv', 'movielens-dat', 'hetrec', 'csv']
const ENCODINGS = ['auto', 'utf-8', 'latin-1']
const COLUMNS = ['user', 'item', 'artist', 'track', 'rating', 'plays']

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {@link RecommenderError} INVALID_OPTION for an unknown option or value, and for columns that are
 *   missing, not wanted or contradict each other.
 */
export function resolveReadOptions(options: ReadOptions): ResolvedReadOptions {
  refuseUnknown('option', Object.keys(options), OPTIONS)
  const { columns, encoding = 'auto', onProgress, signal } = options
  const format = options.format ?? 'auto'
  refuseUnknown('format', [format], FORMATS)
  refuseUnknown('encoding', [encoding], ENCODINGS)
  if (columns === undefined) {
    if (format === 'csv')
      throw invalid('the format csv needs columns: which header holds the user, and so on')
    return { format, columns, encoding, onProgress, signal }
  }
  if (format !== 'csv' && format !== 'auto')
    throw invalid(`columns go with the format csv, not with ${format}`)
  checkColumns(columns)
  return { format: 'csv', columns, encoding, onProgress, signal }
}

function checkColumns(columns: CsvColumns): void {
  refuseUnknown('column role', Object.keys(columns), COLUMNS)
  for (const [role, name] of Object.entries(columns)) {
    if (name !== undefined && (typeof name !== 'string' || name.trim() === '')) {
      throw invalid(`columns.${role} must be the name of a column, got ${JSON.stringify(name)}`)
    }
  }
  const { user, item, artist, track, rating, plays } = columns
  if (user === undefined) throw invalid('columns.user is missing')
  if (item === undefined && (artist === undefined || track === undefined)) {
    throw invalid('columns must name the item, or both artist and track')
  }
  if (item !== undefined && (artist !== undefined || track !== undefined)) {
    throw invalid('columns must name either the item or artist and track, not both')
  }
  if (rating !== undefined && plays !== undefined) {
    throw invalid('columns must name either rating or plays, not both')
  }
}

function refuseUnknown(what: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (!known.includes(name)) throw invalid(`unknown ${what} ${name}; known are ${known.join(', ')}`)
  }
}

function invalid(message: string): RecommenderError {
  return new RecommenderError('INVALID_OPTION', message)
}
