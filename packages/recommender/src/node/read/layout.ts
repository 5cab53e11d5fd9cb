import { RecommenderError } from '../../errors.js'
import { csvRule, FORMATS, type FormatRule, neededColumns } from './formats.js'
import type { DataFormat } from './read-options.js'
import { type Dialect, RecordSplitter, type TextRecord } from './record-splitter.js'
import type { ResolvedReadOptions } from './resolve-read-options.js'

/** Where a file keeps what: all that is needed to turn its records into rows. */
export interface Layout {
  readonly format: DataFormat
  readonly dialect: Dialect
  /** Whether the first record names the columns. */
  readonly hasHeader: boolean
  /** Names of the columns in order: the header's, or the format's when there is none. */
  readonly names: readonly string[]
  /** Fewest fields of a good record; the most are as many as there are names. */
  readonly fewestFields: number
  readonly rule: FormatRule
}

/** A file's first characters, and enough about the rest to word a refusal. */
export interface Head {
  readonly path: string
  readonly text: string
  /** Whether the text is all of the file. */
  readonly isWhole: boolean
}

const DELIMITERS = [',', ';', '\t', '|'] as const
/** Records of a file without header that are tried against a format. */
const TRIED_RECORDS = 10

/**
 * Tells the layout from the first lines, or checks the one that was asked for against them.
 *
 * @throws {@link RecommenderError} EMPTY_DATA if there are only blank lines; MISSING_COLUMN if a header lacks a
 *   needed column; UNKNOWN_FORMAT if nothing fits.
 */
export function detectLayout(head: Head, options: Pick<ResolvedReadOptions, 'format' | 'columns'>): Layout {
  if (head.isWhole && head.text.trim() === '') {
    throw new RecommenderError('EMPTY_DATA', `${head.path} has blank lines only`)
  }
  if (options.format !== 'auto') {
    const rule = options.columns
      ? csvRule(options.columns)
      : FORMATS.find(({ format }) => format === options.format)!
    const layout = layoutBy(rule, head)
    requireColumns(layout, head.path)
    return layout
  }
  const layouts = FORMATS.map((rule) => layoutBy(rule, head))
  const fitting = layouts.find((layout) => fits(layout, head))
  if (fitting !== undefined) return fitting
  // A header with some of a format's columns was probably meant to have them all: say which one is missing.
  const closest = layouts
    .filter(({ hasHeader }) => hasHeader)
    .reduce((best, layout) => (nFound(layout) > nFound(best) ? layout : best))
  if (nFound(closest) > 0) requireColumns(closest, head.path)
  throw new RecommenderError('UNKNOWN_FORMAT', unknownFormat(head, closest.names))
}

/** The column with a name, blanks and case aside, or -1. The first one counts where several have it. */
export function columnOf(names: readonly string[], wanted: string): number {
  const same = (name: string) => name.trim().toLowerCase()
  return names.findIndex((name) => same(name) === same(wanted))
}

/** The head's layout if the file is in a certain format, which remains to be seen. */
function layoutBy(rule: FormatRule, head: Head): Layout {
  const quotes = rule.delimiter === 'sniffed'
  const delimiters = rule.delimiter === 'sniffed' ? DELIMITERS : [rule.delimiter]
  const named = delimiters
    .map((delimiter): Layout => {
      const dialect = { delimiter, newline: newlineOf(head), quotes }
      const names = (recordsOf(head, dialect)[0]?.fields ?? []).map((name) => name.trim())
      return { format: rule.format, dialect, hasHeader: true, names, fewestFields: names.length, rule }
    })
    .reduce((best, layout) => {
      const gain = nFound(layout) - nFound(best) || layout.names.length - best.names.length
      return gain > 0 ? layout : best
    })
  if (rule.positions === undefined || nFound(named) > 0) return named
  // Columns that are not needed come last (the time of a rating) and may be left out.
  return { ...named, hasHeader: false, names: rule.positions, fewestFields: neededColumns(rule).length }
}

/** Files whose lines end in a lone carriage return are rare and old, and told by having no line feed. */
function newlineOf(head: Head): Dialect['newline'] {
  return head.text.includes('\n') || !head.text.includes('\r') ? '\n' : '\r'
}

function fits(layout: Layout, head: Head): boolean {
  if (layout.hasHeader) return missingColumns(layout).length === 0
  const { rating, plays } = layout.rule.columns
  const value = columnOf(layout.names, rating ?? plays ?? '')
  const records = recordsOf(head, layout.dialect).slice(0, TRIED_RECORDS)
  // All columns must be there: three of numbers are play counts, a fourth for the time makes them ratings.
  const nFitting = records.filter(
    ({ fields }) => fields.length === layout.names.length && NUMBER.test(fields[value]!.trim()),
  ).length
  return nFitting * 2 > records.length
}

const NUMBER = /^\d+(?:\.\d+)?$/

function recordsOf(head: Head, dialect: Dialect): TextRecord[] {
  const splitter = new RecordSplitter(dialect)
  const records = splitter.push(head.text)
  return head.isWhole ? [...records, ...splitter.finish()] : records
}

function missingColumns(layout: Layout): string[] {
  return neededColumns(layout.rule).filter((name) => columnOf(layout.names, name) < 0)
}

function nFound(layout: Layout): number {
  return neededColumns(layout.rule).length - missingColumns(layout).length
}

function requireColumns(layout: Layout, path: string): void {
  const missing = layout.hasHeader ? missingColumns(layout) : []
  if (missing.length === 0) return
  throw new RecommenderError(
    'MISSING_COLUMN',
    `${path} has no column ${missing.join(', ')}. The format ${layout.format} needs the columns ` +
      `${neededColumns(layout.rule).join(', ')}; the header has ${listed(layout.names)}`,
  )
}

function unknownFormat(head: Head, names: readonly string[]): string {
  const known = FORMATS.map((rule) => {
    const columns = (rule.positions ?? neededColumns(rule)).join(rule.delimiter === '::' ? '::' : ', ')
    return `${rule.format} (${columns})`
  })
  return (
    `${head.path} is in no format that is known: ${known.join(', ')}. Its first line has ${listed(names)}. ` +
    'Any other delimited text with a header can be read by naming its columns'
  )
}

/** Column names for people: at most twenty, none of them long. */
function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no columns'
  const shown = names.slice(0, 20).map((name) => (name === '' ? '(unnamed)' : name.slice(0, 40)))
  return shown.join(', ') + (names.length > shown.length ? ', …' : '')
}
