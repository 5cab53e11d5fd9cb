import type { CsvColumns, DataFormat } from './read-options.js'

/** How a file format is written, and which of its columns hold what. */
export interface FormatRule {
  readonly format: DataFormat
  /** `sniffed`: whichever of comma, semicolon, tab and bar parts the header best, with CSV quotes. */
  readonly delimiter: 'sniffed' | '\t' | '::'
  /** Names of the columns in order, where files without a header exist. */
  readonly positions?: readonly string[]
  readonly columns: CsvColumns
}

const RATED = ['user', 'item', 'rating', 'timestamp']

/** The formats that can be told from their first lines. */
export const FORMATS: readonly FormatRule[] = [
  {
    format: 'lastfm',
    delimiter: 'sniffed',
    columns: { user: 'Username', artist: 'Artist', track: 'Track' },
  },
  {
    format: 'movielens-csv',
    delimiter: 'sniffed',
    columns: { user: 'userId', item: 'movieId', rating: 'rating' },
  },
  {
    // The published file has a header; copies without it are about.
    format: 'hetrec',
    delimiter: '\t',
    positions: ['userID', 'artistID', 'weight'],
    columns: { user: 'userID', item: 'artistID', plays: 'weight' },
  },
  {
    format: 'movielens-dat',
    delimiter: '::',
    positions: RATED,
    columns: { user: 'user', item: 'item', rating: 'rating' },
  },
  {
    format: 'movielens-data',
    delimiter: '\t',
    positions: RATED,
    columns: { user: 'user', item: 'item', rating: 'rating' },
  },
]

/** The rule of a generic CSV. */
export function csvRule(columns: CsvColumns): FormatRule {
  return { format: 'csv', delimiter: 'sniffed', columns }
}

/** The names of the columns a rule needs, in the order user, item, value. */
export function neededColumns(rule: FormatRule): string[] {
  const { user, item, artist, track, rating, plays } = rule.columns
  return [user, item, artist, track, rating, plays].filter((name) => name !== undefined)
}
