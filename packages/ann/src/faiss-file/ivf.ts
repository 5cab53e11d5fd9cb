import type { IndexFlatIP, IndexFlatL2 } from '../index-flat.js'
import type { IndexIVF } from '../index-ivf.js'
import type { IndexOptions } from '../options.js'
import type { ByteReader } from './byte-reader.js'
import type { ByteWriter } from './byte-writer.js'
import { type DirectMap, readDirectMap, writeNoDirectMap } from './direct-map.js'
import { FLAT_METRICS, readFlat, writeFlat } from './flat.js'
import { type IndexHeader, METRIC_TYPES, readIndexHeader, writeIndexHeader } from './index-header.js'

/*
 * What every inverted file begins with:
 *
 *   type     field
 *   4 bytes  fourcc
 *            header
 *   uint64   nlist
 *   uint64   nprobe
 *            the coarse quantizer: a whole flat index, whose vector c is the centroid of list c, once there are any
 *            the direct map
 */

/** Nothing else in the file bounds the number of lists before training, which take memory even when empty. */
const MAX_UNTRAINED_NLIST = 2 ** 16

/** What every inverted file tells of itself. */
export interface IvfHeader extends IndexHeader {
  readonly nlist: number
  readonly nprobe: number
  readonly quantizer: IndexFlatL2 | IndexFlatIP
  readonly directMap: DirectMap
}

/** Reads all of it but the fourcc. */
export function readIvfHeader(reader: ByteReader, options: IndexOptions): IvfHeader {
  const header = readIndexHeader(reader)
  const { d, ntotal, isTrained, metric } = header
  const nlist = reader.integer('nlist', 1, isTrained ? undefined : MAX_UNTRAINED_NLIST)
  const nprobe = reader.integer('nprobe', 1)
  const quantizer = reader.within('quantizer', () => readQuantizer(reader, options))
  if (quantizer.d !== d) throw reader.refusal('d', `${quantizer.d}, as that of the quantizer`, d)
  if (quantizer.metric !== metric)
    throw reader.refusal(
      'metric_type',
      `${METRIC_TYPES[quantizer.metric]}, as that of the quantizer`,
      METRIC_TYPES[metric],
    )
  if (isTrained && quantizer.ntotal !== nlist)
    throw reader.refusal('nlist', `the number of centroids, ${quantizer.ntotal}`, nlist)
  if (!isTrained && ntotal > 0) throw reader.refusal('ntotal', '0 as long as it is untrained', ntotal)
  const directMap = reader.within('direct map', () => readDirectMap(reader, ntotal))
  // To FAISS, more than all lists is all of them.
  return { ...header, nlist, nprobe: Math.min(nprobe, nlist), quantizer, directMap }
}

function readQuantizer(reader: ByteReader, options: IndexOptions): IndexFlatL2 | IndexFlatIP {
  const fourcc = reader.fourcc('fourcc')
  if (fourcc in FLAT_METRICS) return readFlat(reader, options, fourcc)
  throw reader.refusal(
    'fourcc',
    `of a flat index (${Object.keys(FLAT_METRICS).join(', ')})`,
    JSON.stringify(fourcc),
  )
}

/** Writes all of it but the fourcc. */
export function writeIvfHeader(writer: ByteWriter, index: IndexIVF): void {
  writeIndexHeader(writer, index)
  writer.int64(index.nlist)
  writer.int64(index.nprobe)
  writeFlat(writer, index.quantizer)
  writeNoDirectMap(writer)
}
