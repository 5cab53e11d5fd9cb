import { IndexIDMap } from '../index-id-map.js'
import { hasRowLabels } from '../row-labels.js'
import type { VectorIndex } from '../vector-index.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { METRIC_TYPES, readIndexHeader, writeIndexHeader } from './index-header.js'

/*
 * An index whose vectors have ids:
 *
 *   type     field
 *   4 bytes  fourcc: IxMp, or IxM2 for an IndexIDMap2, which differs in memory only
 *            header
 *            the index within, a whole one with its own fourcc
 *   uint64   number of ids that follow, ntotal
 *   int64[]  the id of each vector
 */

/** Both are read as the same; the first is written. */
export const ID_MAP_FOURCCS: readonly string[] = Object.freeze(['IxMp', 'IxM2'])

/** @param readMapped - Reads the index within. It is no map of ids again, so nothing nests deeper. */
export function readIdMap<I extends VectorIndex>(reader: ByteReader, readMapped: () => I): IndexIDMap<I> {
  const { d, ntotal, isTrained, metric } = readIndexHeader(reader)
  const index = reader.within('mapped index', readMapped)
  if (index.d !== d) throw reader.refusal('d', `${index.d}, as that of the mapped index`, d)
  if (index.ntotal !== ntotal)
    throw reader.refusal('ntotal', `${index.ntotal}, as that of the mapped index`, ntotal)
  if (index.isTrained !== isTrained)
    throw reader.refusal('is_trained', `${index.isTrained}, as that of the mapped index`, isTrained)
  if (index.metric !== metric)
    throw reader.refusal(
      'metric_type',
      `${METRIC_TYPES[index.metric]}, as that of the mapped index`,
      METRIC_TYPES[metric],
    )
  if (!hasRowLabels(index))
    throw reader.refusal('labels of the mapped index', `0..${ntotal - 1}, each once`, 'others')
  reader.expectCount('count of ids', ntotal, 'ntotal')
  const ids = reader.int64Array('ids', ntotal)
  if (ids.includes(-1n)) throw reader.refusal('ids', 'other than -1, which stands for nothing found', -1)
  return new IndexIDMap(index, ids)
}

/** @param writeMapped - Writes the index within. */
export function writeIdMap<I extends VectorIndex>(
  writer: ByteWriter,
  map: IndexIDMap<I>,
  writeMapped: (writer: ByteWriter, index: I) => void,
): void {
  writer.fourcc('IxMp')
  writeIndexHeader(writer, map)
  writeMapped(writer, map.index)
  writer.int64(map.ids.length)
  writer.int64Array(map.ids)
}
