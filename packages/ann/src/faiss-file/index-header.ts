import type { Metric } from '../metric.js'
import { MAX_INT32 } from '../options.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'

/*
 * What every index begins with, behind its fourcc:
 *
 *   type   field
 *   int32  d
 *   int64  ntotal
 *   int64  dummy, 2^20
 *   int64  dummy, 2^20
 *   uint8  is_trained
 *   int32  metric_type
 *
 * Other metrics than these two have a float32 behind it; they are refused.
 */

/** What every index tells of itself. */
export interface IndexHeader {
  readonly d: number
  readonly ntotal: number
  readonly isTrained: boolean
  readonly metric: Metric
}

/** What FAISS leaves in the place of two fields that it no longer has. It ignores them, and so do we. */
const DUMMY = 2 ** 20

/** How a file names a metric. */
export const METRIC_TYPES: Readonly<Record<Metric, number>> = Object.freeze({ l2: 1, innerProduct: 0 })

export function readIndexHeader(reader: ByteReader): IndexHeader {
  const d = reader.int32('d')
  if (d < 1) throw reader.refusal('d', 'at least 1', d)
  const ntotal = reader.integer('ntotal', 0, MAX_INT32)
  reader.int64('first dummy')
  reader.int64('second dummy')
  const isTrained = reader.bool('is_trained')
  const metricType = reader.int32('metric_type')
  if (metricType !== METRIC_TYPES.l2 && metricType !== METRIC_TYPES.innerProduct)
    throw reader.refusal('metric_type', '0 (inner product) or 1 (squared L2)', metricType)
  return { d, ntotal, isTrained, metric: metricType === METRIC_TYPES.l2 ? 'l2' : 'innerProduct' }
}

export function writeIndexHeader(writer: ByteWriter, { d, ntotal, isTrained, metric }: IndexHeader): void {
  writer.int32(d)
  writer.int64(ntotal)
  writer.int64(DUMMY)
  writer.int64(DUMMY)
  writer.bool(isTrained)
  writer.int32(METRIC_TYPES[metric])
}
