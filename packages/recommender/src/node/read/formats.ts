import type { CsvColumns, DataFormat } from './read-options.js'

/** How a file format is written, and which of its columns hold what. */
export interface FormatRule {
  readonly format: DataFormat
  /** `sniffed`: whichever of comma, semicolon, tab and bar parts the header best, with CSV quotes. */
  readonly delimiter: 'sniffed' | '\t' | '::'
  /** Names of the columns in order, where files without a header exist. */
  readonly positions?: readonly string[]
  readonly columns: CsvColumns
  /** Where the time of a row is, and how it is read from those columns' texts, joined by a blank. */
  readonly time?: { readonly columns: readonly string[]; readonly parse: (text: string) => number }
}

const UNIX_TIME = { columns: ['timestamp'], parse: Number }
/** As in `31 Jan 2021 23:34`. */
const DATE_AND_TIME = {
  columns: ['Date', 'Time'],
  parse: (text: string) => Date.parse(`${text} UTC`) / 1000,
}

const RATED = ['user', 'item', 'rating', 'timestamp']

/** The formats that can be told from their first lines. */
export const FORMATS: readonly FormatRule[] = [
  {
    format: 'lastfm',
    delimiter: 'sniffed',
    columns: { user: 'Username', artist: 'Artist', track: 'Track' },
    time: DATE_AND_TIME,
  },
  {
    format: 'movielens-csv',
    delimiter: 'sniffed',
    columns: { user: 'userId', item: 'movieId', rating: 'rating' },
    time: UNIX_TIME,
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
    time: UNIX_TIME,
  },
  {
    format: 'movielens-data',
    delimiter: '\t',
    positions: RATED,
    columns: { user: 'user', item: 'item', rating: 'rating' },
    time: UNIX_TIME,
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
