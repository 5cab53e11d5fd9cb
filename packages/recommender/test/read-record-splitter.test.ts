import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Dialect,
  MAX_RECORD_LENGTH,
  RecordSplitter,
  type TextRecord,
} from '../src/node/read/record-splitter.js'
import { nastyText } from './arbitraries.js'

const CSV: Dialect = { delimiter: ',', newline: '\n', quotes: true }

function split(chunks: readonly string[], dialect = CSV): TextRecord[] {
  const splitter = new RecordSplitter(dialect)
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()]
}

/** The good records' fields, and the others' problems, by line. */
const outline = (records: readonly TextRecord[]) =>
  Object.fromEntries(records.map(({ line, fields, problem }) => [line, problem || fields]))

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`

describe('RecordSplitter', () => {
  it('cuts lines at the delimiter, counts blank ones and drops them', () => {
    expect(outline(split(['a,b\n\n1,2\r\n  \n3,4']))).toEqual({ 1: ['a', 'b'], 3: ['1', '2'], 5: ['3', '4'] })
  })

  it('keeps delimiters, quotes and line breaks that stand in quotes', () => {
    expect(outline(split(['"a,b","say ""x""",c\n"1\r\n2",,""\nz,z,z']))).toEqual({
      1: ['a,b', 'say "x"', 'c'],
      2: ['1\r\n2', '', ''],
      4: ['z', 'z', 'z'],
    })
  })

  it('loses only its own line to a broken quote', () => {
    expect(outline(split(['"a,1\nb,2\n12" mix,3\nc,4\n"d"x,5\ne,"6"\n7,"8']))).toEqual({
      1: 'has a quote out of place',
      2: ['b', '2'],
      3: 'has a quote out of place',
      4: ['c', '4'],
      5: 'has a quote out of place',
      6: ['e', '6'],
      7: 'has a quote that is never closed',
    })
  })

  it('takes quotes for letters where the format has none', () => {
    const dialect: Dialect = { delimiter: '::', newline: '\n', quotes: false }
    expect(outline(split(['"a::b"\n12"::c'], dialect))).toEqual({ 1: ['"a', 'b"'], 2: ['12"', 'c'] })
  })

  it('cuts at lone carriage returns where the dialect says so', () => {
    expect(outline(split(['a,b\r"1\n2",c\r'], { ...CSV, newline: '\r' }))).toEqual({
      1: ['a', 'b'],
      2: ['1\n2', 'c'],
    })
  })

  it('refuses lines and quoted records beyond the longest, wherever chunks end, and reads on', () => {
    const long = 'x'.repeat(MAX_RECORD_LENGTH)
    const text = `a,b\n${long},1\nc,d\n"${long}\n",2\ne,f\n${long},3`
    const expected = {
      1: ['a', 'b'],
      2: `is longer than ${MAX_RECORD_LENGTH} characters`,
      3: ['c', 'd'],
      4: `is longer than ${MAX_RECORD_LENGTH} characters`,
      5: 'has a quote that is never closed',
      6: ['e', 'f'],
      7: `is longer than ${MAX_RECORD_LENGTH} characters`,
    }
    expect(outline(split([text]))).toEqual(expected)
    expect(outline(split(text.match(/.{1,999}/gs)!))).toEqual(expected)
  })

  it('holds no more than a record and a chunk in memory after an unclosed quote', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `user ${n},song ${n}`)
    const records = split([`"never closed,1\n${lines.join('\n')}\n`])
    expect(records[0]).toMatchObject({ line: 1, problem: 'has a quote that is never closed' })
    expect(records.slice(1).map(({ fields }) => fields.join(','))).toEqual(lines)
  })

  it('gives what csv-parse gives for well-formed text', () => {
    const field = fc.tuple(nastyText(), fc.boolean()).map(([anything, inQuotes]) => {
      // Decoded text holds no half of a surrogate pair.
      const text = Buffer.from(anything).toString()
      const bare = text.replace(/[",;\t|\r\n]/g, '')
      return inQuotes || bare.trim() === '' ? quoted(text) : bare
    })
    const records = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { maxLength: 8 })
    const delimiter = fc.constantFrom(',', ';', '\t', '|')
    fc.assert(
      fc.property(records, delimiter, fc.constantFrom('\n', '\r\n'), (rows, delimiter, newline) => {
        const text = rows.map((row) => row.join(delimiter)).join(newline)
        const peer = parse(text, {
          delimiter,
          relax_column_count: true,
          record_delimiter: newline,
          bom: false,
        })
        expect(split([text], { ...CSV, delimiter }).map(({ fields }) => [...fields])).toEqual(peer)
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same records wherever the text is cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', ',', '"', '""', '\n', '\r\n', '\r', '"a,\n"', ' '), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (text, sizes) => {
        const chunks: string[] = []
        for (let at = 0, n = 0; at < text.length; at += sizes[n++ % sizes.length]!) {
          chunks.push(text.slice(at, at + sizes[n % sizes.length]!))
        }
        expect(split(chunks)).toEqual(split([text]))
      }),
      { numRuns: 500 },
    )
  })
})
