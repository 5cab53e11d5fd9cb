import { parse } from 'csv-parse/sync'

/** How records are written in a text. */
export interface Dialect {
  readonly delimiter: string
  /** `\n` also ends lines in `\r\n`. */
  readonly newline: '\n' | '\r'
  /** Whether fields may stand in double quotes (RFC 4180), and then hold delimiters and line breaks. */
  readonly quotes: boolean
}

/** A record of a text: its fields, or what is wrong with it. */
export interface TextRecord {
  /** The line on which it begins, from 1. */
  readonly line: number
  readonly fields: readonly string[]
  /** Empty for a good record. */
  readonly problem: string
}

/** Characters of the longest record; it bounds what is held in memory, whatever a file does with its quotes. */
export const MAX_RECORD_LENGTH = 65_536

/**
 * Cuts text into records as it comes, wherever its chunks end. Blank lines are no records.
 *
 * A broken quote costs its own line and nothing more: reading goes on with the next one. That is why records are
 * delimited here, since a CSV parser on its own can only take what follows an unclosed quote for quoted, up to
 * the end of the file. Lines without a quote, nearly all in practice, are cut at the delimiter, three times as
 * fast; records with quotes go to csv-parse.
 */
export class RecordSplitter {
  readonly #dialect: Dialect
  readonly #wellFormed: RegExp
  /** Text of a record whose end has not come yet. */
  #rest = ''
  #line = 1
  /** Within a line that is too long already. */
  #skipping = false

  constructor(dialect: Dialect) {
    this.#dialect = dialect
    this.#wellFormed = wellFormed(dialect.delimiter)
  }

  /** The records that end in this chunk. */
  push(chunk: string): TextRecord[] {
    return this.#cut(this.#rest + chunk, false)
  }

  /** The records that are left at the end of the text. */
  finish(): TextRecord[] {
    return this.#cut(this.#rest, true)
  }

  #cut(text: string, isLast: boolean): TextRecord[] {
    const { delimiter, newline, quotes } = this.#dialect
    const batch = new Batch(this.#dialect)
    let start = this.#skipping ? this.#skip(text) : 0
    let quote = quotes ? indexOrEnd(text, '"', start) : text.length
    while (start < text.length) {
      let end = text.indexOf(newline, start)
      if (end < 0) {
        if (isLast) {
          end = text.length
        } else {
          if (text.length - start <= MAX_RECORD_LENGTH) break
          batch.addBad(this.#line, `is longer than ${MAX_RECORD_LENGTH} characters`)
          this.#skipping = true
          start = text.length
          break
        }
      }
      if (end - start > MAX_RECORD_LENGTH) {
        batch.addBad(this.#line, `is longer than ${MAX_RECORD_LENGTH} characters`)
      } else if (quote < end) {
        const last = this.#quotedEnd(text, start, end, isLast)
        if (last === NOT_YET) break
        const body = last === NEVER ? '' : withoutReturn(text.slice(start, last))
        if (last === NEVER) {
          batch.addBad(this.#line, 'has a quote that is never closed')
        } else if (!this.#wellFormed.test(body)) {
          batch.addBad(this.#line, 'has a quote out of place')
        } else {
          batch.addQuoted(this.#line, body)
          this.#line += count(text, newline, start, last)
          end = last
        }
      } else {
        const body = withoutReturn(text.slice(start, end))
        if (body.includes(delimiter) || body.trim() !== '') batch.addPlain(this.#line, body)
      }
      this.#line++
      start = end + 1
      if (quote < start) quote = indexOrEnd(text, '"', start)
    }
    this.#rest = text.slice(start)
    return batch.records()
  }

  /** The end of the record that begins at `start`, whose first line has quotes and ends at `end`. */
  #quotedEnd(text: string, start: number, end: number, isLast: boolean): number {
    const { newline } = this.#dialect
    let nQuotes = count(text, '"', start, end)
    // An even number of quotes closes every one of them, doubled ones included.
    while (nQuotes % 2 === 1) {
      if (end >= text.length) return NEVER
      let next = text.indexOf(newline, end + 1)
      if (next < 0) {
        if (!isLast) return text.length - start > MAX_RECORD_LENGTH ? NEVER : NOT_YET
        next = text.length
      }
      if (next - start > MAX_RECORD_LENGTH) return NEVER
      nQuotes += count(text, '"', end + 1, next)
      end = next
    }
    return end
  }

  /** Where the text goes on after the end of a line that is too long. */
  #skip(text: string): number {
    const end = text.indexOf(this.#dialect.newline)
    if (end < 0) return text.length
    this.#skipping = false
    this.#line++
    return end + 1
  }
}

const NOT_YET = -1
const NEVER = -2

/** Records of one chunk in order. Quoted ones are parsed together: a call of the parser has a price. */
class Batch {
  readonly #dialect: Dialect
  readonly #records: TextRecord[] = []
  readonly #quoted: { at: number; line: number; body: string }[] = []

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  addPlain(line: number, body: string): void {
    this.#records.push({ line, fields: body.split(this.#dialect.delimiter), problem: '' })
  }

  addBad(line: number, problem: string): void {
    this.#records.push({ line, fields: [], problem })
  }

  addQuoted(line: number, body: string): void {
    this.#quoted.push({ at: this.#records.length, line, body })
    this.#records.push({ line, fields: [], problem: '' })
  }

  records(): TextRecord[] {
    if (this.#quoted.length === 0) return this.#records
    const { delimiter, newline } = this.#dialect
    const parsed = parse(this.#quoted.map(({ body }) => body).join(newline), {
      delimiter,
      record_delimiter: newline,
      relax_column_count: true,
    })
    for (const [nth, { at, line }] of this.#quoted.entries()) {
      this.#records[at] = { line, fields: parsed[nth]!, problem: '' }
    }
    return this.#records
  }
}

/** Matches records whose every field is bare or quoted from end to end, with quotes inside doubled. */
function wellFormed(delimiter: string): RegExp {
  const mark = delimiter.replace(/\W/g, '\\$&')
  const field = `(?:"[^"]*(?:""[^"]*)*"|[^"${mark}]*)`
  return new RegExp(`^${field}(?:${mark}${field})*$`)
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at < 0 ? text.length : at
}

function count(text: string, wanted: string, from: number, to: number): number {
  let n = 0
  for (let at = text.indexOf(wanted, from); at >= 0 && at < to; at = text.indexOf(wanted, at + 1)) n++
  return n
}
