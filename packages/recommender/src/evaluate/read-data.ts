import type { Interactions } from '../interactions.js'
import { readInteractions, readInto } from '../node/read/read-interactions.js'
import type { ReadReport } from '../node/read/read-report.js'
import type { Tell } from '../train/phases.js'
import type { ResolvedEvaluateOptions } from './resolve-evaluate-options.js'
import { RowLog } from './row-log.js'

/** A data file's pairs, with what only some protocols need of its rows. */
export interface EvaluationData {
  readonly interactions: Interactions
  readonly report: ReadReport
  /** By row of the file; only for split files, which name rows, and protocols that go by time. */
  readonly pairOfRow?: Int32Array
  /** By position; see {@link RowLog}. */
  readonly times?: Float64Array
}

/** Reads the data, row by row where the split needs it. */
export async function readData(options: ResolvedEvaluateOptions, tell: Tell): Promise<EvaluationData> {
  const { data, format, columns, encoding, signal } = options
  const readOptions = {
    ...{ format, columns, encoding, signal },
    onProgress: ({ bytesRead, bytesTotal, rows }: { bytesRead: number; bytesTotal: number; rows: number }) =>
      tell(bytesRead / bytesTotal, `${rows.toLocaleString('en')} rows`),
  }
  if (options.split === undefined && options.protocol !== 'last-n') return readInteractions(data, readOptions)
  const { sink, report } = await readInto(data, readOptions, (kind) => new RowLog(kind))
  return { ...sink.build(), report }
}
