import type { DataFormat } from './read-options.js'

/** A row that could not be used. */
export interface BadRow {
  /** Line in the file on which the row begins, from 1. */
  readonly line: number
  /** The column at fault by its name; `row` when it is the row as a whole. */
  readonly column: string
  /** What is wrong, such as `is empty` or `is not a number: "abc"`. */
  readonly reason: string
}

/** What a reader saw. */
export interface ReadReport {
  /** File name without its folder. */
  readonly name: string
  readonly format: DataFormat
  readonly encoding: 'utf-8' | 'latin-1'
  readonly gzip: boolean
  /** Size on disk. */
  readonly bytes: number
  /** Of the file as it lies on disk, hexadecimal. */
  readonly sha256: string
  /** Good rows: listens or ratings. */
  readonly rows: number
  /** Rows that were left out. */
  readonly badRows: number
  /** The first ten of them. */
  readonly firstBadRows: readonly BadRow[]
}
