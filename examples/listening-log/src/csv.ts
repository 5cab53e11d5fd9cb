import type { Listen } from './listening-log.js'

/** Seven columns as in Last.fm exports: the first, without a name, numbers the rows; times begin with a space. */
export const CSV_HEADER = ',Username,Artist,Track,Album,Date,Time\n'

/** The log as lines of CSV, the header first, each with its line feed. */
export function* csvLines(listens: Iterable<Listen>): IterableIterator<string> {
  yield CSV_HEADER
  let row = 0
  for (const { username, artist, track, album, date, time } of listens)
    yield `${row++},${[username, artist, track, album, date, ` ${time}`].map(quoteIfNeeded).join(',')}\n`
}

function quoteIfNeeded(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
