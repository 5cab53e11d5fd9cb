import { songId } from '../../song-key.js'
import { type BadRowTally, ROW } from './bad-row-tally.js'
import { columnOf, type Layout } from './layout.js'
import type { TextRecord } from './record-splitter.js'

/** What takes the good rows of a file, one after the other. */
export interface RowSink {
  /** Rows taken so far. */
  readonly nRows: number
  /** Whether `add` is to be told times, which take their time to read. */
  readonly wantsTimes?: boolean
  /** @param time - In seconds; `undefined` when the file does not tell, or nobody wants to know. */
  add(user: string, item: string, value: number, time: number | undefined): void
}

/** Turns records into rows of a sink; those that are no rows go to a tally. */
export class RowReader {
  readonly #layout: Layout
  readonly #sink: RowSink
  readonly #badRows: BadRowTally
  readonly #refuseReplaced: boolean
  readonly #user: number
  readonly #item: number
  readonly #artist: number
  readonly #track: number
  readonly #rating: number
  readonly #plays: number
  readonly #times: readonly number[]

  /** @param refuseReplaced - Whether U+FFFD in a field stands for bytes that could not be decoded. */
  constructor(layout: Layout, sink: RowSink, badRows: BadRowTally, refuseReplaced: boolean) {
    const { user, item, artist, track, rating, plays } = layout.rule.columns
    const column = (name: string | undefined) => (name === undefined ? NONE : columnOf(layout.names, name))
    this.#layout = layout
    this.#sink = sink
    this.#badRows = badRows
    this.#refuseReplaced = refuseReplaced
    this.#user = column(user)
    this.#item = column(item)
    this.#artist = column(artist)
    this.#track = column(track)
    this.#rating = column(rating)
    this.#plays = column(plays)
    this.#times = sink.wantsTimes ? (layout.rule.time?.columns ?? []).map(column) : []
  }

  add(record: TextRecord): void {
    const problem = record.problem || this.#shapeProblem(record.fields.length)
    if (problem !== '') {
      this.#badRows.add(record.line, ROW, problem)
      return
    }
    const user = this.#text(record, this.#user)
    if (user === '') return
    const item = this.#item === NONE ? this.#song(record) : this.#text(record, this.#item)
    if (item === '') return
    const value = this.#value(record)
    if (value !== undefined) this.#sink.add(user, item, value, this.#time(record))
  }

  #shapeProblem(nFields: number): string {
    const { names, fewestFields } = this.#layout
    if (nFields >= fewestFields && nFields <= names.length) return ''
    const wanted = fewestFields === names.length ? names.length : `${fewestFields} to ${names.length}`
    return `has ${nFields} columns, not ${wanted}`
  }

  #song(record: TextRecord): string {
    const artist = this.#text(record, this.#artist)
    const track = artist === '' ? '' : this.#text(record, this.#track)
    return track === '' ? '' : songId(artist, track)
  }

  /** A field without the blanks around it; an empty one is reported. */
  #text(record: TextRecord, column: number): string {
    const text = record.fields[column]!.trim()
    if (text === '') this.#refuse(record, column, 'is empty')
    else if (this.#refuseReplaced && text.includes('\ufffd')) {
      this.#refuse(record, column, 'is not valid UTF-8')
      return ''
    }
    return text
  }

  /** The row's plays or rating; a bad one is reported and undefined. */
  #value(record: TextRecord): number | undefined {
    const column = this.#rating === NONE ? this.#plays : this.#rating
    if (column === NONE) return 1
    const text = this.#text(record, column)
    if (text === '') return undefined
    // Number() also takes "0x10" and the like, which no log means. Values are kept in single precision.
    const value = DECIMAL.test(text) ? Math.fround(Number(text)) : Number.NaN
    if (Number.isNaN(value)) return this.#refuse(record, column, `is not a number: ${quoted(text)}`)
    if (!Number.isFinite(value)) return this.#refuse(record, column, `is too large: ${quoted(text)}`)
    if (column === this.#plays && (value < 1 || !Number.isInteger(Number(text)))) {
      return this.#refuse(record, column, `is not a whole number >= 1: ${quoted(text)}`)
    }
    return value
  }

  /** The row's time; `undefined` for one that is not there or cannot be read, which makes no row bad. */
  #time({ fields }: TextRecord): number | undefined {
    const columns = this.#times
    if (columns.length === 0 || columns.some((column) => fields[column] === undefined)) return undefined
    const seconds = this.#layout.rule.time!.parse(columns.map((column) => fields[column]!.trim()).join(' '))
    return Number.isFinite(seconds) ? seconds : undefined
  }

  #refuse(record: TextRecord, column: number, reason: string): undefined {
    this.#badRows.add(record.line, this.#layout.names[column]!, reason)
  }
}

const NONE = -1
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
