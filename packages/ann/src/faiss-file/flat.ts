import { type IndexFlat, IndexFlatIP, IndexFlatL2 } from '../index-flat.js'
import type { Metric } from '../metric.js'
import type { IndexOptions } from '../options.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { METRIC_TYPES, readIndexHeader, writeIndexHeader } from './index-header.js'

/*
 * A flat index:
 *
 *   type       field
 *   4 bytes    fourcc: IxF2 for L2, IxFI for inner product, IxFl for any metric
 *              header
 *   uint64     number of floats that follow, ntotal * d
 *   float32[]  the vectors, row-major
 */

/** The fourccs of flat indexes, and the metric that each implies. */
export const FLAT_METRICS: Readonly<Record<string, Metric | 'any'>> = Object.freeze({
  IxF2: 'l2',
  IxFI: 'innerProduct',
  IxFl: 'any',
})

/** @param fourcc - One of {@link FLAT_METRICS}, which the reader is behind. */
export function readFlat(
  reader: ByteReader,
  options: IndexOptions,
  fourcc: string,
): IndexFlatL2 | IndexFlatIP {
  const { d, ntotal, isTrained, metric } = readIndexHeader(reader)
  if (!isTrained) throw reader.refusal('is_trained', '1, as in every flat index', 0)
  const implied = FLAT_METRICS[fourcc]
  if (implied !== 'any' && implied !== metric)
    throw reader.refusal(
      'metric_type',
      `${METRIC_TYPES[implied!]}, as its fourcc is ${fourcc}`,
      METRIC_TYPES[metric],
    )
  const count = BigInt(ntotal) * BigInt(d)
  reader.expectCount('count of vector components', count, 'ntotal * d')
  // A count above 2^53 loses its last bits as a number, but it exceeds the bytes there are all the same.
  const vectors = reader.float32Array('vectors', Number(count), d)
  const index = metric === 'l2' ? new IndexFlatL2(d, options) : new IndexFlatIP(d, options)
  index.add(vectors)
  return index
}

export function writeFlat(writer: ByteWriter, index: IndexFlat): void {
  const { vectors } = index
  writer.fourcc(index.metric === 'l2' ? 'IxF2' : 'IxFI')
  writeIndexHeader(writer, index)
  writer.int64(vectors.length)
  writer.float32Array(vectors)
}
