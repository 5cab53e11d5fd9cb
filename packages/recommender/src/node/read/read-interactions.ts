import { RecommenderError } from '../../errors.js'
import type { Interactions } from '../../interactions.js'
import { InteractionsBuilder } from '../../interactions-builder.js'
import { BadRowTally } from './bad-row-tally.js'
import { byteChunks } from './byte-chunks.js'
import { type FileFacts, HEAD_BYTES, inspectFile } from './inspect-file.js'
import { detectLayout, type Layout } from './layout.js'
import type { ReadOptions } from './read-options.js'
import type { ReadReport } from './read-report.js'
import { RecordSplitter } from './record-splitter.js'
import { type ResolvedReadOptions, resolveReadOptions } from './resolve-read-options.js'
import { RowReader, type RowSink } from './row-reader.js'
import { createDecoder } from './text-decoder.js'

/** What {@link readInteractions} gives. */
export interface ReadResult {
  readonly interactions: Interactions
  readonly report: ReadReport
}

/**
 * Reads a log of listens or a file of ratings, plain or gzip, whatever its size: the file streams by, and what
 * stays in memory is 12 bytes a row and one copy of every id.
 *
 * Plays of one user-item pair add up; of several ratings the last one counts. Ids lose the blanks around them.
 * Rows that cannot be read are left out and reported, up to one in a hundred.
 *
 * @throws {@link RecommenderError} NOT_FOUND, NOT_A_FILE or UNREADABLE if there is nothing to read; EMPTY_DATA if
 *   there are no rows; UNKNOWN_FORMAT or MISSING_COLUMN if the columns cannot be told; BAD_ROWS if more than 1 % of
 *   the rows are bad; INVALID_OPTION; ABORTED on `options.signal`.
 * @example
 * const { interactions, report } = await readInteractions('listens.csv')
 * report.rows // 759357
 */
export async function readInteractions(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  const { sink, report } = await readInto(path, options, (kind) => new InteractionsBuilder(kind))
  return { interactions: sink.build(), report }
}

/**
 * Reads a file as {@link readInteractions} does, into a sink of the caller's.
 *
 * @param makeSink - Called once the file's format is known.
 */
export async function readInto<S extends RowSink>(
  path: string,
  options: ReadOptions,
  makeSink: (kind: Interactions['kind']) => S,
): Promise<{ readonly sink: S; readonly report: ReadReport }> {
  const resolved = resolveReadOptions(options)
  const facts = await inspectFile(path, resolved.signal)
  const encoding = resolved.encoding === 'auto' ? (facts.isUtf8 ? 'utf-8' : 'latin-1') : resolved.encoding
  const layout = layoutOf(path, facts, encoding, resolved)
  const sink = makeSink(layout.rule.columns.rating === undefined ? 'plays' : 'ratings')
  const badRows = new BadRowTally()
  const rows = new RowReader(layout, sink, badRows, encoding === 'utf-8' && !facts.isUtf8)
  await readRows(path, { facts, encoding, layout, sink, rows, options: resolved })
  badRows.requireFew(path, sink.nRows)
  if (sink.nRows === 0) {
    throw new RecommenderError('EMPTY_DATA', `${path} has ${layout.hasHeader ? 'a header but ' : ''}no rows`)
  }
  const { name, gzip, bytes, sha256 } = facts
  const report = {
    ...{ name, format: layout.format, encoding, gzip, bytes, sha256 },
    ...{ rows: sink.nRows, badRows: badRows.count, firstBadRows: badRows.first },
  }
  return { sink, report }
}

type Encoding = ReadReport['encoding']

// As UTF-8 and as latin-1 has it. It would otherwise be part of the first column's name.
const BYTE_ORDER_MARK = /^(?:\ufeff|ï»¿)/

function layoutOf(path: string, facts: FileFacts, encoding: Encoding, options: ResolvedReadOptions): Layout {
  const decoder = createDecoder(encoding)
  const isWhole = facts.head.length < HEAD_BYTES
  const text = decoder.write(facts.head) + (isWhole ? decoder.end() : '')
  return detectLayout({ path, text: text.replace(BYTE_ORDER_MARK, ''), isWhole }, options)
}

/** What the rows of a file are read with. */
interface RowsJob {
  readonly facts: FileFacts
  readonly encoding: Encoding
  readonly layout: Layout
  readonly sink: RowSink
  readonly rows: RowReader
  readonly options: ResolvedReadOptions
}

async function readRows(path: string, job: RowsJob): Promise<void> {
  const { facts, layout, sink, rows } = job
  const { signal, onProgress } = job.options
  const decoder = createDecoder(job.encoding)
  const splitter = new RecordSplitter(layout.dialect)
  let header = layout.hasHeader
  const take = (records: ReturnType<RecordSplitter['push']>) => {
    for (const record of records) {
      if (header) header = false
      else rows.add(record)
    }
  }
  let bytesRead = 0
  const onRaw = (chunk: Buffer) => {
    bytesRead += chunk.length
  }
  let atStart = true
  for await (const chunk of byteChunks(path, { gzip: facts.gzip, signal, onRaw })) {
    const text = decoder.write(chunk)
    take(splitter.push(atStart ? text.replace(BYTE_ORDER_MARK, '') : text))
    atStart &&= text === ''
    onProgress?.({ bytesRead, bytesTotal: facts.bytes, rows: sink.nRows })
  }
  take(splitter.push(decoder.end()))
  take(splitter.finish())
  onProgress?.({ bytesRead, bytesTotal: facts.bytes, rows: sink.nRows })
}
